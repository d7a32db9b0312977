"""Letters to data stewards: a run waits for them, was answered, or the guard has become wider."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from imports.guarding import Weighed
from imports.models import Run, Schedule, SecondLook, SourceSettings
from imports.people import names_of
from imports.sources import source_named
from kernel.mail import send
from tenants.addresses import address_of
from tenants.queries import region


def ask_second_persons(people: Iterable[User], look: SecondLook, weighed: Weighed) -> None:
    """To every steward but the one who asked."""
    name = names_of([look.asked_by]).get(look.asked_by, "")
    for person in people:
        with _in_the_language_of(person):
            facts = _facts_of_run(look.run) | {"reasons": weighed.reasons, "name": name}
            _write(person, "second_asked", _("A second person is needed: %(source)s"), facts)


def tell_answer(person: User, look: SecondLook, *, on_command_line: bool = False) -> None:
    """To the one who asked: agreed, or refused with the reason."""
    name = names_of([look.answered_by]).get(look.answered_by, "")
    agreed = look.answer == SecondLook.Answer.AGREED
    with _in_the_language_of(person):
        subject = _("Agreed: %(source)s") if agreed else _("Refused: %(source)s")
        facts = _facts_of_run(look.run) | {"name": name, "agreed": agreed, "reason": look.reason}
        _write(person, "second_answered", subject, facts | {"on_command_line": on_command_line})


def tell_named_on_command_line(person: User, look: SecondLook) -> None:
    """To the second person whom somebody at the command line has named: it must not happen unseen."""
    name = names_of([look.asked_by]).get(look.asked_by, "")
    with _in_the_language_of(person):
        facts = _facts_of_run(look.run) | {"name": name}
        _write(person, "second_named", _("You were named as the second person: %(source)s"), facts)


def tell_fetched(people: Iterable[User], run: Run) -> None:
    """A register came by itself and would change something."""
    for person in people:
        with _in_the_language_of(person):
            _write(person, "fetched", _("A newer file waits: %(source)s"), _facts_of_run(run))


def tell_limits(people: Iterable[User], row: SourceSettings) -> None:
    """Somebody has moved the limits of a source: the others know."""
    name = names_of([row.changed_by]).get(row.changed_by, "")
    for person in people:
        with _in_the_language_of(person):
            facts = {"source": source_named(row.source).title, "row": row, "name": name}
            facts["address"] = _page(reverse("imports:settings", settings.PUBLIC_SCHEMA_URLCONF))
            _write(person, "limits", _("The limits have changed: %(source)s"), facts)


def _facts_of_run(run: Run) -> dict[str, Any]:
    path = reverse("imports:run", settings.PUBLIC_SCHEMA_URLCONF, kwargs={"pk": run.pk})
    schedule: Schedule | None = run.schedule
    return {
        "source": source_named(run.source).title,
        "run": run,
        "where": schedule.where if schedule else "",
        "address": _page(path),
    }


def _write(person: User, kind: str, subject: str, facts: dict[str, Any]) -> None:
    text = render_to_string(f"imports/mail/{kind}.txt", facts)
    send(person.email, subject % {"source": facts["source"]}, text, kind=f"imports.{kind}", tenant="")


def _page(path: str) -> str:
    here = region()
    return address_of(here, path) if here else path


def _in_the_language_of(person: User) -> Any:
    here = region()
    return translation.override(person.language or (here.language if here else None))
