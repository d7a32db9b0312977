"""The plans of the sample world: one published with its course and a paper, one a draft. Stands in the tenant."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from support.harness.world_knowing import fill_knowing
from support.harness.world_years import fill_years
from support.world import FOUNDED

if TYPE_CHECKING:
    from support.harness.world import World


def fill_plans(world: "World", mark: str) -> None:
    """A published plan whose measure is joined to the service, and a draft. Stands in the tenant."""
    from planning.standards.commands import say_of_item
    from planning.structure.commands import create_plan, join_service
    from planning.structure.publishing import publish_plan
    from planning.structure.workbook.commands import bring_file

    facts = {"starts_on": date(2026, 1, 1), "ends_on": date(2030, 12, 31), "by": None, "at": FOUNDED}
    world.plan = create_plan(title=f"{mark} plán", kind="MUNICIPAL", summary=f"{mark} zhrnutie", **facts)
    world.measure = fill_tree(world.plan, mark)
    world.joined = join_service(world.measure, service_id=world.service.pk, by=None, at=FOUNDED)
    fill_knowing(world, mark)
    world.cost = fill_sheet(world.measure, mark)
    rows = [{"line": "2", "level": "priority", "title": f"{mark} z tabuľky"}]
    world.brought = bring_file(world.plan, rows=rows, file_name=f"{mark}.xlsx", by=None, at=FOUNDED)
    publish_plan(world.plan, by=None, at=FOUNDED)
    world.paper, world.extension = fill_course(world.plan, mark)
    keep_printed(world.plan.published(), mark)
    world.judged, world.batch = judge_and_change(world.plan, world.measure, mark)
    say_of_item(world.plan, "VISION", verdict="IS_THERE", text=f"{mark} kapitola", by=None, at=FOUNDED)
    fill_years(world, world.plan, mark)
    world.draft = create_plan(title=f"{mark} koncept", kind="MUNICIPAL", summary=f"{mark} tajné", **facts)
    fill_tree(world.draft, f"{mark} koncept")


def fill_course(plan: Any, mark: str) -> Any:
    """A paper with a file, the steps as told from outside, an extension, a step back; answers paper and extension."""
    from django.core.files.base import ContentFile

    from planning.course import commands
    from planning.course.happenings import extend_plan
    from planning.course.stages import ORDER, PaperKind, Stage

    day, who = FOUNDED.date(), {"by": None, "at": FOUNDED}
    file = ContentFile(f"%PDF-{mark}".encode(), name=f"{mark}.pdf")
    paper = commands.record_paper(
        plan, kind=PaperKind.MANDATE, on=day, number=f"{mark} č. 1", note=f"{mark} poznámka", file=file, **who
    )
    told = dict.fromkeys(ORDER[: ORDER.index(Stage.IN_FORCE) + 1], day)
    here = commands.tell_past(plan, days=told, seen=0, **who)[-1].number
    resolved = {"on": day, "number": f"{mark} č. 2", "note": f"{mark} zastupiteľstvo"}
    extension = extend_plan(plan, until=date(2031, 12, 31), seen=here, **resolved, **who)
    commands.go_back(plan, to=Stage.INITIATED, seen=here + 1, why=f"{mark} dôvod", **who)
    return paper, extension


def judge_and_change(plan: Any, measure: Any, mark: str) -> Any:
    """A criterion judged with a recommendation, and the name of a change of many items."""
    from planning.standards.assessing import lists
    from planning.standards.judging import Answer, assess, digest
    from planning.standards.models import ChecklistWord
    from planning.structure.bulk.commands import change_many
    from planning.structure.bulk.proposing import Act
    from planning.structure.levels import change_levels

    who = {"by": None, "at": FOUNDED}
    answers = {"RULES": Answer(3, f"{mark} dôkaz", f"{mark} odporúčanie")}
    assess(plan, lists()["MONITORING"], on=FOUNDED.date(), answers=answers, seen=digest([]), **who)
    plan.refresh_from_db()
    change_levels(plan, levels=plan.levels, words={"PRIORITY": f"{mark} oblasť"}, version=plan.version, **who)
    measure.refresh_from_db()
    seen = {measure.pk: measure.version}
    batch = change_many(plan, seen, Act.TERRITORY, {"territory": f"{mark} mesto"}, why=f"{mark} prečo", **who)
    return ChecklistWord.objects.get(list="MONITORING"), batch


def keep_printed(publication: Any, mark: str) -> None:
    """A file of the publication, as the job would have made it."""
    from django.core.files.base import ContentFile

    from planning.structure.models import PrintedPlan

    printed = PrintedPlan(publication=publication, ending="pdf", size=9, sha256="0" * 64, made_at=FOUNDED)
    printed.file.save("plan.pdf", ContentFile(f"%PDF-{mark}".encode()), save=False)
    printed.save()


def fill_sheet(measure: Any, mark: str) -> Any:
    """A row in every part of the measure's sheet; answers the costs."""
    from planning.structure.sheet import models as sheet
    from planning.structure.sheet.commands import add_row

    who = {"by": None, "at": FOUNDED}
    add_row(measure, sheet.Partner, {"name": f"{mark} partner", "part": f"{mark} pomáha"}, **who)
    change = {"kind": "SK448-41", "way": "CHANGED", "amount": 5, "unit": "PLACES"}
    add_row(measure, sheet.CapacityChange, change, **who)
    number = {"kind": "IMPACT", "unit": f"{mark} ľudia", "direction": "UP", "source": f"{mark} zdroj"}
    share = {"numerator": f"{mark} koľko", "denominator": f"{mark} z koľkých", "groups": [f"{mark} seniori"]}
    number |= {"is_share": True, **share}
    add_row(measure, sheet.Indicator, {"name": f"{mark} ukazovateľ", **number, "targets": {2026: 7}}, **who)
    risk = {"probability": 2, "impact": 3, "treatment": f"{mark} náprava", "owner": f"{mark} strážca"}
    add_row(measure, sheet.Risk, {"title": f"{mark} riziko", **risk}, **who)
    return add_row(measure, sheet.Cost, {"year": 2026, "source": "OWN", "planned": 100, "spent": None}, **who)


def fill_tree(plan: Any, mark: str) -> Any:
    """One node on each level; answers the measure."""
    from planning.structure.commands import add_node

    parent, measure = None, None
    for level in plan.levels:
        period = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 1) + timedelta(days=300)}
        group = {"guarantor": f"{mark} skupina", "territory": f"{mark} kde"} if level == "MEASURE" else {}
        parent = add_node(
            plan, parent=parent, title=f"{mark} {level.lower()}", text=f"{mark} text", by=None, at=FOUNDED,
            target_groups=f"{mark} komu", implementer=f"{mark} kto", **period, **group,
        )  # fmt: skip
        measure = parent if level == "MEASURE" else measure
    return measure
