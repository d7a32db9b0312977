"""Addresses of a network, on every site: each site has its own."""

from django.urls import path

from catalogue.network import views

app_name = "network"
urlpatterns = [
    path("network/", views.NetworkPage.as_view(), name="list"),
    path("network.<str:ending>", views.NetworkFile.as_view(), name="file"),
    path("network/enter/", views.EnterPage.as_view(), name="enter"),
    path("network/<uuid:entry>/", views.EntryPage.as_view(), name="entry"),
    path("network/<uuid:entry>/change/", views.ChangeEntry.as_view(), name="change"),
    path("network/<uuid:entry>/end/", views.EndEntry.as_view(), name="end"),
    path("network/<uuid:entry>/strike/", views.StrikeEntry.as_view(), name="strike"),
]
