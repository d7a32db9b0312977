"""Addresses of a municipality's plans: each sub-room lists its own."""

from django.urls import include, path

from planning.course import urls as course
from planning.delivery import urls as delivery
from planning.events import urls as events
from planning.groups import urls as groups
from planning.knowing import urls as knowing
from planning.meetings import urls as meetings
from planning.standards import urls as standards
from planning.structure import urls as structure
from planning.structure.pages.public import HomePage
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
]
urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("", include((pages, "planning"))),
]
