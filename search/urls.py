"""Addresses of the search, the same on the region's site and on every municipality's site."""

from django.urls import path

from search import downloading, planning_views, views
from search.situations.views import SituationPage, SituationsPage

app_name = "search"
urlpatterns = [
    path("search", views.SearchPage.as_view(), name="page"),
    path("search/here", views.HerePage.as_view(), name="here"),
    path("search/suggest", views.SuggestPage.as_view(), name="suggest"),
    path("search/found.<slug:ending>", downloading.FoundList.as_view(), name="found"),
    path("about-search", views.AboutSearch.as_view(), name="about"),
    path("situations", SituationsPage.as_view(), name="situations"),
    path("situations/<slug:slug>", SituationPage.as_view(), name="situation"),
    path("plan/search", planning_views.PlanSearchPage.as_view(), name="plan"),
]
