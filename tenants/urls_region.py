"""Addresses of this room on the region's site."""

from django.urls import include, path

from tenants import views, watching

pages = [
    path("municipalities/", views.ChooseMunicipality.as_view(), name="choose"),
    path("my/", views.MySites.as_view(), name="mine"),
    path("my/duties/", views.MyDuties.as_view(), name="duties"),
    path("invitations/<str:secret>/", views.AcceptInvitation.as_view(), name="invitation"),
    path("staff/sites/", views.Sites.as_view(), name="sites"),
    path("staff/sites/found/", views.FoundSite.as_view(), name="found"),
    path("staff/sites/<slug:key>/", views.Roles.as_view(), name="site"),
    path("staff/sites/<slug:key>/invite/", views.Invite.as_view(), name="site_invite"),
    path("staff/sites/<slug:key>/roles/<int:pk>/end/", views.EndRole.as_view(), name="site_end_role"),
    path("staff/sites/<slug:key>/invitations/<uuid:pk>/", views.WithdrawInvitation.as_view(), name="site_withdraw"),
    path("staff/journal/", watching.Journal.as_view(), name="journal"),
    path("staff/undelivered/", watching.Undelivered.as_view(), name="undelivered"),
    path("staff/roles/", views.Roles.as_view(), name="roles"),
    path("staff/roles/invite/", views.Invite.as_view(), name="invite"),
    path("staff/roles/<int:pk>/end/", views.EndRole.as_view(), name="end_role"),
    path("staff/invitations/<uuid:pk>/", views.WithdrawInvitation.as_view(), name="withdraw"),
]
urlpatterns = [path("", include((pages, "tenants")))]
