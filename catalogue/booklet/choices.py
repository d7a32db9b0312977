"""What somebody wants on paper: an area, for whom, how large, in which language."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import Booklet, TargetGroup
from kernel.errors import DomainError
from tenants.models import Municipality, Tenant
from tenants.queries import codes_of_region, region


class UnknownArea(DomainError):
    default_code = "unknown_area"


@dataclass(frozen=True, slots=True)
class Choice:
    level: str = Booklet.Level.REGION
    code: str = ""
    target_group: str = ""
    chapters: str = Booklet.Chapters.KIND
    is_large: bool = False
    format: str = Booklet.Format.PDF
    language: str = "sk"

    def as_fields(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, booklet: Booklet) -> "Choice":
        return cls(**{name: getattr(booklet, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the region as a set of codes: its municipalities, and the areas they lie in."""

    name: str
    municipalities: frozenset[str]
    around: frozenset[str]  # codes of districts, regions and the country that a service may come to

    @property
    def codes(self) -> frozenset[str]:
        return self.municipalities | self.around


def area_of(choice: Choice) -> Area:
    """The area with its name; refuses one that is not of this region."""
    here = region()
    if here is None:
        raise UnknownArea(_("This deployment has no region yet."))
    whole = codes_of_region(here)
    name, codes = _part(choice, here, whole)
    rows = list(Municipality.objects.filter(code__in=codes & whole))
    if not rows:
        raise UnknownArea(_("This area is not part of the region."))
    around = {code for row in rows for code in (row.district_code, row.region_code, row.country)}
    return Area(name, frozenset(row.code for row in rows), frozenset(around - {""}))


def _part(choice: Choice, here: Tenant, whole: frozenset[str]) -> tuple[str, frozenset[str]]:
    match choice.level:
        case Booklet.Level.REGION:
            return here.name, whole
        case Booklet.Level.DISTRICT:
            rows = list(Municipality.objects.filter(district_code=choice.code).values_list("code", "district_name"))
            name = _("District %(name)s") % {"name": rows[0][1]} if rows else ""
            return name, frozenset(code for code, _name in rows)
        case Booklet.Level.TENANT:
            tenant = Tenant.objects.filter(key=choice.code, is_open=True).first()
            covered = tenant.covers.values_list("code", flat=True) if tenant else []
            return (tenant.name if tenant else ""), frozenset(covered)
        case _:
            town = Municipality.objects.filter(code=choice.code).first()
            return (town.name if town else ""), frozenset({choice.code})


def group_name(code: str) -> str:
    """For whom, in the running language; nothing when the booklet is for all."""
    row = TargetGroup.objects.filter(code=code).first() if code else None
    return row.name or row.code if row else ""
