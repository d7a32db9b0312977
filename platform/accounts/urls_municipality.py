"""Accounts on a municipality's site: the way to the region's sign-in and back."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.go_and_sign_in, name="account_login"),
    path("arrive/", views.arrive, name="account_arrive"),
    path("logout/", views.sign_out, name="account_logout"),
    path("me/", views.my_account_elsewhere, name="account_profile"),
]
