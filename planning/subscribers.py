"""What follows: a publication is told to the catalogue and printed; who asked or is invited gets a letter."""

from collections.abc import Sequence
from uuid import UUID

from catalogue import intake
from kernel.clock import now, today
from kernel.jobs import enqueue
from kernel.journal import Event, subscribe
from kernel.tenancy import current_key
from planning import feed
from planning.delivery.inbox import open_duties
from planning.events.posting import post, post_thanks
from planning.groups.letters import write_answer
from planning.groups.models import Application
from planning.informing import changes, hearing, telling
from planning.meetings import letters, task_list
from planning.structure.models import Publication
from planning.structure.print_job import PRINT
from tenants.duties import replace_duties
from tenants.queries import here

REPORTS = (
    "planning.round_opened",
    "planning.round_closed",
    "planning.report_sent",
    "planning.report_returned",
    "planning.owner_named",
    "planning.item_changed",
    "planning.item_removed",
    "planning.year_closed",
)


@subscribe("planning.plan_published", "planning.plan_withdrawn", name="planning.mentions")
def tell_the_catalogue(events: Sequence[Event]) -> None:
    """Write the mentions of what is published now, whatever the events said."""
    for plan_id in sorted({event.subject_id for event in events}):
        plan = feed.published_plan(plan_id)
        if plan is None:
            intake.withdraw_mentions(current_key(), plan_id)
        else:
            intake.replace_mentions(current_key(), plan_id, feed.mentions_of(plan), plan.number)


@subscribe("planning.plan_published", name="planning.printing")
def have_it_printed(events: Sequence[Event]) -> None:
    """Every publication is printed by a job; one that was replaced meanwhile is not asked for."""
    for publication in Publication.objects.filter(plan__in={event.subject_id for event in events}).in_force():
        enqueue(PRINT, by=None, publication_id=str(publication.pk))


@subscribe("planning.application_taken", "planning.application_declined", name="planning.letters")
def answer_applicants(events: Sequence[Event]) -> None:
    """Write what became of the application; the letter is recorded together with the mark that the event was heard."""
    for event in events:
        application = Application.objects.select_related("group", "member").filter(pk=event.subject_id).first()
        if application is not None:
            write_answer(application)


@subscribe(*REPORTS, name="planning.duties")
def tell_whose_report_is_awaited(events: Sequence[Event]) -> None:
    """Write down what is awaited of whom in this tenant now, whatever the events said."""
    replace_duties(current_key(), "planning.reports", open_duties)


@subscribe(
    "planning.task_given",
    "planning.task_done",
    "planning.task_removed",
    "planning.person_changed",
    name="planning.task_duties",
)
def tell_whose_task_is_open(events: Sequence[Event]) -> None:
    """Write down who has open tasks in this tenant now, whatever the events said."""
    replace_duties(current_key(), "planning.tasks", task_list.open_duties)


@subscribe(
    "planning.meeting_invited",
    "planning.meeting_changed",
    "planning.meeting_cancelled",
    name="planning.meeting_letters",
)
def tell_the_invited(events: Sequence[Event]) -> None:
    """Each person is told of the state of the meeting as it is now, once, whatever the events said."""
    for meeting in sorted({event.subject_id for event in events}):
        post(meeting, here(), now())


@subscribe(
    "planning.registered",
    "planning.registration_changed",
    "planning.registration_withdrawn",
    "planning.registration_set",
    name="planning.registration_letters",
)
def tell_the_registered(events: Sequence[Event]) -> None:
    """Whoever registered learns how it stands: a place, the waiting list, moved up, cancelled."""
    for meeting in sorted({event.subject_id for event in events}):
        post(meeting, here(), now())


@subscribe("planning.participants_thanked", name="planning.thanks")
def thank_those_who_came(events: Sequence[Event]) -> None:
    """Those who came to an event and agreed get one letter."""
    for meeting in sorted({event.subject_id for event in events}):
        post_thanks(meeting, here(), now())


@subscribe("planning.person_changed", name="planning.invitations_anew")
def invite_at_the_new_address(events: Sequence[Event]) -> None:
    """Somebody who was invited on paper has an e-mail now, or has another one: the invitation goes there."""
    changed = {UUID(event.subject_id) for event in events if "email" in event.facts.get("fields", [])}
    for meeting in sorted({each for person in changed for each in letters.write_anew(person, now())}):
        post(str(meeting), here(), now())


@subscribe("planning.minutes_sent_round", name="planning.minutes_letters")
def send_the_minutes(events: Sequence[Event]) -> None:
    """Whoever was invited reads the minutes before they are approved; whoever took a task has it in writing."""
    for meeting in sorted({event.subject_id for event in events}):
        letters.send_minutes(meeting, here(), now())
    hearing.tasks_were_given([event.subject_id for event in events], here(), now())
    telling.write_urgent(here(), at=now())


# --- who follows, and the log of what was told -----------------------------------------------------------------------
@subscribe("planning.notice_published", "planning.notice_changed", name="planning.notice_news")
def tell_of_notices(events: Sequence[Event]) -> None:
    """Whoever follows hears of each notice once, from its first day on."""
    telling.tell_notices(today(), here(), at=now())
    telling.write_urgent(here(), at=now())


@subscribe("planning.plan_published", name="planning.plan_news")
def tell_of_plans(events: Sequence[Event]) -> None:
    hearing.plan_was_published([event.subject_id for event in events], here(), now())
    telling.write_urgent(here(), at=now())


@subscribe("planning.year_shown", "planning.round_published", name="planning.year_news")
def tell_of_years(events: Sequence[Event]) -> None:
    hearing.year_was_shown(here(), now())
    telling.write_urgent(here(), at=now())


@subscribe(
    "planning.meeting_invited", "planning.meeting_changed", "planning.meeting_cancelled", name="planning.meeting_news"
)
def tell_of_meetings(events: Sequence[Event]) -> None:
    hearing.meeting_was_told([event.subject_id for event in events], here(), now())
    telling.write_urgent(here(), at=now())


@subscribe("planning.minutes_published", name="planning.minutes_news")
def tell_of_minutes(events: Sequence[Event]) -> None:
    hearing.minutes_were_published([event.subject_id for event in events], here(), now())
    telling.write_urgent(here(), at=now())


@subscribe("planning.report_returned", name="planning.report_news")
def tell_of_returned(events: Sequence[Event]) -> None:
    hearing.report_was_returned([event.subject_id for event in events], here(), now())
    telling.write_urgent(here(), at=now())


@subscribe(
    "planning.notice_withdrawn",
    "planning.minutes_withdrawn",
    "planning.plan_withdrawn",
    "planning.year_hidden",
    name="planning.news_taken_back",
)
def tell_no_more(events: Sequence[Event]) -> None:
    """What is withdrawn before the letter of the day is not in it."""
    things = [f"{kind}:{event.subject_id}" for event in events for kind in ("notice", "minutes")]
    numbers = Publication.objects.filter(plan__in={event.subject_id for event in events}, withdrawn_at__isnull=False)
    things += [f"plan:{plan}:{number}" for plan, number in numbers.values_list("plan_id", "number")]
    things += changes.things_of_hidden_years({event.subject_id for event in events})
    hearing.was_taken_back(things, here())
