"""The surveys of the sample world: a draft, two that are open, one closed with texts, one with published results."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from support.world import FOUNDED

if TYPE_CHECKING:
    from support.harness.world import World

WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


@dataclass(frozen=True)
class Surveys:
    """What routes of surveys are asked about."""

    draft: Any
    open: Any
    each_once: Any
    closed: Any
    published: Any


def fill_surveys(world: "World", mark: str) -> None:
    """Each asks a choice and a text; the last two have six answers. Stands in the tenant."""
    from support.surveys import running

    from planning.surveys import commands, using

    asked = (
        {"kind": "SINGLE", "text": f"{mark} otázka", "options": f"{mark} áno\n{mark} nie", "easy": f"{mark} ľahko",
         "easy_options": f"{mark} á\n{mark} n", "help": f"{mark} pomôcka", "other": True},
        {"kind": "SCALE", "text": f"{mark} stupnica", "low": f"{mark} dole", "high": f"{mark} hore"},
        {"kind": "TEXT", "text": f"{mark} slová"},
    )  # fmt: skip
    facts = {
        "introduction": f"{mark} úvod", "introduction_easy": f"{mark} ľahký úvod", "privacy": f"{mark} súkromie",
        "sampling": f"{mark} výber",
    }  # fmt: skip
    drafted, opened, each_once, closed, published = (
        running(world.plan, *asked, title=f"{mark} dotazník {number}", one_each=number == 2, **facts)
        for number in range(5)
    )
    for row in (closed, published):
        _answer(row, mark)
        commands.close_survey(row, **WHO)
        row.refresh_from_db()
        using.choose_quote(row, row.asked[2], text=f"{mark} citát", **WHO)
    commands.publish_results(published, across="Q1", **WHO)
    world.surveys = Surveys(commands.take_back(drafted, **WHO), opened, each_once, closed, published)


def _answer(survey: Any, mark: str) -> None:
    from support.surveys import say

    from kernel.clock import now

    for number in range(6):
        say(survey, at=now(), Q1="O1", Q2=3, Q3=f"{mark} text {number}")


def answer_secret(world: "World", site: str) -> str:
    """A link of a letter, as this site makes it."""
    from accounts import tokens
    from planning.surveys.answering import PURPOSE

    return tokens.make_link(PURPOSE, world.surveys.each_once.pk, world.tenants[site].key, timedelta(days=9))


def text_key(world: "World", site: str) -> str:
    """A free text as this site finds it."""
    from kernel.tenancy import entered
    from planning.surveys.models import Survey
    from planning.surveys.using import texts_of

    with entered(world.tenants["beta" if site == "beta" else "alfa"].key):
        found = Survey.objects.filter(pk=world.surveys.closed.pk).first()
        return texts_of(found)[0].key if found is not None else "x.Q3"
