from django.urls import path

from ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("language/<slug:code>/", views.change_language, name="language"),
    *gallery.urlpatterns(),
]
