"""Letters of the review: to whoever asked, to whoever reported, and the ready one to the keeper of a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue import labels
from catalogue.models import AskedField, Case, ChangeRequest, Claim, Service, Voice
from catalogue.review.wording import FieldWords, label, shown_fields
from kernel.clock import day_of
from kernel.mail import send
from tenants.addresses import address_of
from tenants.queries import region
from ui.typography import date_long

KIND = "catalogue.review"
LONGEST_NUMBER = 24
SPOKEN = {"sk", "cs", "en"}


def _spoken(language: str) -> str:
    home = region()
    return language if language in SPOKEN else (home.language if home else "sk")


def _address(path: str) -> str:
    home = region()
    return address_of(home, path) if home else path


def path_of(request: ChangeRequest) -> str:
    """Where the thing that was asked about can be looked at."""
    for name, row in (("activities", request.activity_id), ("services", request.service_id)):
        if row:
            return f"/{name}/{row}/"
    return f"/providers/{request.provider_id}/" if request.provider_id else "/"


def write_decision(request: ChangeRequest) -> None:
    """Tell the sender what was decided, field by field with the reasons."""
    sender = request.asked_by
    if sender is None or not sender.is_active:
        return
    with translation.override(_spoken(sender.language or request.language)):
        rows = shown_fields(request.fields.all())
        refused = sum(each.row.decision == AskedField.Decision.REFUSED for each in rows)
        subject = _decision_subject(len(rows), refused) % {"title": request.title}
        facts = {
            "asked": request,
            "fields": rows,
            "address": _address(path_of(request)),
            "mine": _address("/providers/mine/requests/"),
            "region": region(),
        }
        text = render_to_string("catalogue/mail/change_decided.txt", facts)
        send(sender.email, _line(subject), text, kind=KIND, tenant="")


def _decision_subject(all_of_them: int, refused: int) -> str:
    if not refused:
        return _("Accepted: %(title)s")
    return _("Refused: %(title)s") if refused == all_of_them else _("Accepted in part: %(title)s")


def write_answer(request: ChangeRequest) -> None:
    """Thank whoever reported a mistake and left an address, and say what became of it."""
    to = request.contact or (request.asked_by.email if request.asked_by and request.asked_by.is_active else "")
    if not to:
        return
    with translation.override(_spoken(request.language)):
        claims = list(Claim.objects.filter(pk__in=request.resolved_by).order_by("id"))
        words = FieldWords([(claim.field, claim.value) for claim in claims])
        facts = {
            "asked": request,
            "changes": [(label(claim.field), words.show(claim.field, claim.value)) for claim in claims],
            "address": _address(path_of(request)),
            "region": region(),
            "is_anonymous": request.asked_by_id is None,
        }
        subject = _("What became of the mistake you told us: %(title)s") % {"title": request.title}
        text = render_to_string("catalogue/mail/mistake_answered.txt", facts)
        send(to, _line(subject), text, kind=KIND, tenant="")


def _line(text: str) -> str:
    return " ".join(text.split())[:380]


# --- to the keeper of a register --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wanted:
    """One fact of the letter: what the register holds and what it should hold, and who says so."""

    label: str
    register_word: str
    our_word: str
    said_by: str
    said_on: date | None
    proof: str


@dataclass(frozen=True)
class KeeperLetter:
    """A letter ready to be sent: the same text on paper and in a mail."""

    language: str
    subject: str
    text: str


def number_of(service: Service) -> str:
    """The register's own number; a key that we made for a list without numbers tells its keeper nothing."""
    return service.register_key if len(service.register_key) <= LONGEST_NUMBER else ""


def letter_to_keeper(service: Service, cases: Sequence[Case], *, day: date, signed: str) -> KeeperLetter:
    """Ask the keeper to mend what these cases of one service are about, in the language of the register's country."""
    language = "cs" if service.kind.country == "CZ" else "sk"
    with translation.override(language):
        facts: dict[str, Any] = {
            "service": service,
            "number": number_of(service),
            "provider": service.provider,
            "register": labels.source(cases[0].register),
            "is_czech": service.kind.country == "CZ",
            "wanted": _wanted(cases),
            "day": date_long(day),
            "address": _address(f"/services/{service.pk}/"),
            "region": region(),
            "signed": signed,
        }
        subject = _("Request to correct entries of a social service in the register: %(name)s") % {"name": service.name}
        text = render_to_string("catalogue/mail/keeper_of_register.txt", facts).strip()
    return KeeperLetter(language, _line(subject), text)


def _wanted(cases: Sequence[Case]) -> list[Wanted]:
    pairs = [(case.field, word) for case in cases for word in (case.register_word, case.our_word)]
    words, said = FieldWords(pairs), _said(cases)
    return [
        Wanted(
            label=label(case.field),
            register_word=words.show(case.field, case.register_word) or _("(nothing)"),
            our_word=words.show(case.field, case.our_word) or _("(nothing)"),
            said_by=_("the region") if case.voice == Voice.REGION else _("the provider"),
            said_on=said.get((case.field, case.voice)),
            proof=case.request.proof_name if case.request else "",
        )
        for case in cases
    ]


def _said(cases: Sequence[Case]) -> dict[tuple[str, str], date]:
    """Since when each side has said so."""
    rows = Claim.objects.filter(
        service=cases[0].service_id, field__in=[case.field for case in cases], undone_at__isnull=True
    )
    return {(claim.field, claim.voice): day_of(claim.said_at) for claim in rows.order_by("id")}
