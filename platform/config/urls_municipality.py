"""Addresses of a municipality's site: search, the catalogue, its plans and its people."""

from config.urls_shared import existing, shared

urlpatterns = [
    *shared,
    *existing(
        ("accounts/", "accounts.urls_municipality"),
        ("", "tenants.urls_municipality"),
        ("", "planning.urls"),
    ),
]
handler400 = "ui.errors.bad_request"
handler403 = "ui.errors.not_permitted"
handler404 = "ui.errors.not_found"
handler500 = "ui.errors.server_error"
