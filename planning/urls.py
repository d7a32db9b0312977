"""Addresses of a municipality's plans: each sub-room lists its own."""

from django.urls import include, path

from planning.course import urls as course
from planning.delivery import urls as delivery
from planning.events import urls as events
from planning.groups import urls as groups
from planning.informing import urls as informing
from planning.informing.pages.public import HomeWithNewsPage
from planning.knowing import urls as knowing
from planning.meetings import urls as meetings
from planning.standards import urls as standards
from planning.structure import urls as structure
from planning.surveys import urls as surveys

pages = [
    *structure.pages,
    *standards.pages,
    *course.pages,
    *groups.pages,
    *knowing.pages,
    *delivery.pages,
    *meetings.pages,
    *events.pages,
    *surveys.pages,
    *informing.pages,
]
urlpatterns = [
    path("", HomeWithNewsPage.as_view(), name="home"),
    path("", include((pages, "planning"))),
]
