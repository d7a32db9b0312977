"""What the list of entries can be narrowed by."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import ServiceKind
from catalogue.quality.criteria import CRITERIA
from catalogue.quality.reporting import Group, Wanted


class NarrowForm(forms.Form):
    """Read from the address; what is not known is left out."""

    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of service"), required=False)
    missing = forms.ChoiceField(label=gettext_lazy("What is missing"), required=False)
    partly = forms.ChoiceField(label=gettext_lazy("What is there in part"), required=False)
    hide_optional = True

    def __init__(self, data: Any, *, districts: Iterable[Group], kinds: Iterable[ServiceKind]) -> None:
        super().__init__(data)
        criteria = [(each.code, each.title) for each in CRITERIA]
        nowhere = _("district not known, or a wider reach")
        choices: dict[str, list[tuple[str, Any]]] = {
            "district": [(each.key, each.name or nowhere) for each in districts],
            "kind": [(each.code, each.name) for each in kinds],
            "missing": criteria,
            "partly": criteria,
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("All")), *options]

    def wanted(self) -> Wanted:
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.fields})
