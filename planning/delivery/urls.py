"""Addresses of the year: action plans, rounds of monitoring, what the public reads of them."""

from django.urls import path

from planning.delivery.pages import closing, items, owner, rounds, years
from planning.delivery.pages import public as public_years

YEARS = "work/plans/<uuid:plan>/years/"
YEAR = f"{YEARS}<uuid:year>/"
ROUND = f"{YEAR}rounds/<uuid:round>/"
REPORT = f"{ROUND}reports/<uuid:report>/"

pages = [
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
