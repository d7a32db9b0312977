"""Addresses of a municipality's site: search, the catalogue, its plans and its people."""

from django.urls import include, path

from config.urls_shared import shared

urlpatterns = [
    *shared,
    path("accounts/", include("accounts.urls_municipality")),
    path("", include("catalogue.overlays.urls")),
    path("", include("tenants.urls_municipality")),
    path("", include("planning.urls")),
]
handler400 = "ui.errors.bad_request"
handler403 = "ui.errors.not_permitted"
handler404 = "ui.errors.not_found"
handler500 = "ui.errors.server_error"
