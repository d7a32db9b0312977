"""Addresses of the year: action plans, rounds of monitoring, what the public reads of them."""

from django.urls import path

from planning.delivery.pages import checks, closing, indicators, items, owner, round_report, rounds, years
from planning.delivery.pages import public as public_years

YEARS = "work/plans/<uuid:plan>/years/"
YEAR = f"{YEARS}<uuid:year>/"
ROUND = f"{YEAR}rounds/<uuid:round>/"
PUBLIC_YEAR = "plan/<uuid:plan>/years/<int:number>/"
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
    path(f"{ROUND}groups/", checks.RoundGroupsPage.as_view(), name="round_groups"),
    path(f"{ROUND}groups.<slug:ending>", checks.GroupsPaper.as_view(), name="round_groups_paper"),
    path(f"{ROUND}groups/<uuid:group>.<slug:ending>", checks.GroupsPaper.as_view(), name="round_group_paper"),
    path(f"{REPORT}check/", checks.CheckPage.as_view(), name="report_check"),
    path(f"{ROUND}report/", round_report.RoundReportPage.as_view(), name="round_report"),
    path(f"{ROUND}report.<slug:ending>", round_report.RoundPaper.as_view(), name="round_paper"),
    path(f"{ROUND}indicators/", indicators.RoundIndicatorsPage.as_view(), name="round_indicators"),
    path(f"{YEAR}indicators/<uuid:indicator>/", indicators.IndicatorPage.as_view(), name="indicator"),
    path(f"{YEAR}indicators/<uuid:indicator>/record/", indicators.RecordPage.as_view(), name="indicator_record"),
    path(REPORT, rounds.ReportPage.as_view(), name="report"),
    path(f"{REPORT}file/", rounds.ProofFile.as_view(), name="report_file"),
    path("reports/", owner.MyReportsPage.as_view(), name="reports"),
    path("reports/<uuid:report>/", owner.MyReportPage.as_view(), name="my_report"),
    path("reports/link/<str:secret>/", owner.ReportsByLink.as_view(), name="reports_by_link"),
    path("reports/link/<str:secret>/<uuid:report>/", owner.ReportByLink.as_view(), name="report_by_link"),
    path(PUBLIC_YEAR, public_years.PublicYearPage.as_view(), name="public_year"),
    path(f"{PUBLIC_YEAR}items/<uuid:item>/", public_years.PublicItemPage.as_view(), name="public_item"),
    path(
        f"{PUBLIC_YEAR}rounds/<uuid:round>.<slug:ending>",
        round_report.PublicRoundPaper.as_view(),
        name="public_round_paper",
    ),
]
