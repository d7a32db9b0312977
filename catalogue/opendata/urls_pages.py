"""Addresses of the open data for people, the same on the region's site and on every municipality's site."""

from django.urls import path

from catalogue.opendata import pages

app_name = "open_data"
urlpatterns = [
    path("", pages.DataPage.as_view(), name="page"),
    path("catalog.<slug:ending>", pages.Description.as_view(), name="description"),
    path("files/<uuid:file>/", pages.FilePage.as_view(), name="file"),
    path("<slug:name>.<slug:ending>", pages.Download.as_view(), name="download"),
]
