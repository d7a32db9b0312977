"""Who hears of what happened to a run: the other data stewards, by mail."""

from datetime import date

from accounts.models import User
from imports import letters
from imports.guarding import Weighed
from imports.models import Run, SecondLook, SourceSettings
from imports.people import stewards
from kernel.clock import today
from kernel.journal import Event, subscribe


@subscribe("imports.second_person_asked", name="imports.ask_second_persons")
def ask_others(events: list[Event]) -> None:
    """Every other steward is asked, unless the run has been answered meanwhile."""
    for event in events:
        look = SecondLook.objects.select_related("run__schedule").filter(pk=event.facts["look"], answer="").first()
        if look:
            limits, facts = SourceSettings.of(look.run.source), event.facts
            counts = int(facts["running"]), int(facts["ended"]), int(facts["changed"])
            weighed = Weighed(*counts, limits.ended_limit, limits.changed_limit)
            letters.ask_second_persons(_others(look.asked_by, today()), look, weighed)


@subscribe("imports.second_person_agreed", "imports.second_person_refused", name="imports.tell_answer")
def tell_who_asked(events: list[Event]) -> None:
    """Who asked hears the answer; on the command line the second person hears that they were named."""
    for event in events:
        look = SecondLook.objects.select_related("run__schedule").filter(pk=event.facts["look"]).first()
        if look is None:
            continue
        on_command_line = event.facts.get("where") == "command_line"
        people = {
            user.pk: user for user in User.objects.filter(pk__in=[look.asked_by, look.answered_by], is_active=True)
        }
        if look.asked_by in people:
            letters.tell_answer(people[look.asked_by], look, on_command_line=on_command_line)
        if on_command_line and look.answered_by in people:
            letters.tell_named_on_command_line(people[look.answered_by], look)


@subscribe("imports.limits_changed", name="imports.tell_limits")
def tell_others_of_limits(events: list[Event]) -> None:
    for event in events:
        row = SourceSettings.objects.filter(pk=event.subject_id).first()
        if row:
            letters.tell_limits(_others(event.by_id, today()), row)


@subscribe("imports.run_fetched", name="imports.tell_fetched")
def tell_stewards(events: list[Event]) -> None:
    """A file that came by itself waits: all stewards hear of it, once, and only while it waits."""
    for event in events:
        run = Run.objects.open().select_related("schedule").filter(pk=event.subject_id).first()
        if run:
            letters.tell_fetched(stewards(today()), run)


def _others(who: object, day: date) -> list[User]:
    return [user for user in stewards(day) if user.pk != who]
