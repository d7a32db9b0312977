"""Addresses of the region's site: search, the catalogue, sign-in and the region's staff."""

from config.urls_shared import existing, shared

urlpatterns = [
    *shared,
    *existing(
        ("accounts/", "accounts.urls"),
        ("imports/", "imports.urls"),
        ("", "search.urls_region"),
        ("", "tenants.urls_region"),
    ),
]
handler400 = "ui.errors.bad_request"
handler403 = "ui.errors.not_permitted"
handler404 = "ui.errors.not_found"
handler500 = "ui.errors.server_error"
