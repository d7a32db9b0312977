"""Addresses of the quality of entries, on every site."""

from django.urls import path

from catalogue.quality import views

app_name = "quality"
urlpatterns = [
    path("quality/", views.ReportPage.as_view(), name="report"),
    path("quality/services/", views.ListPage.as_view(), name="list"),
    path("quality/services.<str:ending>", views.ListFile.as_view(), name="file"),
    path("providers/mine/quality/", views.MyReportPage.as_view(), name="report_mine"),
    path("providers/mine/quality/services/", views.MyListPage.as_view(), name="list_mine"),
    path("providers/mine/quality/services.<str:ending>", views.MyListFile.as_view(), name="file_mine"),
]
