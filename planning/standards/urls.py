"""Addresses of the checklist."""

from django.urls import path

from planning.standards import pages as standards

CHECKLIST = "work/plans/<uuid:plan>/checklist/"

pages = [
    path(CHECKLIST, standards.ChecklistPage.as_view(), name="checklist"),
    path(f"{CHECKLIST}<slug:item>/", standards.WordPage.as_view(), name="checklist_word"),
    path(f"{CHECKLIST}<slug:item>/back/", standards.TakeWordBackPage.as_view(), name="checklist_take_back"),
]
