"""Notices, the log, a follower and letters of the sample world. In the tenant."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.harness.world import World

FOLLOWER = "follower@example.org"


@dataclass(frozen=True)
class Informing:
    """What routes of informing are asked about."""

    notice: Any
    draft: Any
    logged: Any
    secret: str
    whose: Any


def fill_informing(world: "World", mark: str) -> None:
    """A notice everybody reads and a draft, an entry with its proof, somebody who asked to follow, a waiting letter."""
    from django.core.files.base import ContentFile
    from support.informing import draft, letters, secret_in, shown

    from kernel.clock import now, today
    from planning.informing import following, log, telling
    from planning.informing.models import MUNICIPALITY
    from tenants.duties import mark_of

    def file() -> Any:
        return ContentFile(f"%PDF-{mark}".encode(), name=f"{mark}.pdf")

    alfa = world.tenants["alfa"]
    facts = {"text": f"{mark} text oznamu", "link": "https://example.org/oznam", "plan_id": world.plan.pk}
    following.ask_to_follow("agreed@example.org", [MUNICIPALITY, str(world.plan.pk)], alfa, at=now())
    following.begin_to_follow(secret_in(letters("planning.follow")[-1]), at=now())
    notice = shown(f"{mark} oznam", file=file(), **facts)
    logged = log.write_entry(
        title=f"{mark} zápis", channel="RADIO", on=today(), text=f"{mark} poznámka", audience=f"{mark} komu",
        plan_id=world.plan.pk, link="https://example.org/dôkaz", file=file(), by=None, at=now(),
    )  # fmt: skip
    telling.tell_notices(today(), alfa, at=now())
    following.ask_to_follow(FOLLOWER, [MUNICIPALITY], alfa, at=now())
    world.informing = Informing(
        notice=notice,
        draft=draft(f"{mark} rozpísaný oznam", **facts),
        logged=logged,
        secret=secret_in(letters("planning.follow")[-1]),
        whose=mark_of("agreed@example.org"),
    )
