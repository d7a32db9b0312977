"""The API for machines: each room's part, and its description."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from kernel.access import PUBLIC


class Description(SpectacularAPIView):
    """The API's own description (OpenAPI 3), made from the code."""

    permission = PUBLIC


urlpatterns = [
    path("", include("ui.urls_api")),
    path("", include("search.urls_api")),
    path("", include("catalogue.urls_api")),
    path("openapi", Description.as_view(), name="api-description"),
]
