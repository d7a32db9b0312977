"""Who pays for the planning and under which project: one value, printed on every document and page of a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from planning.structure.models import Plan

NAMES = ("funded_by", "project_number", "publicity", "methodologist")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Funding of the process, number of the project, publicity line and outside methodologist; each may be empty."""

    funded_by: str = ""
    project_number: str = ""
    publicity: str = ""
    methodologist: str = ""

    def lines(self) -> tuple[str, ...]:
        """As it is printed: the publicity line as it was prescribed, then the facts. Empty where nothing is told."""
        facts = (
            (_("Paid from"), self.funded_by),
            (_("Project number"), self.project_number),
            (_("Outside methodologist"), self.methodologist),
        )
        told = " · ".join(f"{term}: {words}" for term, words in facts if words)
        return tuple(line for line in (self.publicity, told) if line)


def imprint_of(plan: Plan | None) -> Imprint:
    """As the plan tells it now."""
    return Imprint(**{name: getattr(plan, name) for name in NAMES}) if plan else Imprint()


def kept(imprint: Imprint) -> dict[str, str]:
    return asdict(imprint)


def read(content: Mapping[str, Any]) -> Imprint:
    """From what a publication keeps; empty in those made before plans had it."""
    return Imprint(**{name: str(content.get(name, "")) for name in NAMES})


def lines_of(plans: Iterable[Plan | None]) -> tuple[str, ...]:
    """The lines of all these plans, each once."""
    return tuple(dict.fromkeys(line for plan in plans for line in imprint_of(plan).lines()))
