"""The API for machines: each room's part, and its description."""

from config.urls_shared import existing

urlpatterns = existing(("", "search.urls_api"), ("", "catalogue.urls_api"))
