"""Documents of a meeting as values: letters of invitation, the attendance sheet, the minutes.

Call these in the language of the document.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kernel.clock import day_of
from planning.groups.models import Party
from planning.meetings.attending import Line
from planning.meetings.models import AgendaItem, Meeting, MeetingTask, Participant
from planning.meetings.picturing import Attendee, MinutesText, Named, Point, Resolved
from planning.meetings.queries import members_words, open_tasks
from tenants.models import Tenant
from ui.documents import Block, Bullets, Document, Facts, Heading, Paragraph, Span, Table, Words
from ui.typography import clock_time, date_long

Presence = Participant.Presence


def when(starts_at: datetime, ends_at: datetime) -> str:
    return f"{date_long(starts_at)}, {clock_time(starts_at)} – {clock_time(ends_at)}"


def when_of(meeting: Meeting) -> str:
    """One day with its times, or from a day to a day."""
    if day_of(meeting.starts_at) == day_of(meeting.ends_at):
        return when(meeting.starts_at, meeting.ends_at)
    first, last = date_long(meeting.starts_at), date_long(meeting.ends_at)
    return f"{first}, {clock_time(meeting.starts_at)} – {last}, {clock_time(meeting.ends_at)}"


# --- invitation -------------------------------------------------------------------------------------------------------
def invitations(meeting: Meeting, asked: Iterable[Participant], site: Tenant, at: datetime) -> Document:
    """One letter a page, for those without e-mail; with a slip to tear off."""
    items, left = list(meeting.items.all()), list(open_tasks(meeting))
    blocks: list[Block] = []
    for each in asked:
        blocks += _letter(meeting, items, left, each, site, is_first=not blocks)
    title = _("Invitation: %(title)s") % {"title": meeting.title}
    return Document(title, site.language, site.name, at, tuple(blocks))


def invitation(meeting: Meeting, groups: Iterable[str], site: Tenant, at: datetime) -> Document:
    """The invitation to nobody in particular: for the notice board, or to send along."""
    items, left = list(meeting.items.all()), list(open_tasks(meeting))
    rows = [*_facts(meeting)]
    if named := ", ".join(groups):
        rows.append((_("Groups"), named))
    blocks: list[Block] = [
        Paragraph(_("%(site)s invites to a meeting.") % {"site": site.name}, "lead"),
        Facts(tuple(rows)),
    ]
    if meeting.note:
        blocks.append(Paragraph(meeting.note))
    if items:
        blocks += [Heading(_("Agenda"), 1), Bullets(tuple(_item(item) for item in items), numbered=True)]
    if left and not meeting.is_open:
        blocks += [Heading(_("Tasks from last time"), 1), Bullets(tuple(task_words(task) for task in left))]
    blocks += _contact(site)
    return Document(_("Invitation: %(title)s") % {"title": meeting.title}, site.language, site.name, at, tuple(blocks))


def _contact(site: Tenant) -> list[Block]:
    told = [site.contact.get(name, "") for name in ("name", "phone", "email", "address")]
    return [Paragraph(", ".join(filter(None, told)), "note")] if any(told) else []


def _letter(
    meeting: Meeting, items: list[AgendaItem], left: list[MeetingTask], each: Participant, site: Tenant,
    *, is_first: bool,
) -> Iterator[Block]:  # fmt: skip
    yield Heading(_("Invitation"), 1, new_page=not is_first)
    to = each.name if not each.represents else f"{each.name}, {each.represents}"
    yield Paragraph((Span(to, strong=True),))
    yield Paragraph(_("%(site)s invites you to a meeting.") % {"site": site.name}, "lead")
    yield Facts(tuple(_facts(meeting)))
    if meeting.note:
        yield Paragraph(meeting.note)
    yield Heading(_("Agenda"), 2)
    yield Bullets(tuple(_item(item) for item in items), numbered=True)
    if left:
        yield Heading(_("Tasks from last time"), 2)
        yield Bullets(tuple(task_words(task) for task in left))
    yield Heading(_("Your answer"), 2)
    yield Paragraph(_("Please tell us whether you come, or hand this slip in."))
    yield Bullets((_("I come"), _("I cannot come"), _("Somebody comes for me") + ": ……………………………………………"))
    yield Paragraph(_("Signature") + ": ………………………………………………")
    yield from _contact(site)


def task_words(task: MeetingTask) -> str:
    until = _("until %(due)s") % {"due": date_long(task.due_on)}
    return f"{task.what} – {task.owner}, {until}"


def _facts(meeting: Meeting) -> Iterator[tuple[str, Words]]:
    yield _("Meeting"), meeting.title
    yield _("When"), when(meeting.starts_at, meeting.ends_at)
    if meeting.place:
        yield _("Where"), meeting.place
    if meeting.call_address:
        yield _("Address of the call"), meeting.call_address


def _item(item: AgendaItem) -> str:
    told = [item.presenter, str(item.get_kind_display())]
    if item.minutes:
        told.append(_("%(n)s min") % {"n": item.minutes})
    begins = f"{clock_time(item.starts_at)} " if item.starts_at else ""
    return f"{begins}{item.title} ({', '.join(filter(None, told))})"


# --- attendance sheet -------------------------------------------------------------------------------------------------
def attendance_sheet(
    meeting: Meeting, lines: Iterable[Line], groups: Iterable[str], site: Tenant, at: datetime, *, spare: int = 8
) -> Document:
    """Who may come, with a place to sign; empty lines for guests."""
    rows = [(line.name, line.represents, _side(line.party), "") for line in lines]
    rows += [("", "", "", "")] * spare
    blocks: list[Block] = [
        Facts(((_("Groups"), ", ".join(groups) or _("the public")), *_facts(meeting))),
        Table(
            _("Attendance sheet"),
            (pgettext("person", "Name"), _("Organisation, or whom the person represents"), _("Side"), _("Signature")),
            tuple(rows),
            widths=(3, 4, 2, 3),
        ),
        Paragraph(
            _(
                "By signing you confirm that you took part. %(site)s keeps your name, organisation and signature to "
                "prove how the community plan came to be. Your name is published only if you agreed to it. "
                "You may ask to see or correct what is kept about you."
            )
            % {"site": site.name},
            "note",
        ),
    ]
    title = _("Attendance sheet: %(title)s") % {"title": meeting.title}
    return Document(title, site.language, site.name, at, tuple(blocks))


def _side(party: str) -> str:
    return str(Party(party).label) if party in Party.values else party


# --- minutes ----------------------------------------------------------------------------------------------------------
def minutes_paper(text: MinutesText, site: Tenant, at: datetime) -> Document:
    """The minutes as they were given: with all names, or without those the public may not read."""
    blocks = [
        Facts(tuple(_head(text))),
        *_people(text),
        *_agenda(text),
        *_tasks(text),
        *_foot(text),
    ]
    return Document(_("Minutes: %(title)s") % {"title": text.title}, site.language, site.name, at, tuple(blocks))


def _head(text: MinutesText) -> Iterator[tuple[str, Words]]:
    if text.number:
        yield pgettext("minutes", "Number"), text.number
    yield _("Groups"), groups_words(text)
    starts, ends = timezone.localtime(text.starts_at), timezone.localtime(text.ends_at)
    yield _("When"), when(starts, ends)
    if text.place:
        yield _("Where"), text.place
    for each in text.quorums:
        state = _("there was a quorum") if each.is_reached else _("there was no quorum")
        yield _("Quorum: %(group)s") % {"group": each.group}, f"{members_words(each.here, each.members)}; {state}"


def groups_words(text: MinutesText) -> str:
    """Which groups met; where none of them may be named, that it was one."""
    named = ", ".join(each.name for each in text.groups if each.name)
    return named or (_("a working group") if text.groups else _("the public"))


def _people(text: MinutesText) -> Iterator[Block]:
    yield Heading(_("Attendance"), 1)
    named = [each for each in text.people if each.who.name]
    if named:
        rows = tuple((each.who.name, each.represents, _side(each.party), presence_words(each)) for each in named)
        heads = (pgettext("person", "Name"), _("Organisation"), _("Side"), pgettext("attendance", "Attendance"))
        yield Table(_("Attendance"), heads, rows, widths=(3, 4, 2, 3))
    others = unnamed(text)
    if others:
        yield Paragraph(_("Present without a published name: %(who)s.") % {"who": others})
    if not text.people:
        yield Paragraph(_("Nothing is written down."))


def unnamed(text: MinutesText) -> str:
    """How many people of which side were here whose name the public does not read."""
    here = (Presence.PRESENT, Presence.REMOTE, Presence.REPRESENTED)
    sides = Counter(each.party for each in text.people if not each.who.name and each.presence in here)
    return ", ".join(f"{_side(party)} {sides[party]}" for party in Party.values if sides[party])


def presence_words(each: Attendee) -> str:
    words = str(capfirst(Presence(each.presence).label))
    return f"{words}: {each.instead.name}" if each.instead.name else words


def _agenda(text: MinutesText) -> Iterator[Block]:
    yield Heading(_("Agenda and its course"), 1)
    for place, point in enumerate(text.points, 1):
        yield from _point(place, point)


def _point(place: int, point: Point) -> Iterator[Block]:
    yield Heading(f"{place}. {point.title}", 2)
    if point.presenter.name:
        yield Paragraph(_("Presented by %(name)s.") % {"name": point.presenter.name}, "note")
    for paragraph in filter(str.strip, point.course.split("\n")):
        yield Paragraph(paragraph)
    for each in point.resolutions:
        yield Paragraph((Span(resolution_words(each) + ": ", strong=True), Span(each.text)))
        yield Paragraph(votes_words(each))


def resolution_words(each: Resolved) -> str:
    return _("Recommendation") if each.is_recommendation else _("Resolution")


def votes_words(each: Resolved) -> str:
    """The votes, and who was involved; those whose name is not read are not counted out."""
    votes = {"for": each.votes_for, "against": each.votes_against, "abstained": each.abstained}
    words = _("For: %(for)s, against: %(against)s, abstained: %(abstained)s.") % votes
    named = _names(each.conflicts)
    if named:
        involved = _("Conflict of interest: %(names)s.") % {"names": named}
        return f"{words} {involved}"
    count = len(each.conflicts)
    told = ngettext("%(n)s conflict of interest was told.", "%(n)s conflicts of interest were told.", count)
    return f"{words} {told % {'n': count}}" if count else words


def _names(people: Iterable[Named]) -> str:
    return ", ".join(each.name for each in people if each.name)


def _tasks(text: MinutesText) -> Iterator[Block]:
    if not text.tasks:
        return
    yield Heading(_("Tasks"), 1)
    rows = tuple((task.what, task.owner.name or _("a member"), date_long(task.due_on)) for task in text.tasks)
    yield Table(_("Tasks"), (_("What is to be done"), _("Who"), _("Until when")), rows, widths=(5, 3, 2))


def _foot(text: MinutesText) -> Iterator[Block]:
    rows: list[tuple[str, Words]] = [
        (_("Next meeting"), text.next_time),
        (_("Written by"), text.written_by.name),
        (_("Verified by"), text.verified_by.name),
        (_("Approved on"), date_long(text.approved_on) if text.approved_on else ""),
    ]
    told = tuple(row for row in rows if row[1])
    if told:
        yield Heading(_("Approval"), 1)
        yield Facts(told)
