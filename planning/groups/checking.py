"""What the coordinator should know of a group: a side that is missing, too many providers, mandates that run out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.groups.models import TRIAD, Group, GroupMember, Party
from planning.structure.models import Plan

SOON = timedelta(days=60)
Office = GroupMember.Office
# A substitute sits there instead of somebody, a guest has no voice: neither makes a side present.
COUNTED = frozenset({Office.CHAIR, Office.SECRETARY, Office.MEMBER})


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at. `is_grave`: the group is not what the law and the method ask for."""

    code: str
    text: str
    is_grave: bool = True


def missing_sides(members: Iterable[GroupMember]) -> list[Party]:
    """Sides of the triad that nobody represents among these members."""
    present = {member.party for member in members if member.office in COUNTED}
    return [party for party in TRIAD if party not in present]


def concerns_of(members: Sequence[GroupMember], day: date) -> list[Concern]:
    """`members`: those whose mandate runs on this day."""
    return [*_sides(members), *_chair(members), *_substitutes(members), *_running_out(members, day)]


def _sides(members: Sequence[GroupMember]) -> Iterable[Concern]:
    words = {
        Party.COMMISSIONER: _("Nobody speaks for the commissioner."),
        Party.PROVIDER: _("Nobody speaks for the providers."),
        Party.USER: _("Users of services are missing."),
    }
    for party in missing_sides(members):
        yield Concern(f"NO_{party}", words[party])
    counted = Counter(member.party for member in members if member.office in COUNTED)
    providers, everybody = counted[Party.PROVIDER], counted.total()
    if providers * 2 > everybody:
        text = _("Providers are more than half: %(providers)s of %(all)s.")
        yield Concern("MOSTLY_PROVIDERS", text % {"providers": providers, "all": everybody})


def _chair(members: Sequence[GroupMember]) -> Iterable[Concern]:
    if not any(member.office == Office.CHAIR for member in members):
        yield Concern("NO_CHAIR", _("The group has no chair."))


def _substitutes(members: Sequence[GroupMember]) -> Iterable[Concern]:
    sitting = {member.pk for member in members}
    lost = sum(bool(member.substitute_for_id) and member.substitute_for_id not in sitting for member in members)
    if lost:
        text = ngettext(
            "%(count)s substitute stands for somebody who is no longer a member.",
            "%(count)s substitutes stand for somebody who is no longer a member.",
            lost,
        )
        yield Concern("LOST_SUBSTITUTE", text % {"count": lost}, is_grave=False)


def _running_out(members: Sequence[GroupMember], day: date) -> Iterable[Concern]:
    soon = sum(member.ends_on is not None and member.ends_on <= day + SOON for member in members)
    if soon:
        text = ngettext(
            "%(count)s mandate ends within %(days)s days.", "%(count)s mandates end within %(days)s days.", soon
        )
        yield Concern("ENDING", text % {"count": soon, "days": SOON.days}, is_grave=False)


def plans_without_steering(day: date) -> list[Plan]:
    """Plans that have not run out and that no steering group leads."""
    leading = set(Group.objects.running_on(day).filter(kind=Group.Kind.STEERING).values_list("plan_id", flat=True))
    if None in leading:
        return []
    return list(Plan.objects.filter(Q(ends_on__gte=day)).exclude(pk__in=leading).order_by("starts_on", "title", "id"))
