from django.urls import path

from kernel.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/", views.JobPage.as_view(), name="progress"),
    path("<uuid:pk>/cancel/", views.CancelJob.as_view(), name="cancel"),
]
