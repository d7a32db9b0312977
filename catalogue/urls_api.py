"""Addresses of the catalogue's API, below /api/v1/."""

from django.urls import path

from catalogue import api

urlpatterns = [
    path("services/<uuid:service>", api.ServiceApi.as_view(), name="api-service"),
    path("providers/<uuid:provider>", api.ProviderApi.as_view(), name="api-provider"),
    path("kinds", api.KindsApi.as_view(), name="api-kinds"),
    path("target-groups", api.TargetGroupsApi.as_view(), name="api-target-groups"),
]
