"""Addresses of the region's site: search, the catalogue, sign-in and the region's staff."""

from django.urls import include, path

from config.urls_shared import shared

urlpatterns = [
    path("", include("search.urls_region")),
    path("staff/search/", include("search.desk.urls")),
    *shared,
    path("accounts/", include("accounts.urls")),
    path("hsds/", include("catalogue.opendata.urls")),
    path("", include("catalogue.network.urls_numbers")),
    path("imports/", include("imports.urls")),
    path("", include("tenants.urls_region")),
]
handler400 = "ui.errors.bad_request"
handler403 = "ui.errors.not_permitted"
handler404 = "ui.errors.not_found"
handler500 = "ui.errors.server_error"
