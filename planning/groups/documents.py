"""The list of members as a document and as a table. Call it in the language of the document."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.groups.models import GroupMember
from planning.groups.queries import GroupAtWork
from tenants.models import Tenant
from ui.documents import Block, Document, Facts, Heading, Paragraph, Table
from ui.typography import date_long, date_short


def members_document(
    groups: Sequence[GroupAtWork], here: Tenant, day: date, at: datetime, *, language: str
) -> Document:
    """Who sits in each group on this day: name, side, whom they represent, mandate, appointed by."""
    blocks: list[Block] = [Paragraph(_("As of %(day)s") % {"day": date_long(day)}, kind="lead")]
    for each in groups:
        blocks += _group(each)
    whose = groups[0].group.name if len(groups) == 1 else here.name
    title = _("List of members: %(whose)s") % {"whose": whose}
    return Document(title, language, here.name, at, tuple(blocks))


def _group(each: GroupAtWork) -> Iterator[Block]:
    group = each.group
    yield Heading(group.name, 1, anchor=f"g{group.pk}")
    facts = [
        (capfirst(_("kind")), capfirst(group.get_kind_display())),
        (_("Plan"), group.plan.title if group.plan else _("all plans of the municipality")),
        (_("Works since"), date_long(group.started_on)),
        (capfirst(_("quorum in per cent of the members")), str(group.quorum)),
    ]
    yield Facts(tuple((str(term), str(said)) for term, said in facts))
    if each.members:
        heads = (pgettext("person", "Name"), _("Office"), _("Side"), _("Represents"), _("Mandate"), _("Appointed by"))
        rows = tuple(_row(member, office_of(member, each.members)) for member in each.members)
        yield Table(_("Members: %(group)s") % {"group": group.name}, heads, rows, widths=(3, 2.1, 2.4, 3, 2.3, 2.2))
    else:
        yield Paragraph(_("Nobody sits in this group."))


def office_of(member: GroupMember, members: Sequence[GroupMember]) -> str:
    """The office in words; of a substitute also for whom."""
    office = str(member.get_office_display())
    stands_for = next((one for one in members if one.pk == member.substitute_for_id), None)
    return _("%(office)s for: %(name)s") % {"office": office, "name": stands_for.person.name} if stands_for else office


def _row(member: GroupMember, office: str) -> tuple[str, ...]:
    return (
        member.person.name,
        capfirst(office),
        capfirst(member.get_party_display()),
        member.represents,
        mandate(member),
        member.appointed_by,
    )


def mandate(member: GroupMember) -> str:
    """1. 1. 2026 – 31. 12. 2027, or since when."""
    since = date_short(member.starts_on)
    return f"{since} – {date_short(member.ends_on)}" if member.ends_on else _("since %(day)s") % {"day": since}


def heads(*, with_contact: bool) -> list[str]:
    """The columns of the table; the contact only for those who write."""
    own = [
        _("Group"), pgettext("person", "Name"), _("Office"), _("Side"), _("Represents"), _("Mandate from"),
        _("Mandate to"), _("Appointed by"), _("The name may be published"),
    ]  # fmt: skip
    return [*own, _("E-mail"), _("Telephone")] if with_contact else own


def rows(groups: Sequence[GroupAtWork], *, with_contact: bool) -> Iterator[list[Any]]:
    for each in groups:
        for member in each.members:
            row = [
                each.group.name,
                member.person.name,
                office_of(member, each.members),
                member.get_party_display(),
                member.represents,
                member.starts_on,
                member.ends_on,
                member.appointed_by,
                member.name_is_public,
            ]
            yield [*row, member.person.email, member.person.phone] if with_contact else row
