from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("", views.Runs.as_view(), name="runs"),
    path("new/", views.Upload.as_view(), name="new"),
    path("sheet.<slug:ending>", views.SheetFile.as_view(), name="sheet"),
    path("<uuid:pk>/", views.RunPage.as_view(), name="run"),
    path("<uuid:pk>/compare/", views.CompareRun.as_view(), name="compare"),
    path("<uuid:pk>/accept/", views.AcceptRun.as_view(), name="accept"),
    path("<uuid:pk>/discard/", views.DiscardRun.as_view(), name="discard"),
    path("<uuid:pk>/rejected.<slug:ending>", views.RejectedFile.as_view(), name="rejected"),
]
