"""Addresses of the catalogue on paper, on every site."""

from django.urls import path

from catalogue.booklet import views

app_name = "booklet"
urlpatterns = [
    path("booklets/", views.Booklets.as_view(), name="booklets"),
    path("booklets/<uuid:booklet>/", views.BookletPage.as_view(), name="booklet"),
    path("booklets/<uuid:booklet>/file/", views.BookletFile.as_view(), name="file"),
    path("services/<uuid:service>/document.<str:ending>", views.ServicePaper.as_view(), name="service"),
    path("shortlist/", views.ShortlistPage.as_view(), name="shortlist"),
    path("shortlist/document.<str:ending>", views.ShortlistPaper.as_view(), name="shortlist_document"),
]
