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
from search.lines import Standing, standing
from search.models import ConfirmedLine
from tenants.addresses import address_of
from tenants.models import Tenant
from tenants.queries import people_of, region
from tenants.roles import Role

KEEPERS = (Role.METHODOLOGIST, Role.DATA_STEWARD)


@transaction.atomic
def remind_of_lines(day: date) -> int:
    """One letter to each who may confirm lines; answers how many were written. Written twice it stays one letter."""
    here = region()
    if here is None:
        return 0
    list(ConfirmedLine.objects.select_for_update())
    due = [each for each in standing(here.country, day) if each.is_to_be_reminded]
    people = {row.user_id: row.user for row in people_of(here, day) if row.role in KEEPERS and row.user.is_active}
    if not (due and people):
        return 0
    for person in people.values():
        _write(person, here, due)
    ConfirmedLine.objects.filter(key__in=[each.line.key for each in due]).update(reminded_on=day)
    return len(people)


def _write(person: Any, here: Tenant, due: list[Standing]) -> None:
    with translation.override(person.language or here.language):
        address = address_of(here, reverse("search_desk:lines", settings.PUBLIC_SCHEMA_URLCONF))
        text = render_to_string("search/mail/lines.txt", {"due": due, "address": address})
        subject = ngettext("Please call a crisis line again", "Please call crisis lines again", len(due))
        send(person.email, subject, text, kind="search.lines", tenant="")
