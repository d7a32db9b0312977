from django.urls import path

from imports.mapping import views

urlpatterns = [
    path("", views.Mappings.as_view(), name="mappings"),
    path("new/", views.Begin.as_view(), name="mapping_new"),
    path("of/<uuid:run>/", views.BeginFromRun.as_view(), name="mapping_of_run"),
    path("<uuid:pk>/table/", views.Table.as_view(), name="mapping_table"),
    path("<uuid:pk>/columns/", views.Columns.as_view(), name="mapping_columns"),
    path("<uuid:pk>/words/", views.Words.as_view(), name="mapping_words"),
    path("<uuid:pk>/preview/", views.Preview.as_view(), name="mapping_preview"),
    path("<uuid:pk>/discard/", views.Discard.as_view(), name="mapping_discard"),
    path("saved/<slug:slug>/", views.Mapping.as_view(), name="mapping"),
    path("saved/<slug:slug>/retire/", views.Retire.as_view(), name="mapping_retire"),
]
