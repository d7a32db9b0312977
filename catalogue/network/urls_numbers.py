"""Addresses of the numbers by year, on the region's site."""

from django.urls import path

from catalogue.network import numbers_staff as staff
from catalogue.network import numbers_views as views

app_name = "numbers"
urlpatterns = [
    path("numbers/", staff.YearPage.as_view(), name="year"),
    path("numbers.<str:ending>", staff.YearFile.as_view(), name="file"),
    path("numbers/open/", staff.OpenPage.as_view(), name="open"),
    path("numbers/mine/", views.MyNumbers.as_view(), name="mine"),
    path("numbers/link/<str:secret>/", views.LinkPage.as_view(), name="by_link"),
    path("numbers/<uuid:numbers>/", views.FillPage.as_view(), name="fill"),
    path("numbers/<uuid:numbers>/accept/", staff.AcceptNumbers.as_view(), name="accept"),
    path("numbers/<uuid:numbers>/return/", staff.ReturnNumbers.as_view(), name="return"),
    path("numbers/<uuid:numbers>/send/", staff.SendLink.as_view(), name="send"),
    path("services/<uuid:service>/numbers/", views.ServicePage.as_view(), name="service"),
]
