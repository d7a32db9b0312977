from django.urls import path

from kernel.mail import views

app_name = "mail"
urlpatterns = [
    path("mail/", views.Kept.as_view(), name="kept"),
    path("mail/<uuid:pk>/", views.Letter.as_view(), name="letter"),
]
