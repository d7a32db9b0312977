"""Addresses of a municipality's plans."""

from django.urls import include, path

from planning.course import pages as course
from planning.knowing.pages import chapters, lines, links, needs, swot
from planning.structure.pages import plans, public, tree

COURSE = "work/plans/<uuid:plan>/course/"
PLAN = "work/plans/<uuid:plan>/"
NEED = f"{PLAN}needs/<uuid:need>/"
CHAPTER = f"{PLAN}analyses/<str:chapter>/"
SAID = f"{PLAN}statements/<uuid:statement>/"
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
    path(f"{PLAN}needs/", needs.NeedsPage.as_view(), name="needs"),
    path(f"{PLAN}needs/file/", needs.NeedsFile.as_view(), name="needs_file"),
    path(f"{PLAN}needs/new/", needs.AddNeedPage.as_view(), name="add_need"),
    path(NEED, lines.NeedLinePage.as_view(), name="need_line"),
    path(f"{NEED}change/", needs.NeedPage.as_view(), name="need"),
    path(f"{NEED}aside/", needs.SetAsidePage.as_view(), name="set_need_aside"),
    path(f"{NEED}up/", needs.TakeUpPage.as_view(), name="take_need_up"),
    path(f"{NEED}links/", links.NeedLinksPage.as_view(), name="need_links"),
    path(f"{NODE}needs/", links.NodeNeedsPage.as_view(), name="node_needs"),
    path(f"{NODE}line/", lines.NodeLinePage.as_view(), name="node_line"),
    path(f"{PLAN}links/<uuid:link>/cut/", links.CutLinkPage.as_view(), name="cut_link"),
    path(f"{PLAN}line/", lines.WholePage.as_view(), name="whole"),
    path(f"{PLAN}line/missing/", lines.OrphansPage.as_view(), name="orphans"),
    path(f"{PLAN}swot/", swot.SwotsPage.as_view(), name="swots"),
    path(f"{PLAN}swot/new/", swot.BeginSwotPage.as_view(), name="begin_swot"),
    path(f"{PLAN}swot/<uuid:swot>/", swot.BoardPage.as_view(), name="swot"),
    path(f"{PLAN}swot/<uuid:swot>/add/", swot.AddStatementPage.as_view(), name="add_statement"),
    path(SAID, swot.StatementPage.as_view(), name="statement"),
    path(f"{SAID}reword/", swot.RewordPage.as_view(), name="reword"),
    path(f"{SAID}move/", swot.MoveStatementPage.as_view(), name="move_statement"),
    path(f"{SAID}remove/", swot.RemoveStatementPage.as_view(), name="remove_statement"),
    path(f"{PLAN}analyses/", chapters.ChaptersPage.as_view(), name="chapters"),
    path(f"{PLAN}analyses/catalogue/", chapters.SnapshotPage.as_view(), name="take_snapshot"),
    path(CHAPTER, chapters.ChapterPage.as_view(), name="chapter"),
    path(f"{CHAPTER}change/", chapters.WriteChapterPage.as_view(), name="write_chapter"),
    path(f"{CHAPTER}tables/new/", chapters.AddFigurePage.as_view(), name="add_figure"),
    path(f"{CHAPTER}tables/<uuid:figure>/remove/", chapters.RemoveFigurePage.as_view(), name="remove_figure"),
    path(f"{CHAPTER}accept/", chapters.AcceptPage.as_view(), name="accept_chapter"),
    path(f"{CHAPTER}reopen/", chapters.ReopenPage.as_view(), name="reopen_chapter"),
]
urlpatterns = [
    path("", public.HomePage.as_view(), name="home"),
    path("", include((pages, "planning"))),
]
