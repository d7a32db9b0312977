"""Addresses of the course of a plan."""

from django.urls import path

from planning.course import copy_pages, happening_pages
from planning.course import pages as course

COURSE = "work/plans/<uuid:plan>/course/"

pages = [
    path(COURSE, course.CoursePage.as_view(), name="course"),
    path("plan/<uuid:plan>/", happening_pages.PlanInItsCoursePage.as_view(), name="plan"),
    path("plan/<uuid:plan>/changes/<int:number>/", happening_pages.ChangesPage.as_view(), name="plan_changes"),
    path("work/plans/copy/", copy_pages.CopyPage.as_view(), name="copy"),
    path(f"{COURSE}extend/", happening_pages.ExtendPage.as_view(), name="extend"),
    path(f"{COURSE}amend/", happening_pages.AmendPage.as_view(), name="amend"),
    path(f"{COURSE}on/", course.GoOnPage.as_view(), name="go_on"),
    path(f"{COURSE}back/", course.GoBackPage.as_view(), name="go_back"),
    path(f"{COURSE}past/", course.PastPage.as_view(), name="past"),
    path(f"{COURSE}calendar/", course.CalendarPage.as_view(), name="calendar"),
    path(f"{COURSE}papers/", course.AddPaperPage.as_view(), name="add_paper"),
    path(f"{COURSE}papers/<uuid:paper>/file/", course.PaperFile.as_view(), name="paper_file"),
    path(f"{COURSE}papers/<uuid:paper>/withdraw/", course.WithdrawPaperPage.as_view(), name="withdraw_paper"),
]
