"""Addresses of the checklist."""

from django.urls import path

from planning.standards import assessment_pages as assessments
from planning.standards import pages as standards

ASSESSMENTS = "work/plans/<uuid:plan>/assessments/"
ONE = f"{ASSESSMENTS}<slug:code>/<str:day>/"
CHECKLIST = "work/plans/<uuid:plan>/checklist/"

pages = [
    path(CHECKLIST, standards.ChecklistPage.as_view(), name="checklist"),
    path(ASSESSMENTS, assessments.AssessmentsPage.as_view(), name="assessments"),
    path(f"{ASSESSMENTS}task/<uuid:word>/", assessments.TaskPage.as_view(), name="assessment_task"),
    path(ONE, assessments.AssessmentPage.as_view(), name="assessment"),
    path(f"{ONE}paper.<str:ending>", assessments.AssessmentPaper.as_view(), name="assessment_paper"),
    path(f"{CHECKLIST}<slug:item>/", standards.WordPage.as_view(), name="checklist_word"),
    path(f"{CHECKLIST}<slug:item>/back/", standards.TakeWordBackPage.as_view(), name="checklist_take_back"),
]
