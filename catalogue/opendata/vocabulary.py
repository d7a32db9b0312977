"""Our code lists as taxonomies and terms: kinds by law, target groups, life situations, forms, ages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import AgeGroup, Form, KindGroup, LifeSituation, ServiceKind, TargetGroup
from catalogue.opendata.ids import derived

COUNTRIES = ("SK", "CZ")
KINDS, GROUPS, SITUATIONS, FORMS, AGES = "kinds", "target-groups", "life-situations", "forms", "age-groups"
BOUNDS = {
    "10": (0, 0), "1": (1, 6), "2": (7, 10), "3": (11, 15), "4": (16, 18), "5": (19, 26), "6": (27, 64), "7": (65, 80),
    "8": (81, None),
}  # fmt: skip
ANY_AGE = str(AgeGroup.ANY)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A code list; those that follow a country's law carry its code."""

    key: str
    country: str
    name: str
    description: str

    @property
    def id(self) -> str:
        return derived("taxonomy", self.key, self.country)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "description": self.description, "version": "1"}


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a list."""

    taxonomy: Taxonomy = field(repr=False)
    code: str
    name: str
    description: str
    above: str = ""

    @property
    def id(self) -> str:
        return derived("term", self.taxonomy.key, self.taxonomy.country, self.code)

    @property
    def parent_id(self) -> str:
        return derived("term", self.taxonomy.key, self.taxonomy.country, self.above) if self.above else ""

    def as_json(self, *, with_taxonomy: bool = False) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "description": self.description,
            "taxonomy": self.taxonomy.name,
            "taxonomy_id": self.taxonomy.id,
            "language": get_language() or "sk",
        }
        if self.above:
            facts["parent_id"] = self.parent_id
        if with_taxonomy:
            facts["taxonomy_detail"] = self.taxonomy.as_json()
        return facts


def taxonomy(key: str, country: str = "") -> Taxonomy:
    words = {
        (KINDS, "SK"): (_("Kinds of social services (Slovakia)"), _("By Act 448/2008 Z. z. on social services.")),
        (KINDS, "CZ"): (_("Kinds of social services (Czechia)"), _("By Act 108/2006 Sb. on social services.")),
        (GROUPS, "SK"): (_("Target groups (Slovakia)"), _("In plain words, since the Act has no list of its own.")),
        (GROUPS, "CZ"): (
            _("Target groups (Czechia)"),
            _("As the register of providers of social services lists them."),
        ),
        (SITUATIONS, "SK"): (_("Life situations (Slovakia)"), _("What brings people here, in their own words.")),
        (SITUATIONS, "CZ"): (_("Life situations (Czechia)"), _("What brings people here, in their own words.")),
        (FORMS, ""): (_("Forms of social services"), _("How a service reaches people.")),
        (AGES, ""): (_("Age groups"), _("Ages as the Czech register of providers counts them.")),
    }
    return Taxonomy(key, country, *words[key, country])


def taxonomies() -> list[Taxonomy]:
    of_laws = [taxonomy(key, country) for key in (KINDS, GROUPS, SITUATIONS) for country in COUNTRIES]
    return [*of_laws, taxonomy(FORMS), taxonomy(AGES)]


class Speaker:
    """Makes terms of rows and codes; the taxonomies are named once for a whole answer."""

    def __init__(self) -> None:
        self.of = {(each.key, each.country): each for each in taxonomies()}
        self.acts = {"SK": _("Act 448/2008 Z. z."), "CZ": _("Act 108/2006 Sb.")}

    def kind(self, row: ServiceKind) -> Term:
        law = f"{row.paragraph} {self.acts[row.country]}"
        plain = row.plain_name
        told = f"{plain[:1].upper()}{plain[1:]} ({law})" if plain else law
        return Term(self.of[KINDS, row.country], row.code, row.name, told, row.group)

    def chapter(self, country: str, code: str) -> Term:
        name = str(KindGroup(code).label)
        return Term(self.of[KINDS, country], code, name, f"{name} ({self.acts[country]})")

    def target_group(self, row: TargetGroup) -> Term:
        name = row.name or row.code
        return Term(self.of[GROUPS, row.country], row.code, name, name)

    def situation(self, row: LifeSituation) -> Term:
        return Term(self.of[SITUATIONS, row.country], row.code, row.name, row.name)

    def form(self, code: str) -> Term:
        name = str(Form(code).label)
        return Term(self.of[FORMS, ""], code, name, name)

    def age(self, code: str) -> Term:
        name = str(AgeGroup(code).label)
        return Term(self.of[AGES, ""], code, name, name)

    def all_terms(self) -> list[Term]:
        """Every term of every list, in four queries."""
        kinds = list(ServiceKind.objects.order_by("position", "code"))
        chapters = dict.fromkeys((kind.country, kind.group) for kind in kinds)
        return [
            *(self.chapter(country, group) for country, group in chapters),
            *(self.kind(row) for row in kinds),
            *(self.target_group(row) for row in TargetGroup.objects.order_by("position", "code")),
            *(self.situation(row) for row in LifeSituation.objects.order_by("position", "code")),
            *(self.form(code) for code in Form.values),
            *(self.age(code) for code in AgeGroup.values),
        ]


def age_bounds(codes: Iterable[str]) -> tuple[int | None, int | None]:
    """The lowest and the highest age; an open end or any age is none."""
    held = [BOUNDS[code] for code in codes if code in BOUNDS]
    if not held or ANY_AGE in codes:
        return None, None
    tops = [top for _low, top in held]
    return min(low for low, _top in held), None if None in tops else max(top for top in tops if top is not None)
