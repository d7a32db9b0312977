"""Addresses that every site has."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

shared: list[URLPattern | URLResolver] = [
    path("", include("kernel.urls")),
    path("", include("ui.urls")),
    path("", include("search.urls")),
    path("", include("catalogue.quality.urls")),
    path("", include("catalogue.network.urls")),
    path("open-data/", include("catalogue.opendata.urls_pages")),
    path("", include("catalogue.booklet.urls")),
    path("", include("catalogue.urls")),
    path("jobs/", include("kernel.jobs.urls")),
    path("api/v1/", include("config.urls_api")),
]
if settings.OPORA_DEMONSTRATION:
    shared.append(path("demo/", include("kernel.mail.urls")))
