"""The letter that asks a provider for the numbers of a year, with a link that opens the questionnaire by itself."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import tokens
from catalogue.models import YearlyNumbers
from catalogue.network.collecting import NumbersRefused, submit_numbers
from kernel.clock import day_of
from kernel.journal import record
from kernel.mail import send
from tenants.addresses import address_of
from tenants.models import Tenant

PURPOSE = "catalogue.numbers"
AFTER_DUE = timedelta(days=30)
AT_LEAST = timedelta(days=14)


@transaction.atomic
def send_questionnaire(numbers: YearlyNumbers, *, email: str, region: Tenant, by: Any, at: datetime) -> None:
    """Send the link; it holds a month past the term, for saving as often as one likes and for handing in once."""
    if not numbers.is_open:
        raise NumbersRefused(_("These numbers were handed in already."))
    due = (numbers.due_on - day_of(at)) + AFTER_DUE
    tokens.withdraw(PURPOSE, numbers, at=at)
    secret = tokens.make_link(PURPOSE, numbers, "", max(due, AT_LEAST), at=at)
    with translation.override(region.language):
        facts = {"numbers": numbers, "region": region, "address": address_of(region, f"/numbers/link/{secret}/")}
        text = render_to_string("catalogue/network/mail/questionnaire.txt", facts)
        subject = _("Numbers for %(year)s: %(service)s") % {"year": numbers.year, "service": numbers.service.name}
    send(email, " ".join(subject.split()), text, kind="catalogue.numbers", tenant="")
    record("catalogue.numbers_asked", subject=numbers, by=by, at=at, service=numbers.service_id, year=numbers.year)


def by_link(secret: str, *, at: datetime) -> YearlyNumbers:
    """The questionnaire a link opens; looking uses nothing up. Raises LinkRefused."""
    link = tokens.look(secret, PURPOSE, tenant="", at=at)
    return YearlyNumbers.objects.with_service().get(pk=link.subject)


@transaction.atomic
def submit_by_link(secret: str, *, at: datetime, **numbers: Any) -> YearlyNumbers:
    """Hand the numbers in and use the link up."""
    link = tokens.use(secret, PURPOSE, tenant="", at=at)
    held = YearlyNumbers.objects.get(pk=link.subject)
    return submit_numbers(held, **numbers, by=None, at=at)
