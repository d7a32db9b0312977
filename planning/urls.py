"""Addresses of a municipality's plans."""

from django.urls import include, path

from planning.course import pages as course
from planning.delivery.pages import closing, items, owner, rounds, years
from planning.delivery.pages import public as public_years
from planning.structure.pages import plans, public, tree

COURSE = "work/plans/<uuid:plan>/course/"
YEARS = "work/plans/<uuid:plan>/years/"
YEAR = f"{YEARS}<uuid:year>/"
ROUND = f"{YEAR}rounds/<uuid:round>/"
REPORT = f"{ROUND}reports/<uuid:report>/"
NODE = "work/plans/<uuid:plan>/nodes/<uuid:node>/"

pages = [
    path("plan/<uuid:plan>/", public_years.PlanWithYearsPage.as_view(), name="plan"),
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
of_years = [
    path(YEARS, years.YearsPage.as_view(), name="years"),
    path(f"{YEARS}begin/", years.BeginYearPage.as_view(), name="year_begin"),
    path(f"{YEARS}compare/", closing.ComparePage.as_view(), name="year_compare"),
    path(YEAR, years.YearPage.as_view(), name="year"),
    path(f"{YEAR}on/", years.GoOnPage.as_view(), name="year_on"),
    path(f"{YEAR}back/", years.GoBackPage.as_view(), name="year_back"),
    path(f"{YEAR}fill/", items.FillPage.as_view(), name="year_fill"),
    path(f"{YEAR}owners/", items.OwnersPage.as_view(), name="year_owners"),
    path(f"{YEAR}items/new/", items.NewItemPage.as_view(), name="year_item_new"),
    path(f"{YEAR}items/<uuid:item>/", items.ItemPage.as_view(), name="year_item"),
    path(f"{YEAR}items/<uuid:item>/remove/", items.RemoveItemPage.as_view(), name="year_item_remove"),
    path(f"{YEAR}verdicts/", closing.VerdictsPage.as_view(), name="year_verdicts"),
    path(f"{YEAR}close/", closing.ClosePage.as_view(), name="year_close"),
    path(f"{YEAR}carried/", closing.CarriedPage.as_view(), name="year_carried"),
    path(f"{YEAR}papers/<slug:paper>.<slug:ending>", closing.PaperPage.as_view(), name="year_paper"),
    path(f"{YEAR}show/", rounds.ShowYearPage.as_view(), name="year_show"),
    path(f"{YEAR}rounds/new/", rounds.OpenRoundPage.as_view(), name="round_new"),
    path(ROUND, rounds.RoundPage.as_view(), name="round"),
    path(f"{ROUND}accept/", rounds.AcceptPage.as_view(), name="round_accept"),
    path(f"{ROUND}close/", rounds.CloseRoundPage.as_view(), name="round_close"),
    path(f"{ROUND}publish/", rounds.PublishRoundPage.as_view(), name="round_publish"),
    path(REPORT, rounds.ReportPage.as_view(), name="report"),
    path(f"{REPORT}file/", rounds.ProofFile.as_view(), name="report_file"),
    path("reports/", owner.MyReportsPage.as_view(), name="reports"),
    path("reports/<uuid:report>/", owner.MyReportPage.as_view(), name="my_report"),
    path("reports/link/<str:secret>/", owner.ReportsByLink.as_view(), name="reports_by_link"),
    path("reports/link/<str:secret>/<uuid:report>/", owner.ReportByLink.as_view(), name="report_by_link"),
    path("plan/<uuid:plan>/years/<int:number>/", public_years.PublicYearPage.as_view(), name="public_year"),
]
urlpatterns = [
    path("", public.HomePage.as_view(), name="home"),
    path("", include(([*pages, *of_years], "planning"))),
]
