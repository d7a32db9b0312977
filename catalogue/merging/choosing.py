"""Two entries side by side: where they differ, and which of the two values is to stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from catalogue import wording
from catalogue.models import Provider, Service
from catalogue.registry.fields import BY_NAME
from catalogue.registry.reading import has_secret, is_same, shown_values
from catalogue.review.wording import FieldWords

KEPT, GONE, BOTH = "KEPT", "GONE", "BOTH"
# Whose the service is, is settled by merging the providers; when it was confirmed speaks of one of the entries only.
NOT_CHOSEN = frozenset(["provider", "confirmation"])
CAN_BE_BOTH = frozenset(
    [
        "phones",
        "emails",
        "webs",
        "languages",
        "accessibility",
        "target_groups",
        "age_groups",
        "forms",
        "places",
        "reach",
    ]
)
LABELS = {"legal_form": _("Legal form"), "type": _("Kind of provider")}
OF_PROVIDER = ("name", "legal_form", "type", "phones", "emails", "webs")


@dataclass(frozen=True)
class Difference:
    """One field on which two entries differ, as values and in words."""

    field: str
    label: str
    kept: Any
    gone: Any
    kept_words: str
    gone_words: str

    @property
    def can_be_both(self) -> bool:
        return self.field in CAN_BE_BOTH and bool(self.kept) and bool(self.gone)

    def value(self, choice: str) -> Any:
        """The value that a choice lets stand."""
        if choice == BOTH:
            return [*self.kept, *(each for each in self.gone if each not in self.kept)]
        return self.gone if choice == GONE else self.kept


def values_of(services: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """All that can be chosen of these services."""
    return shown_values(services, BY_NAME.keys() - NOT_CHOSEN)


def differences_of_services(kept: Service, gone: Service) -> list[Difference]:
    values = values_of([kept.pk, gone.pk])
    one, other = values[kept.pk], values[gone.pk]
    if has_secret(one["places"]) or has_secret(other["places"]):
        del one["places"], other["places"]  # an address that is secret is compared by nobody
    names = [name for name in one if not is_same(name, one[name], other[name])]
    words = FieldWords([(name, side[name]) for side in (one, other) for name in names])
    return [
        Difference(
            name,
            wording.label(name),
            one[name],
            other[name],
            words.show(name, one[name]),
            words.show(name, other[name]),
        )
        for name in sorted(names, key=wording.position)
    ]


def differences_of_providers(kept: Provider, gone: Provider) -> list[Difference]:
    found = []
    for name in OF_PROVIDER:
        one, other = getattr(kept, name), getattr(gone, name)
        if one != other:
            label = str(LABELS[name]) if name in LABELS else wording.label(name)
            found.append(Difference(name, label, one, other, _words(kept, name), _words(gone, name)))
    return found


def _words(provider: Provider, name: str) -> str:
    value = getattr(provider, name)
    if name == "type":
        return str(provider.get_type_display())
    return ", ".join(value) if isinstance(value, list) else str(value)


def wanted(differences: list[Difference], chosen: Mapping[str, str]) -> dict[str, Any]:
    """What is to stand in each field in which the two differ; where nothing was chosen, the kept entry's value."""
    return {each.field: each.value(_choice(each, chosen)) for each in differences}


def _choice(each: Difference, chosen: Mapping[str, str]) -> str:
    choice = chosen.get(each.field, KEPT)
    return KEPT if choice == BOTH and not each.can_be_both else choice
