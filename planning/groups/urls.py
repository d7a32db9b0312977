"""Addresses of the groups."""

from django.urls import path

from planning.groups.pages import applications, files, members, work
from planning.groups.pages import public as public_groups

GROUP = "work/groups/<uuid:group>/"
MEMBER = f"{GROUP}members/<uuid:member>/"
PERSON = "work/groups/people/<uuid:person>/"
APPLICATION = "work/groups/applications/<uuid:application>/"

pages = [
    path("groups/", public_groups.PublicGroupsPage.as_view(), name="public_groups"),
    path("groups/thanks/", public_groups.JoinThanksPage.as_view(), name="join_thanks"),
    path("groups/<uuid:group>/", public_groups.PublicGroupPage.as_view(), name="public_group"),
    path("groups/<uuid:group>/join/", public_groups.JoinPage.as_view(), name="join"),
    path("work/groups/", work.GroupsPage.as_view(), name="groups"),
    path("work/groups/new/", work.NewGroupPage.as_view(), name="new_group"),
    path("work/groups/members.<str:ending>", files.MembersFile.as_view(), name="all_members_file"),
    path(GROUP, work.GroupPage.as_view(), name="group"),
    path(f"{GROUP}facts/", work.GroupFactsPage.as_view(), name="group_facts"),
    path(f"{GROUP}end/", work.EndGroupPage.as_view(), name="end_group"),
    path(f"{GROUP}members.<str:ending>", files.MembersFile.as_view(), name="members_file"),
    path(f"{GROUP}add/", members.AddMemberPage.as_view(), name="add_member"),
    path(MEMBER, members.MemberPage.as_view(), name="member"),
    path(f"{MEMBER}end/", members.EndMandatePage.as_view(), name="end_mandate"),
    path(PERSON, members.PersonPage.as_view(), name="person"),
    path(f"{PERSON}account/", members.LinkAccountPage.as_view(), name="link_account"),
    path(f"{PERSON}account/part/", members.PartAccountPage.as_view(), name="part_account"),
    path(APPLICATION, applications.ApplicationPage.as_view(), name="application"),
    path(f"{APPLICATION}take/", applications.TakePage.as_view(), name="take_application"),
    path(f"{APPLICATION}decline/", applications.DeclinePage.as_view(), name="decline_application"),
]
