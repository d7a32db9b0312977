"""What the sample plan knows: needs, a SWOT, links, a chapter with a table and a snapshot. Stands in the tenant."""

from typing import TYPE_CHECKING, Any

from support.world import FOUNDED

if TYPE_CHECKING:
    from support.harness.world import World

WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


def fill_knowing(world: "World", mark: str) -> None:
    """A need that a statement and the measure answer, one set aside, and two chapters, one of them accepted."""
    from planning.knowing import commands, swot

    facts = {"text": f"{mark} viac", "target_group": f"{mark} skupina", "source": "SURVEY", "weight": 4}
    place = {"municipality": "508438", "municipality_name": f"{mark} obec", "part": f"{mark} časť"}
    noted = {"source_note": f"{mark} zápis", "source_on": FOUNDED.date()}
    world.need = commands.add_need(world.plan, title=f"{mark} potreba", **facts, **place, **noted, **WHO)
    aside = commands.add_need(world.plan, title=f"{mark} odložená", source="GROUP", **WHO)
    commands.set_need_aside(aside, why=f"{mark} prečo", **WHO)
    world.swot = swot.begin_swot(world.plan, kind="GROUP", name=f"{mark} SWOT", **WHO)
    world.statement = swot.add_statement(world.swot, quarter="WEAKNESS", text=f"{mark} výrok", **WHO)
    world.link = commands.link(world.plan, need=world.need, node=world.measure, **WHO)
    commands.link(world.plan, need=world.need, statement=world.statement, **WHO)
    commands.link(world.plan, statement=world.statement, node=world.measure, **WHO)
    fill_chapters(world, mark)


def fill_chapters(world: "World", mark: str) -> None:
    from planning.knowing import chapters
    from planning.knowing.tables import Table

    table = Table([f"{mark} rok", f"{mark} ľudia"], [[f"{mark} 2024", "1250"], [f"{mark} 2025", "1301"]])
    facts = {"source": f"{mark} zdroj", "as_of": FOUNDED.date(), "drawing": "BARS", "table": table}
    chapters.write_chapter(world.plan, kind="PROVIDERS", text=f"{mark} text kapitoly", seen="", **WHO)
    world.figure = chapters.add_figure(world.plan, kind="PROVIDERS", title=f"{mark} tabuľka", **facts, **WHO)
    chapters.take_snapshot(world.plan, towns=[("508438", f"{mark} mesto")], **WHO)
    accepted = chapters.write_chapter(world.plan, kind="NEEDS", text=f"{mark} potreby", seen="", **WHO)
    chapters.add_figure(world.plan, kind="NEEDS", title=f"{mark} čísla", **facts, **WHO)
    accepted.refresh_from_db()
    told = {"on": FOUNDED.date(), "note": f"{mark} zápisnica", "version": accepted.version}
    chapters.accept_chapter(world.plan, kind="NEEDS", **told, **WHO)
