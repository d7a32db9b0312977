"""Addresses of the staff who keep the search right, on the region's site."""

from django.urls import path

from search.desk import views

app_name = "search_desk"
urlpatterns = [
    path("lines/", views.LinesPage.as_view(), name="lines"),
    path("situations/", views.SituationsDesk.as_view(), name="situations"),
    path("situations/<slug:slug>/", views.StepsDesk.as_view(), name="steps"),
    path("unmet/", views.UnmetPage.as_view(), name="unmet"),
    path("unmet/all.<slug:ending>", views.UnmetFile.as_view(), name="unmet_file"),
    path("words/", views.WordsPage.as_view(), name="words"),
    path("words/<uuid:phrase>/back/", views.TakeWordsBack.as_view(), name="take_words_back"),
]
