"""Addresses of a municipality's plans."""

from django.urls import include, path

from planning.course import pages as course
from planning.groups.pages import applications, files, members, work
from planning.groups.pages import public as public_groups
from planning.structure.pages import plans, public, tree

COURSE = "work/plans/<uuid:plan>/course/"
GROUP = "work/groups/<uuid:group>/"
MEMBER = f"{GROUP}members/<uuid:member>/"
PERSON = "work/groups/people/<uuid:person>/"
APPLICATION = "work/groups/applications/<uuid:application>/"
NODE = "work/plans/<uuid:plan>/nodes/<uuid:node>/"

pages = [
    path("plan/<uuid:plan>/", public.PlanPage.as_view(), name="plan"),
    path("plan/<uuid:plan>/<uuid:node>/", public.NodePage.as_view(), name="node"),
    path("work/plans/", plans.PlansPage.as_view(), name="plans"),
    path("work/plans/new/", plans.NewPlanPage.as_view(), name="new"),
    path("work/plans/<uuid:plan>/", tree.WorkPage.as_view(), name="work"),
    path("work/plans/<uuid:plan>/facts/", plans.PlanFactsPage.as_view(), name="facts"),
    path("work/plans/<uuid:plan>/publish/", plans.PublishPage.as_view(), name="publish"),
    path("work/plans/<uuid:plan>/withdraw/", plans.WithdrawPage.as_view(), name="withdraw"),
    path(COURSE, course.CoursePage.as_view(), name="course"),
    path(f"{COURSE}on/", course.GoOnPage.as_view(), name="go_on"),
    path(f"{COURSE}back/", course.GoBackPage.as_view(), name="go_back"),
    path(f"{COURSE}past/", course.PastPage.as_view(), name="past"),
    path(f"{COURSE}papers/", course.AddPaperPage.as_view(), name="add_paper"),
    path(f"{COURSE}papers/<uuid:paper>/file/", course.PaperFile.as_view(), name="paper_file"),
    path(f"{COURSE}papers/<uuid:paper>/withdraw/", course.WithdrawPaperPage.as_view(), name="withdraw_paper"),
    path("work/plans/<uuid:plan>/add/", tree.AddNodePage.as_view(), name="add"),
    path(NODE, tree.NodeWorkPage.as_view(), name="node_work"),
    path(f"{NODE}move/", tree.MovePage.as_view(), name="move"),
    path(f"{NODE}remove/", tree.RemoveNodePage.as_view(), name="remove"),
    path(f"{NODE}services/", tree.JoinServicePage.as_view(), name="join_service"),
    path(f"{NODE}services/<uuid:joined>/part/", tree.PartServicePage.as_view(), name="part_service"),
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
urlpatterns = [
    path("", public.HomePage.as_view(), name="home"),
    path("", include((pages, "planning"))),
]
