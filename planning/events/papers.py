"""Documents of an event as values: who is registered, badges, certificates, the report. Call these in its language."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from planning.events.queries import Day, Numbers
from planning.meetings.models import AgendaItem, Meeting, Participant
from planning.meetings.papers import when_of
from tenants.models import Tenant
from ui.documents import Block, Card, Cards, Cover, Document, Facts, Heading, Paragraph, Span, Table, Words
from ui.typography import clock_time, date_long


def minutes_of_programme(meeting: Meeting, items: Iterable[AgendaItem]) -> int:
    """How many minutes the programme lasts: parallel blocks count once, breaks and gaps not at all."""
    spans = sorted(
        (item.starts_at, item.ends_at)
        for item in items
        if item.starts_at and item.ends_at and item.kind != AgendaItem.Kind.BREAK
    )
    total, until = timedelta(), meeting.starts_at
    for starts_at, ends_at in spans:
        total += max(ends_at - max(starts_at, until), timedelta())
        until = max(until, ends_at)
    return int((total or meeting.ends_at - meeting.starts_at).total_seconds() // 60)


def length_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    told = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours else []
    if rest:
        told.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(told)


def _facts(meeting: Meeting) -> Facts:
    rows: list[tuple[str, Words]] = [
        (pgettext("event", "Event"), meeting.title),
        (_("When"), when_of(meeting)),
        (_("Where"), meeting.place or meeting.call_address),
    ]
    return Facts(tuple(rows))


def _document(title: str, meeting: Meeting, blocks: Iterable[Block], site: Tenant, at: datetime) -> Document:
    return Document(f"{title}: {meeting.title}", site.language, site.name, at, tuple(blocks))


# --- who is registered ------------------------------------------------------------------------------------------------
def registered_list(meeting: Meeting, rows: Sequence[Participant], site: Tenant, at: datetime) -> Document:
    """Who is registered, with a place to sign: on paper it holds neither contacts nor needs."""
    heads = (*_first_heads(), _("Registration"), _("Signature"))
    cells = tuple(
        (str(row.number), row.name, row.represents, str(capfirst(row.get_registration_display())), "") for row in rows
    )
    table = Table(_("Registered"), heads, cells, widths=(1, 4, 4, 2.5, 3))
    return _document(_("Registered"), meeting, [_facts(meeting), table], site, at)


def _first_heads() -> tuple[str, str, str]:
    return pgettext("registration", "No."), pgettext("person", "Name"), _("Organisation")


def heads(*, with_needs: bool) -> list[str]:
    """The columns of the table."""
    own = [
        *_first_heads(), _("E-mail"), _("Telephone"),
        _("Registration"), _("Registered on"), _("Came"), _("May be written to afterwards"),
    ]  # fmt: skip
    return [*own, _("What they need"), _("More about it")] if with_needs else own


def table_rows(rows: Iterable[Participant], *, with_needs: bool) -> Iterator[list[Any]]:
    for row in rows:
        told: list[Any] = [
            row.number,
            row.name,
            row.represents,
            row.email,
            row.phone,
            row.get_registration_display(),
            row.registered_at,
            row.get_presence_display(),
            row.may_write,
        ]
        yield [*told, ", ".join(needs_words(row)), row.needs_note] if with_needs else told


def needs_words(row: Participant) -> list[str]:
    return [str(Participant.Need(need).label) for need in row.needs if need in Participant.Need.values]


# --- badges -----------------------------------------------------------------------------------------------------------
def badges(meeting: Meeting, rows: Iterable[Participant], site: Tenant, at: datetime) -> Document:
    """A card for each, to cut out."""
    cards = Cards(tuple(Card(meeting.title, row.name, row.represents) for row in rows))
    return _document(_("Name badges"), meeting, [cards], site, at)


# --- certificates -----------------------------------------------------------------------------------------------------
def certificates(
    meeting: Meeting, items: Sequence[AgendaItem], rows: Sequence[Participant], site: Tenant, at: datetime
) -> Document:
    """A page for each of those who came, after a page that says for which event they are."""
    length = length_words(minutes_of_programme(meeting, items))
    blocks: list[Block] = []
    for row in rows:
        blocks.append(Heading(_("Certificate of attendance"), 1, new_page=True))
        blocks += _certificate(meeting, items, row, length, site, at)
    title, cover = _("Certificates of attendance"), Cover(site.name, meeting.title, (when_of(meeting),))
    return Document(f"{title}: {meeting.title}", site.language, site.name, at, tuple(blocks), cover)


def certificate(
    meeting: Meeting, items: Sequence[AgendaItem], row: Participant, site: Tenant, at: datetime
) -> Document:
    """One person's certificate, on a page of its own."""
    length = length_words(minutes_of_programme(meeting, items))
    blocks = tuple(_certificate(meeting, items, row, length, site, at))
    return Document(_("Certificate of attendance"), site.language, site.name, at, blocks)


