"""How far a campaign is, by numbers and by names: for its page, for the telephone, for the list of who is silent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from catalogue.models import Asked, Campaign, Letter
from kernel.mail.models import OutgoingMail


@dataclass(frozen=True)
class Counts:
    """Services by answer."""

    asked: int = 0
    confirmed: int = 0
    corrected: int = 0
    mistakes: int = 0
    open: int = 0

    @property
    def answered(self) -> int:
        return self.asked - self.open


@dataclass(frozen=True)
class Progress:
    """What the page of a campaign shows."""

    providers: int
    with_email: int
    sent: int
    opened: int
    finished: int
    bounced: int
    services: Counts
    districts: tuple[tuple[str, Counts], ...]


COUNTED = {
    "asked": Count("pk"),
    "confirmed": Count("pk", filter=Q(answer=Asked.Answer.CONFIRMED)),
    "corrected": Count("pk", filter=Q(answer=Asked.Answer.CORRECTED)),
    "mistakes": Count("pk", filter=Q(answer=Asked.Answer.MISTAKE)),
    "open": Count("pk", filter=Q(answer=Asked.Answer.NONE)),
}


def progress_of(campaign: Campaign) -> Progress:
    letters = Letter.objects.filter(campaign=campaign)
    open_rows = Asked.objects.open().filter(letter=OuterRef("pk"))
    numbers = letters.annotate(waits=Exists(open_rows)).aggregate(
        providers=Count("pk"),
        with_email=Count("pk", filter=~Q(email="")),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        finished=Count("pk", filter=Q(waits=False)),
    )
    asked = Asked.objects.filter(letter__campaign=campaign)
    rows = asked.order_by("district_name").values("district_name").annotate(**COUNTED)
    by_district = rows.values_list("district_name", *COUNTED)
    districts = tuple((name, Counts(*numbers)) for name, *numbers in by_district)
    return Progress(
        **numbers,
        bounced=letters.filter(pk__in=_bounced(campaign)).count(),
        services=Counts(**asked.aggregate(**COUNTED)),
        districts=districts,
    )


def _bounced(campaign: Campaign) -> list[UUID]:
    """Letters whose newest mail no server took. A mail that came back later as a letter is not known here."""
    mails = dict(campaign.letters.filter(mail_id__isnull=False).values_list("mail_id", "pk"))
    failed = OutgoingMail.objects.failed().filter(pk__in=list(mails)).values_list("pk", flat=True)
    return [mails[mail] for mail in failed]


@dataclass(frozen=True)
class Silent:
    """A provider with open questions, and why it has to be called."""

    letter: Letter
    phones: tuple[str, ...]
    open: int
    asked: int
    reason: str


def silent_in(campaign: Campaign, *, is_over: bool) -> list[Silent]:
    """Whom to call: no e-mail or a letter that did not arrive at once, all other silent ones after the term."""
    bounced = set(_bounced(campaign))
    rows = (
        campaign.letters.with_open_questions()
        .select_related("provider", "campaign")
        .annotate(all_asked=Count("asked"), still_open=Count("asked", filter=Q(asked__answer=Asked.Answer.NONE)))
        .order_by("provider__name", "pk")
    )
    found = [(letter, _reason(letter, bounced)) for letter in rows]
    wanted = [(letter, reason) for letter, reason in found if is_over or reason in {"no_email", "bounced"}]
    numbers = _phones([letter for letter, _reason in wanted])
    return [_silent(letter, reason, numbers.get(letter.pk, ())) for letter, reason in wanted]


def _silent(letter: Any, reason: str, phones: tuple[str, ...]) -> Silent:
    return Silent(letter, phones, letter.still_open, letter.all_asked, reason)


def _reason(letter: Letter, bounced: set[UUID]) -> str:
    if not letter.email:
        return "no_email"
    if letter.pk in bounced:
        return "bounced"
    return "opened" if letter.opened_at else "unopened"


def _phones(letters: list[Letter]) -> dict[UUID, tuple[str, ...]]:
    """The provider's numbers, else those of the services that are asked about."""
    own = {letter.pk: tuple(letter.provider.phones) for letter in letters}
    rows = Asked.objects.filter(letter__in=letters).values_list("letter_id", "service__phones").order_by("pk")
    for letter_id, phones in rows:
        if not own[letter_id]:
            own[letter_id] = tuple(phones)
    return own


def told_mistakes(campaign: Campaign) -> list[Asked]:
    """What providers told and nobody has dealt with yet, the oldest first."""
    rows = Asked.objects.filter(letter__campaign=campaign, answer=Asked.Answer.MISTAKE, settled_at__isnull=True)
    return list(rows.select_related("service", "letter__provider").order_by("answered_at", "pk"))


def campaigns() -> list[Any]:
    """All campaigns, the newest first, with how many services were asked about and answered."""
    rows = Campaign.objects.annotate(
        services=Count("letters__asked"),
        open=Count("letters__asked", filter=Q(letters__asked__answer=Asked.Answer.NONE)),
    )
    return list(rows.order_by("-created_at", "pk"))
