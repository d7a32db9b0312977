"""Addresses of the plan, its tree and the sheets of its measures."""

from django.urls import path

from planning.structure.pages import bulk, levels, money, plans, printed, public, publications, sheet, tree, workbook

NODE = "work/plans/<uuid:plan>/nodes/<uuid:node>/"

pages = [
    path("plan/<uuid:plan>/document.<str:ending>", printed.WholePlan.as_view(), name="printed_plan"),
    path("plan/<uuid:plan>/<uuid:node>/", public.NodePage.as_view(), name="node"),
    path("plan/<uuid:plan>/<uuid:node>/sheet.<str:ending>", printed.PublishedSheet.as_view(), name="printed_sheet"),
    path("work/plans/", plans.PlansPage.as_view(), name="plans"),
    path("work/plans/new/", plans.NewPlanPage.as_view(), name="new"),
    path("work/plans/<uuid:plan>/", tree.WorkPage.as_view(), name="work"),
    path("work/plans/<uuid:plan>/facts/", plans.PlanFactsPage.as_view(), name="facts"),
    path("work/plans/<uuid:plan>/remove/", plans.RemovePlanPage.as_view(), name="remove_plan"),
    path("work/plans/<uuid:plan>/levels/", levels.LevelsPage.as_view(), name="levels"),
    path("work/plans/<uuid:plan>/bulk/", bulk.BulkPage.as_view(), name="bulk"),
    path("work/plans/<uuid:plan>/bulk/<uuid:batch>/undo/", bulk.UndoBulkPage.as_view(), name="bulk_undo"),
    path("work/plans/<uuid:plan>/publish/", plans.PublishPage.as_view(), name="publish"),
    path("work/plans/<uuid:plan>/publications/", publications.PublicationsPage.as_view(), name="publications"),
    path("work/plans/<uuid:plan>/offer/", publications.OfferPage.as_view(), name="offer"),
    path("work/plans/<uuid:plan>/withdraw/", plans.WithdrawPage.as_view(), name="withdraw"),
    path("work/plans/<uuid:plan>/sheet.<str:ending>", workbook.TakeOut.as_view(), name="plan_sheet"),
    path("work/plans/<uuid:plan>/bring/", workbook.BringPage.as_view(), name="bring"),
    path("work/plans/<uuid:plan>/bring/<uuid:file>/", workbook.BroughtPage.as_view(), name="brought"),
    path("work/plans/<uuid:plan>/money/", money.MoneyPage.as_view(), name="money"),
    path("work/plans/<uuid:plan>/add/", tree.AddNodePage.as_view(), name="add"),
    path(NODE, tree.NodeWorkPage.as_view(), name="node_work"),
    path(f"{NODE}move/", tree.MovePage.as_view(), name="move"),
    path(f"{NODE}remove/", tree.RemoveNodePage.as_view(), name="remove"),
    path(f"{NODE}sheet.<str:ending>", printed.DraftedSheet.as_view(), name="drafted_sheet"),
    path(f"{NODE}sheet/<slug:part>/add/", sheet.AddRowPage.as_view(), name="add_row"),
    path(f"{NODE}sheet/<slug:part>/<uuid:row>/", sheet.ChangeRowPage.as_view(), name="change_row"),
    path(f"{NODE}sheet/<slug:part>/<uuid:row>/remove/", sheet.RemoveRowPage.as_view(), name="remove_row"),
    path("work/territories/", sheet.TerritoriesPage.as_view(), name="territories"),
    path("work/providers/", sheet.ProvidersPage.as_view(), name="providers"),
    path("work/guarantors/", sheet.GuarantorsPage.as_view(), name="guarantors"),
    path(f"{NODE}services/", tree.JoinServicePage.as_view(), name="join_service"),
    path(f"{NODE}services/<uuid:joined>/part/", tree.PartServicePage.as_view(), name="part_service"),
]
