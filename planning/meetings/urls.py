"""Addresses of meetings, included by the front of the room."""

from django.urls import path

from planning.meetings.pages import agenda, answer, attendance, minutes, papers, public, tasks, work

MEETING = "work/meetings/<uuid:meeting>/"
ITEM = f"{MEETING}items/<uuid:item>/"
ANSWER = "meetings/answer/<str:secret>/"

pages = [
    path("meetings/", public.PublicMeetingsPage.as_view(), name="public_meetings"),
    path("meetings/calendar.ics", public.PublicCalendar.as_view(), name="public_calendar"),
    path("meetings/own/<str:secret>/calendar.ics", public.OwnCalendar.as_view(), name="own_calendar"),
    path("meetings/<uuid:meeting>/", public.PublicMeetingPage.as_view(), name="public_meeting"),
    path("meetings/<uuid:meeting>/minutes.<str:ending>", public.PublicMinutesPaper.as_view(), name="public_minutes"),
    path(ANSWER, answer.AnswerPage.as_view(), name="answer"),
    path(f"{ANSWER}papers/<uuid:laid>/", answer.AnswerPaper.as_view(), name="answer_paper"),
    path(f"{ANSWER}minutes.<str:ending>", answer.AnswerMinutes.as_view(), name="answer_minutes"),
    path(f"{ANSWER}calendar/", answer.OwnCalendarPage.as_view(), name="answer_calendar"),
    path("work/meetings/", work.MeetingsPage.as_view(), name="meetings"),
    path("work/tasks/", tasks.TasksPage.as_view(), name="tasks"),
    path("work/tasks.<str:ending>", tasks.TasksFile.as_view(), name="tasks_file"),
    path("tasks/", tasks.MyTasksPage.as_view(), name="my_tasks"),
    path("work/meetings/new/", work.NewMeetingPage.as_view(), name="new_meeting"),
    path(MEETING, work.MeetingPage.as_view(), name="meeting"),
    path(f"{MEETING}facts/", work.FactsPage.as_view(), name="meeting_facts"),
    path(f"{MEETING}cancel/", work.CancelPage.as_view(), name="cancel_meeting"),
    path(f"{MEETING}invite/", work.InvitePage.as_view(), name="invite"),
    path(f"{MEETING}letters.<str:ending>", papers.LettersPaper.as_view(), name="letters"),
    path(f"{MEETING}invitation.<str:ending>", papers.InvitationPaper.as_view(), name="invitation_paper"),
    path(f"{MEETING}held/", work.HoldPage.as_view(), name="hold"),
    path(f"{MEETING}items/add/", agenda.AddItemPage.as_view(), name="add_item"),
    path(ITEM, agenda.ItemPage.as_view(), name="item"),
    path(f"{ITEM}move/", agenda.MoveItemPage.as_view(), name="move_item"),
    path(f"{ITEM}remove/", agenda.RemoveItemPage.as_view(), name="remove_item"),
    path(f"{ITEM}papers/add/", agenda.AddAgendaPaperPage.as_view(), name="add_agenda_paper"),
    path(f"{ITEM}resolve/", minutes.ResolvePage.as_view(), name="resolve"),
    path(f"{MEETING}papers/<uuid:laid>/", agenda.AgendaPaperFile.as_view(), name="agenda_paper"),
    path(f"{MEETING}papers/<uuid:laid>/remove/", agenda.RemoveAgendaPaperPage.as_view(), name="remove_agenda_paper"),
    path(f"{MEETING}attendance/", attendance.AttendancePage.as_view(), name="attendance"),
    path(f"{MEETING}attendance/guest/", attendance.AddGuestPage.as_view(), name="add_guest"),
    path(f"{MEETING}attendance/<uuid:guest>/remove/", attendance.RemoveGuestPage.as_view(), name="remove_guest"),
    path(f"{MEETING}sheet.<str:ending>", papers.SheetPaper.as_view(), name="sheet"),
    path(f"{MEETING}minutes/", minutes.MinutesPage.as_view(), name="minutes"),
    path(f"{MEETING}minutes.<str:ending>", papers.MinutesPaper.as_view(), name="minutes_paper"),
    path(f"{MEETING}resolutions/<uuid:resolution>/", minutes.ResolutionPage.as_view(), name="resolution"),
    path(
        f"{MEETING}resolutions/<uuid:resolution>/remove/",
        minutes.RemoveResolutionPage.as_view(),
        name="remove_resolution",
    ),
    path(f"{MEETING}tasks/add/", minutes.GiveTaskPage.as_view(), name="give_task"),
    path(f"{MEETING}tasks/<uuid:task>/done/", work.FinishTaskPage.as_view(), name="finish_task"),
    path(f"{MEETING}tasks/<uuid:task>/become/", tasks.BecomePage.as_view(), name="become"),
    path(f"{MEETING}tasks/<uuid:task>/remove/", minutes.RemoveTaskPage.as_view(), name="remove_task"),
    path(f"{MEETING}round/", minutes.SendRoundPage.as_view(), name="send_round"),
    path(f"{MEETING}mend/", minutes.ReturnMinutesPage.as_view(), name="return_minutes"),
    path(f"{MEETING}approve/", minutes.ApproveMinutesPage.as_view(), name="approve_minutes"),
    path(f"{MEETING}publish/", minutes.PublishMinutesPage.as_view(), name="publish_minutes"),
    path(f"{MEETING}withdraw/", minutes.WithdrawMinutesPage.as_view(), name="withdraw_minutes"),
]
