"""Addresses of a municipality's own word on services; on its site only."""

from django.urls import path

from catalogue.overlays import views

app_name = "overlays"
urlpatterns = [
    path("services/<uuid:service>/our-word/", views.WritePage.as_view(), name="write"),
    path("our-words/", views.OverlaysPage.as_view(), name="list"),
    path("our-words.<str:ending>", views.OverlaysFile.as_view(), name="file"),
]
