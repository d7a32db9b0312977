from django.urls import path

from ui import gallery, statements, views

app_name = "ui"
urlpatterns = [
    path("language/<slug:code>/", views.change_language, name="language"),
    path("accessibility/", statements.AccessibilityStatement.as_view(), name="accessibility"),
    path("contact/", statements.Contact.as_view(), name="contact"),
    *gallery.urlpatterns(),
]
