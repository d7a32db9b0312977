"""The page of the API, at /api/v1/ itself."""

from django.urls import path

from ui.api import ApiPage

urlpatterns = [path("", ApiPage.as_view(), name="api")]
