"""The first page of the region's site."""

from django.urls import path

from search import views

urlpatterns = [path("", views.HomePage.as_view(), name="home")]
