"""Addresses of informing, included by the front of the room."""

from django.urls import path

from planning.informing.pages import letters, log, posters, public, work

WORK = "work/informing/"
NOTICE = f"{WORK}notices/<uuid:notice>/"
ENTRY = f"{WORK}log/<uuid:logged>/"

pages = [
    path("plan/<uuid:plan>/now/", public.WhereWeArePage.as_view(), name="where_we_are"),
    path("plan/<uuid:plan>/feed.atom", public.PlanFeed.as_view(), name="plan_feed"),
    path("notices/", public.NoticesPage.as_view(), name="notices"),
    path("notices/feed.atom", public.SiteFeed.as_view(), name="feed"),
    path("notices/<uuid:notice>/", public.NoticePage.as_view(), name="notice"),
    path("notices/<uuid:notice>/file/", public.NoticeFile.as_view(), name="notice_file"),
    path("follow/", letters.FollowPage.as_view(), name="follow"),
    path("follow/thanks/", letters.FollowThanksPage.as_view(), name="follow_thanks"),
    path("follow/<str:secret>/", letters.FollowAnswerPage.as_view(), name="follow_answer"),
    path("letters/", letters.OwnLetters.as_view(), name="letters_of_mine"),
    path("letters/<str:secret>/", letters.LettersByLink.as_view(), name="letters_by_link"),
    path("letters/<str:secret>/stop/", letters.StopLetters.as_view(), name="stop_letters"),
    path(WORK, work.InformingPage.as_view(), name="informing"),
    path(f"{WORK}notices/new/", work.NewNoticePage.as_view(), name="new_notice"),
    path(NOTICE, work.NoticeWorkPage.as_view(), name="notice_work"),
    path(f"{NOTICE}change/", work.ChangeNoticePage.as_view(), name="change_notice"),
    path(f"{NOTICE}publish/", work.PublishNoticePage.as_view(), name="publish_notice"),
    path(f"{NOTICE}withdraw/", work.WithdrawNoticePage.as_view(), name="withdraw_notice"),
    path(f"{NOTICE}remove/", work.RemoveNoticePage.as_view(), name="remove_notice"),
    path(f"{NOTICE}file/", work.NoticeWorkFile.as_view(), name="notice_work_file"),
    path(f"{WORK}log/", log.LogPage.as_view(), name="log"),
    path(f"{WORK}log/new/", log.NewEntryPage.as_view(), name="new_entry"),
    path(f"{WORK}log/list.<str:ending>", log.LogFile.as_view(), name="log_file"),
    path(f"{ENTRY}proof/", log.EntryProof.as_view(), name="entry_proof"),
    path(f"{ENTRY}withdraw/", log.WithdrawEntryPage.as_view(), name="withdraw_entry"),
    path(f"{WORK}sent/", work.SentPage.as_view(), name="sent"),
    path(f"{WORK}posters/", posters.PostersPage.as_view(), name="posters"),
    path(f"{WORK}posters/poster.pdf", posters.PosterFile.as_view(), name="poster"),
]
