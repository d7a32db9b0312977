"""Addresses of what is known: needs, SWOT, the line from a need to a service, chapters of the analyses."""

from django.urls import path

from planning.knowing.pages import chapters, lines, links, needs, offered, public, swot

PLAN = "work/plans/<uuid:plan>/"
NEED = f"{PLAN}needs/<uuid:need>/"
CHAPTER = f"{PLAN}analyses/<str:chapter>/"
SAID = f"{PLAN}statements/<uuid:statement>/"
NODE = f"{PLAN}nodes/<uuid:node>/"

pages = [
    path("plan/<uuid:plan>/analyses/<str:chapter>/", public.AnalysisPage.as_view(), name="public_chapter"),
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
    path(f"{CHAPTER}tables/from/<slug:source>/", offered.OfferedFigurePage.as_view(), name="offered_figure"),
    path(f"{CHAPTER}accept/", chapters.AcceptPage.as_view(), name="accept_chapter"),
    path(f"{CHAPTER}reopen/", chapters.ReopenPage.as_view(), name="reopen_chapter"),
]
