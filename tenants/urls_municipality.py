"""Addresses of this room on a municipality's site."""

from django.urls import include, path

from tenants import views

pages = [
    path("roles/", views.Roles.as_view(), name="roles"),
    path("roles/invite/", views.Invite.as_view(), name="invite"),
    path("roles/<int:pk>/end/", views.EndRole.as_view(), name="end_role"),
    path("roles/invitations/<uuid:pk>/", views.WithdrawInvitation.as_view(), name="withdraw"),
]
urlpatterns = [path("", include((pages, "tenants")))]
