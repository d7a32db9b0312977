"""Addresses of a municipality's plans."""

from django.urls import include, path

from planning.course import pages as course
from planning.meetings import urls as meetings
from planning.structure.pages import plans, public, tree

COURSE = "work/plans/<uuid:plan>/course/"
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
]
urlpatterns = [
    path("", public.HomePage.as_view(), name="home"),
    path("", include(([*pages, *meetings.pages], "planning"))),
]
