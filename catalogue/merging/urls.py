"""Addresses of duplicates, part of the catalogue's."""

from django.urls import path

from catalogue.merging.pages import merges, pairs

urlpatterns = [
    path("staff/duplicates/", pairs.Duplicates.as_view(), name="duplicates"),
    path("staff/duplicates/<int:pair>/", pairs.PairPage.as_view(), name="duplicate"),
    path("staff/duplicates/<int:pair>/two/", pairs.TellApart.as_view(), name="tell_apart"),
    path("staff/merges/", merges.Merges.as_view(), name="merges"),
    path("staff/merges/<uuid:merge>/", merges.MergePage.as_view(), name="merge"),
]
