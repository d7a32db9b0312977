"""Asks the region's staff to call a crisis line again, before it is no longer shown and once more when it is not."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from kernel.mail import send
from search.lines import Standing, dangers_without_line, standing
from search.models import ConfirmedLine
from tenants.addresses import address_of
from tenants.models import Tenant
from tenants.queries import people_of, region
from tenants.roles import Role

KEEPERS = (Role.METHODOLOGIST, Role.DATA_STEWARD)


@transaction.atomic
def remind_of_lines(day: date) -> int:
    """One letter to each who may confirm lines; answers how many were written."""
    here = region()
    if here is None:
        return 0
    list(ConfirmedLine.objects.select_for_update())  # a second run waits, then sees that it was done
    due = [each for each in standing(here.country, day) if each.is_to_be_reminded]
    people = _keepers(here, day) if due else []
    for person in people:
        _write(person, here, due, day)
    if people:
        ConfirmedLine.objects.filter(key__in=[each.line.key for each in due]).update(reminded_on=day)
    return len(people)


def _keepers(here: Tenant, day: date) -> list[Any]:
    """Those who may confirm lines (`search.rules`), each once."""
    held = [row.user for row in people_of(here, day) if row.role in KEEPERS and row.user.is_active]
    return list({person.pk: person for person in held}.values())


def _write(person: Any, here: Tenant, due: list[Standing], day: date) -> None:
    with translation.override(person.language or here.language):
        address = address_of(here, reverse("search_desk:lines", settings.PUBLIC_SCHEMA_URLCONF))
        facts = {"due": due, "bare": dangers_without_line(here.country, day), "address": address}
        text = render_to_string("search/mail/lines.txt", facts)
        subject = ngettext("Please call a crisis line again", "Please call crisis lines again", len(due))
        send(person.email, subject, text, kind="search.lines", tenant="")
