"""Notices, followers and letters, made by the commands people use."""

import re
from typing import Any

from support.plans import here
from support.world import FOUNDED

NOBODY: dict[str, Any] = {"by": None, "at": FOUNDED}
EVA = "eva@example.org"


def draft(title: str = "Hľadáme členov do skupiny", **facts: Any) -> Any:
    from kernel.clock import now, today
    from planning.informing.noticing import write_notice

    said = {"text": "Prihláste sa do konca mesiaca.", "shown_from": today(), "shown_until": None} | facts
    return write_notice(title=title, by=None, at=now(), **said)


def shown(title: str = "Hľadáme členov do skupiny", **facts: Any) -> Any:
    from kernel.clock import now
    from planning.informing.noticing import publish_notice

    return publish_notice(draft(title, **facts), by=None, at=now())


def follow(email: str, *topics: str, tenant: Any) -> Any:
    """Asked for and agreed, as by the link of the letter."""
    from kernel.clock import now
    from planning.informing import following
    from planning.informing.models import MUNICIPALITY

    following.ask_to_follow(email, topics or [MUNICIPALITY], tenant, at=now())
    return following.begin_to_follow(secret_in(letters()[-1]), at=now())


def letters(kind: str = "planning.") -> list[Any]:
    from kernel.mail.models import OutgoingMail

    return list(OutgoingMail.objects.filter(kind__startswith=kind).order_by("created_at", "to"))


def news(to: str = EVA) -> list[Any]:
    """The daily letters somebody got."""
    from planning.informing import telling

    return [each for each in letters(telling.KIND) if each.to == to]


def secret_in(letter: Any, page: str = "follow") -> str:
    found = re.search(rf"/{page}/([^/\s]+)/", letter.text)
    assert found, letter.text
    return found.group(1)


def path_in(letter: Any, page: str) -> str:
    """The path of a link of the letter."""
    found = re.search(rf"(/{page}/[^/\s]+/(?:stop/)?)\s", letter.text)
    assert found, letter.text
    return found.group(1)


def morning() -> None:
    """What happens by the clock each morning."""
    from planning.tasks import write_daily_letters

    write_daily_letters()


__all__ = ["EVA", "NOBODY", "draft", "follow", "here", "letters", "morning", "news", "path_in", "secret_in", "shown"]
