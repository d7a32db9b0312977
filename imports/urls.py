from django.urls import include, path

from imports import views, views_deciding, views_keeping, views_questions, views_sameness

app_name = "imports"
urlpatterns = [
    path("", views.Runs.as_view(), name="runs"),
    path("new/", views.Upload.as_view(), name="new"),
    path("sheet.<slug:ending>", views.SheetFile.as_view(), name="sheet"),
    path("settings/", views_keeping.Settings.as_view(), name="settings"),
    path("settings/<slug:source>/", views_keeping.Limits.as_view(), name="limits"),
    path("schedules/", views_keeping.Schedules.as_view(), name="schedules"),
    path("schedules/new/", views_keeping.NewSchedule.as_view(), name="new_schedule"),
    path("schedules/<uuid:pk>/", views_keeping.ChangeSchedule.as_view(), name="schedule"),
    path("schedules/<uuid:pk>/fetch/", views_keeping.FetchNow.as_view(), name="fetch"),
    path("schedules/<uuid:pk>/switch/", views_keeping.SwitchSchedule.as_view(), name="switch"),
    path("schedules/<uuid:pk>/remove/", views_keeping.RemoveSchedule.as_view(), name="remove"),
    path("mapping/", include("imports.mapping.urls")),
    path("questions/", views_questions.Questions.as_view(), name="questions"),
    path("questions/<uuid:pk>/", views_questions.QuestionPage.as_view(), name="question"),
    path("questions/<uuid:pk>/back/", views_questions.TakeBack.as_view(), name="take_answer_back"),
    path("<uuid:pk>/", views.RunPage.as_view(), name="run"),
    path("<uuid:pk>/compare/", views.CompareRun.as_view(), name="compare"),
    path("<uuid:pk>/same/", views_sameness.SamenessPage.as_view(), name="same"),
    path("<uuid:pk>/choose/", views_deciding.ChooseChanges.as_view(), name="choose"),
    path("<uuid:pk>/accept/", views_deciding.AcceptRun.as_view(), name="accept"),
    path("<uuid:pk>/discard/", views_deciding.DiscardRun.as_view(), name="discard"),
    path("<uuid:pk>/second/ask/", views_deciding.AskSecond.as_view(), name="ask_second"),
    path("<uuid:pk>/second/agree/", views_deciding.AgreeAsSecond.as_view(), name="agree"),
    path("<uuid:pk>/second/refuse/", views_deciding.RefuseAsSecond.as_view(), name="refuse"),
    path("<uuid:pk>/second/withdraw/", views_deciding.WithdrawRequest.as_view(), name="withdraw"),
    path("<uuid:pk>/undo/", views_deciding.UndoRun.as_view(), name="undo"),
    path("<uuid:pk>/rejected.<slug:ending>", views.RejectedFile.as_view(), name="rejected"),
]
