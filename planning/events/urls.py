"""Addresses of open events, included by the front of the room."""

from django.urls import path

from planning.events.pages import public, registered, work

EVENT = "work/meetings/<uuid:meeting>/"
ONE = f"{EVENT}registered/<uuid:participant>/"
OWN = "meetings/registration/<str:secret>/"
OPEN = "meetings/<uuid:meeting>/"

pages = [
    path(f"{OPEN}register/", public.RegisterPage.as_view(), name="register"),
    path(f"{OPEN}register/thanks/", public.RegisterThanksPage.as_view(), name="register_thanks"),
    path(f"{OPEN}papers/<uuid:laid>/", public.PublicPaper.as_view(), name="public_paper"),
    path(f"{OPEN}calendar.ics", public.EventCalendar.as_view(), name="event_calendar"),
    path(OWN, public.OwnRegistrationPage.as_view(), name="own_registration"),
    path(f"{OWN}certificate.<str:ending>", public.OwnCertificate.as_view(), name="own_certificate"),
    path("work/events/new/", work.NewEventPage.as_view(), name="new_event"),
    path(f"{EVENT}event/", work.EventFactsPage.as_view(), name="event_facts"),
    path(f"{EVENT}blocks/add/", work.AddBlockPage.as_view(), name="add_block"),
    path(f"{EVENT}blocks/<uuid:item>/", work.BlockPage.as_view(), name="block"),
    path(f"{EVENT}registration/", work.RegistrationPage.as_view(), name="registration"),
    path(f"{EVENT}registration/close/", work.CloseRegistrationPage.as_view(), name="close_registration"),
    path(f"{EVENT}registered/", registered.RegisteredPage.as_view(), name="registered"),
    path(f"{EVENT}registered/add/", registered.EnterPage.as_view(), name="enter_registered"),
    path(ONE, registered.RegisteredPersonPage.as_view(), name="registered_person"),
    path(f"{ONE}off/", registered.TakeOffPage.as_view(), name="take_off_registered"),
    path(f"{ONE}called/", registered.CalledPage.as_view(), name="called_registered"),
    path(f"{EVENT}needs/", registered.NeedsPage.as_view(), name="event_needs"),
    path(f"{EVENT}door/", registered.DoorPage.as_view(), name="door"),
    path(f"{EVENT}door/add/", registered.WalkInPage.as_view(), name="walk_in"),
    path(f"{EVENT}registered.<str:ending>", registered.RegisteredFile.as_view(), name="registered_file"),
    path(f"{EVENT}badges.<str:ending>", registered.BadgesFile.as_view(), name="badges"),
    path(f"{EVENT}certificates.<str:ending>", registered.CertificatesFile.as_view(), name="certificates"),
    path(f"{EVENT}certificate-list.<str:ending>", registered.CertificateListFile.as_view(), name="certificate_list"),
    path(f"{EVENT}report.<str:ending>", registered.ReportFile.as_view(), name="event_report"),
    path(f"{EVENT}after/", work.AfterPage.as_view(), name="event_after"),
    path(f"{EVENT}after/thanks/", work.ThankPage.as_view(), name="thank"),
]