def _certificate(
    meeting: Meeting, items: Sequence[AgendaItem], row: Participant, length: str, site: Tenant, at: datetime
) -> Iterator[Block]:
    yield Paragraph(_("%(site)s confirms that this person took part in the event:") % {"site": site.name})
    yield Paragraph((Span(row.name, strong=True),), "large")
    if row.represents:
        yield Paragraph(row.represents, "lead")
    told: list[tuple[str, Words]] = [
        (str(capfirst(meeting.get_kind_display())), meeting.title),
        (_("When"), when_of(meeting)),
        (_("Where"), meeting.place or meeting.call_address),
        (_("Length of the programme"), length),
        (pgettext("attendance", "Attendance"), str(capfirst(row.get_presence_display()))),
    ]
    if row.number:
        told.append((_("Number of the registration"), str(row.number)))
    yield Facts(tuple(told))
    blocks = [item for item in items if item.kind != AgendaItem.Kind.BREAK]
    if blocks:
        yield Paragraph((Span(_("Programme"), strong=True),))
        yield Facts(tuple((_block_time(item), _block_words(item)) for item in blocks))
    yield Paragraph(_("Issued on %(day)s") % {"day": date_long(at)})
    yield Paragraph(_("Signature and stamp") + ": ………………………………………………")


def _block_time(item: AgendaItem) -> str:
    return f"{clock_time(item.starts_at)} – {clock_time(item.ends_at)}" if item.starts_at else "–"


def _block_words(item: AgendaItem) -> str:
    names = ", ".join(each["name"] for each in item.speakers)
    return f"{item.title} ({names})" if names else item.title


def certificate_list(meeting: Meeting, rows: Sequence[Participant], site: Tenant, at: datetime) -> Document:
    """Who takes a certificate over, with a place to sign."""
    heads = (*_first_heads(), _("Certificate taken over"))
    cells = tuple((str(place), row.name, row.represents, "") for place, row in enumerate(rows, 1))
    table = Table(_("Certificates of attendance"), heads, cells, widths=(1, 4, 4, 3))
    return _document(_("List of certificates"), meeting, [_facts(meeting), table], site, at)


# --- report -----------------------------------------------------------------------------------------------------------
def report(
    meeting: Meeting, days: Sequence[Day], numbers: Numbers, organisations: Sequence[tuple[str, int]],
    site: Tenant, at: datetime,
) -> Document:  # fmt: skip
    """How many came, from where, and to what: without names, so that it can be handed to whoever paid."""
    told: list[tuple[str, Words]] = list(numbers_rows(numbers))
    blocks: list[Block] = [_facts(meeting), Heading(_("How many came"), 1), Facts(tuple(told))]
    if organisations:
        heads = (_("Organisation"), _("How many came"))
        rows = tuple((name, str(count)) for name, count in organisations)
        blocks += [
            Heading(_("From where"), 1),
            Table(_("From where"), heads, rows, widths=(6, 2), numbers=frozenset({1})),
        ]
    if days:
        blocks.append(Heading(_("Programme"), 1))
    blocks += [_day(day) for day in days]
    return _document(_("Report"), meeting, blocks, site, at)


def _day(day: Day) -> Table:
    heads = (_("When"), pgettext("programme", "What"), _("Room"), _("Who speaks"))
    rows = tuple((_block_time(item), item.title, item.room, speakers_words(item)) for item in day.blocks)
    return Table(date_long(day.day), heads, rows, widths=(2, 4, 2, 4))


def speakers_words(item: AgendaItem) -> str:
    return "; ".join(", ".join(filter(None, (each["name"], each["organisation"]))) for each in item.speakers)


def numbers_rows(numbers: Numbers) -> Iterator[tuple[str, str]]:
    yield _("Came altogether"), str(numbers.came)
    yield _("of them remotely"), str(numbers.remote)
    yield _("came and had registered"), str(numbers.registered_came)
    yield _("came without having registered"), str(numbers.walked_in)
    if numbers.invited_came:
        yield _("came by invitation"), str(numbers.invited_came)
    yield _("had a place"), str(numbers.taken)
    yield _("waited for a place"), str(numbers.waiting)
    yield _("withdrew"), str(numbers.withdrawn)
