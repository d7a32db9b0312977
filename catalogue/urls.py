"""Addresses of the catalogue, the same on the region's site and on every municipality's site."""

from django.urls import path

from catalogue import tracing, views, views_succession
from catalogue.desk import urls as desk
from catalogue.merging import urls as merging
from catalogue.review import urls as review

app_name = "catalogue"
urlpatterns = [
    *desk.urlpatterns,
    *review.urlpatterns,
    *merging.urlpatterns,
    path("services/waiting/", views.WaitingPage.as_view(), name="waiting"),
    path("services/<uuid:service>/", views.ServicePage.as_view(), name="service"),
    path("services/<uuid:service>/retire/", views.RetirePage.as_view(), name="retire"),
    path("services/<uuid:service>/successor/", views_succession.SuccessorPage.as_view(), name="successor"),
    path("services/<uuid:service>/publish/", views.PublishService.as_view(), name="publish"),
    path("services/<uuid:service>/history/", tracing.HistoryPage.as_view(), name="history"),
    path("services/<uuid:service>/end-override/", tracing.EndOverride.as_view(), name="end_override"),
    path("providers/<uuid:provider>/", views.ProviderPage.as_view(), name="provider"),
    path("activities/add/", views.AddActivityPage.as_view(), name="add_activity"),
    path("activities/<uuid:activity>/", views.ActivityPage.as_view(), name="activity"),
]
