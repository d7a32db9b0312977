"""Kinds of services, target groups, forms and life situations as frozen cards, under the names people know them by."""

from datetime import date

from catalogue.cards import FirstStep, GroupCard, KindCard, LifeSituationCard, Names
from catalogue.models import Form, LifeSituation, ServiceKind, TargetGroup
from kernel.clock import today


def kinds(country: str = "", *, day: date | None = None) -> list[KindCard]:
    """The kinds that the law knows on this day."""
    rows = ServiceKind.objects.effective_on(day or today()).order_by("position", "code")
    return [kind_card(row) for row in (rows.filter(country=country) if country else rows)]


def target_groups(country: str = "", *, day: date | None = None) -> list[GroupCard]:
    rows = TargetGroup.objects.effective_on(day or today()).order_by("position", "code")
    return [group_card(row) for row in (rows.filter(country=country) if country else rows)]


def forms() -> dict[str, str]:
    """How a service may reach a person: each code with its label in the reader's language."""
    return {str(code): str(label) for code, label in Form.choices}


def life_situations(country: str = "") -> list[LifeSituationCard]:
    """What brings people here, in their own words, with first steps and the kinds that help, the likeliest first."""
    rows = LifeSituation.objects.order_by("position", "code")
    if country:
        rows = rows.filter(country=country)
    link = LifeSituation.kinds.through._default_manager.order_by("pk")
    helps: dict[str, list[str]] = {}
    for situation, kind in link.values_list("lifesituation_id", "servicekind_id"):
        helps.setdefault(situation, []).append(kind)
    return [_situation_card(row, tuple(helps.get(row.code, ()))) for row in rows]


def _situation_card(row: LifeSituation, kinds: tuple[str, ...]) -> LifeSituationCard:
    return LifeSituationCard(
        code=row.code,
        country=row.country,
        names=_names(row),
        kinds=kinds,
        intro=Names(row.intro_sk, row.intro_cs, row.intro_en),
        steps=tuple(
            FirstStep(step["key"], Names(**step["words"]), step["source"], step["address"], step["said_on"])
            for step in row.steps
        ),
    )


def kind_card(row: ServiceKind) -> KindCard:
    return KindCard(
        code=row.code,
        country=row.country,
        paragraph=row.paragraph,
        names=_names(row),
        plain=Names(row.plain_sk, row.plain_cs, row.plain_en),
        group=row.group,
        forms=tuple(row.forms),
        register_code=row.register_code,
        is_free=row.is_free,
        may_hide_address=row.may_hide_address,
    )


def group_card(row: TargetGroup) -> GroupCard:
    return GroupCard(row.code, row.country, _names(row), row.register_code)


def _names(row: ServiceKind | TargetGroup | LifeSituation) -> Names:
    return Names(row.name_sk, row.name_cs, row.name_en)


def all_names(kind: ServiceKind) -> list[str]:
    return [kind.name_sk, kind.name_cs, kind.name_en, kind.plain_sk, kind.plain_cs, kind.plain_en, kind.code]
