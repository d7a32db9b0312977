"""The groups of the sample world: one with members now and before and with applications, one that has ended."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from support.world import FOUNDED

if TYPE_CHECKING:
    from support.harness.world import World


def fill_groups(world: "World", mark: str) -> None:
    """Stands in the tenant."""
    from planning.groups import commands
    from planning.groups.models import Application
    from planning.groups.people import Newcomer

    day, who = FOUNDED.date(), {"by": None, "at": FOUNDED}
    group = commands.found_group(
        plan=world.plan, kind="WORKING", name=f"{mark} skupina", about=f"{mark} čomu sa venuje", started_on=day, **who
    )
    seat = {"party": "USER", "represents": f"{mark} zväz", "starts_on": day, "appointed_by": f"{mark} primátor"}
    newcomer = Newcomer(f"{mark} Anna", "anna@example.org", f"{mark} 0905")
    member = commands.add_member(group, who=newcomer, name_is_public=True, **seat, **who)
    gone = commands.add_member(group, who=Newcomer(f"{mark} Beáta"), **seat, **who)
    commands.end_mandate(gone, on=day + timedelta(1), why=f"{mark} odišla", **who)
    substitute = {"office": "SUBSTITUTE", "substitute_for": member}
    commands.add_member(group, who=Newcomer(f"{mark} Cyril"), **(seat | substitute), **who)
    old = commands.found_group(plan=None, kind="STEERING", name=f"{mark} stará skupina", started_on=day, **who)
    commands.end_group(old, on=day, why=f"{mark} koniec", **who)
    world.group, world.member, world.person = group, member, member.person
    world.application = fill_applications(group, mark)
    if mark.isascii():  # letters are written to these addresses, so each has to be one
        for number, row in enumerate(Application.objects.order_by("asked_at", "name")):
            Application.objects.filter(pk=row.pk).update(email=f"person{number}@{mark}.example.org")


def fill_applications(group: Any, mark: str) -> Any:
    """One taken in, one declined, one that waits; answers the last one."""
    from planning.groups import applying
    from planning.groups.people import Newcomer

    who = {"by": None, "at": FOUNDED}
    asked = [
        applying.ask_to_join(
            group, name=f"{mark} {name}", email=f"{name}@example.org", phone=f"{mark} 0905", party="PUBLIC",
            represents=f"{mark} zväz", why=f"{mark} prečo", name_is_public=True, at=FOUNDED,
        )
        for name in ("dana", "erik", "filip")
    ]  # fmt: skip
    applying.take_application(
        asked[0], who=Newcomer(f"{mark} Dana"), starts_on=FOUNDED.date(), appointed_by=f"{mark} skupina", **who
    )
    applying.decline_application(asked[1], why=f"{mark} skupina je plná", **who)
    return asked[2]
