"""Letters with links, codes on paper and numbered sheets: each is given once, and none leads to an answer.

An address is kept in the letter alone. Beside its link stands a mark of it, so that nobody is written to twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import tokens
from kernel.clock import day_of, moment
from kernel.journal import record
from kernel.mail import send
from kernel.tenancy import current_key
from planning.structure.errors import PlanRefused
from planning.surveys.answering import PURPOSE
from planning.surveys.commands import held
from planning.surveys.models import Stage, Survey
from tenants.addresses import URLS, address_of
from tenants.duties import mark_of
from tenants.models import Tenant

PAPER_COMES = timedelta(days=30)  # sheets that were posted on the last day are still entered


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to print: its number, and the code of whoever gets it where each person answers once."""

    number: int
    secret: str = ""

    @property
    def code(self) -> str:
        return tokens.printed_code(self.secret) if self.secret else ""


@dataclass(frozen=True, slots=True)
class Written:
    """How many letters went out, and how many were left out because their link was used."""

    letters: int
    answered: int


def public_address(survey: Survey, site: Tenant) -> str:
    return address_of(site, reverse("planning:answer_survey", URLS, [survey.pk]))


def link_address(secret: str, site: Tenant) -> str:
    return address_of(site, reverse("planning:survey_by_link", URLS, [secret]))


def code_address(site: Tenant) -> str:
    """Where a code is typed in."""
    return address_of(site, reverse("planning:survey_code", URLS))


@transaction.atomic
def write_letters(survey: Survey, addresses: Iterable[str], *, site: Tenant, by: Any, at: datetime) -> Written:
    """A link to each address. Who has got one before gets a new one instead; who has answered gets nothing."""
    survey = _given_out(survey)
    if not survey.one_each:
        raise PlanRefused(_("Everybody answers this survey on its public page; send people its address."))
    if survey.closes_on < day_of(at):
        raise PlanRefused(_("The last day to answer is over. Set a later one first."))
    asked = list(dict.fromkeys(addresses))
    known = {facts["mark"]: used for facts, used in tokens.facts_of(PURPOSE, survey) if "mark" in facts}
    fresh = [address for address in asked if not known.get(str(mark_of(address)), False)]
    with translation.override(site.language):
        for address in fresh:
            _letter(survey, address, site, at, again=str(mark_of(address)) in known)
    survey.last_number += sum(str(mark_of(address)) not in known for address in fresh)
    survey.save(update_fields=["last_number"])
    record("planning.survey_letters_written", subject=survey, by=by, at=at, letters=len(fresh))
    return Written(len(fresh), len(asked) - len(fresh))


def _letter(survey: Survey, address: str, site: Tenant, at: datetime, *, again: bool) -> None:
    mark = str(mark_of(address))
    tokens.forget(PURPOSE, survey, mark=mark)
    secret = tokens.make_link(PURPOSE, survey, current_key(), _lifetime(survey, at), at=at, mark=mark)
    facts = {"survey": survey, "site": site, "address": link_address(secret, site), "is_reminder": again}
    subject = (_("Reminder: %(title)s") if again else "%(title)s") % {"title": " ".join(survey.title.split())}
    text = render_to_string("planning/surveys/letter.txt", facts)
    send(address, subject, text, kind=PURPOSE, reply_to=site.contact.get("email", ""))


@transaction.atomic
def number_sheets(survey: Survey, count: int, *, by: Any, at: datetime) -> list[Sheet]:
    """New sheets to print, with the next numbers."""
    survey = _given_out(survey)
    first = survey.last_number + 1
    survey.last_number += count
    survey.save(update_fields=["last_number"])
    record("planning.survey_sheets_numbered", subject=survey, by=by, at=at, first=first, last=survey.last_number)
    return [_sheet(survey, number, at) for number in range(first, survey.last_number + 1)]


@transaction.atomic
def print_again(survey: Survey, first: int, last: int, *, by: Any, at: datetime) -> list[Sheet]:
    """The same numbers once more. Codes are kept nowhere, so new ones stand on them and the old ones end; what was used
    is not printed again."""
    survey = _given_out(survey)
    if last > survey.last_number:
        raise PlanRefused(_("The last number given so far is %(last)s.") % {"last": survey.last_number})
    numbers = [n for n in range(first, last + 1) if not survey.one_each or tokens.forget(PURPOSE, survey, number=n)]
    if not numbers:
        raise PlanRefused(_("All of these were used already, or are letters that went out by e-mail."))
    record("planning.survey_sheets_printed_again", subject=survey, by=by, at=at, first=first, last=last)
    return [_sheet(survey, number, at) for number in numbers]


def _sheet(survey: Survey, number: int, at: datetime) -> Sheet:
    if not survey.one_each:
        return Sheet(number)
    return Sheet(number, tokens.make_code(PURPOSE, survey, current_key(), _lifetime(survey, at), at=at, number=number))


def _lifetime(survey: Survey, at: datetime) -> timedelta:
    last = moment(survey.closes_on + PAPER_COMES)
    return max(last - at, timedelta(days=1))


def _given_out(survey: Survey) -> Survey:
    survey = held(survey)
    if survey.stage != Stage.OPEN:
        raise PlanRefused(_("Open the survey first: what is printed and sent stays as it is then."))
    return survey
