"""Addresses of the search's API, below /api/v1/."""

from django.urls import path

from search import api

urlpatterns = [path("search/services", api.ServicesApi.as_view(), name="api-search-services")]
