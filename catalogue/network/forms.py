"""Forms of a network."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.models import NetworkEntry, Service, ServiceKind
from catalogue.network.reading import Asked
from ui.forms import Autocomplete, DateField, DecimalField

STATES = (
    ("running", _("in the network now")),
    ("coming", _("coming into the network")),
    ("past", _("left the network")),
    ("outlived", _("still in the network, but the service has ended")),
    ("all", _("all entries")),
)


class ServiceField(forms.ModelChoiceField):
    """A service is chosen by its name and its provider's."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} – {obj.provider.name}"


class ResolutionFields(forms.Form):
    """From when, with how many units, and who decided."""

    amount = DecimalField(
        label=_("How many"), min_value=Decimal("0.01"), max_digits=9, decimal_places=2,
        help_text=_("Beds, or full-time staff with decimals, for example 3,75."),
    )  # fmt: skip
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("To"), required=False, help_text=_("The last day; empty for an open end."))
    resolution = forms.CharField(label=_("Number of the resolution"), required=False, max_length=80)
    resolution_on = DateField(label=_("Date of the resolution"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class EnterForm(ResolutionFields):
    """A service comes into the network."""

    service = ServiceField(label=_("Service"), queryset=Service.objects.none(), widget=Autocomplete)
    unit = forms.ChoiceField(label=_("Counted in"), choices=NetworkEntry.Unit.choices, widget=forms.RadioSelect)
    field_order = ["service", "unit", "amount"]

    def __init__(self, *args: Any, services: QuerySet[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = services.select_related("provider").order_by("name", "provider__name", "pk")


class ChangeForm(ResolutionFields):
    """From a day on with other units."""


class EndForm(forms.Form):
    """The service leaves the network."""

    on = DateField(label=_("Last day in the network"))


class NarrowForm(forms.Form):
    """Read from the address; what is not known is left out."""

    state = forms.ChoiceField(label=_("Show"), choices=STATES, required=False)
    kind = forms.ChoiceField(label=_("Kind of service"), required=False)
    unit = forms.ChoiceField(label=_("Counted in"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    hide_optional = True

    def __init__(self, data: Any, *, kinds: QuerySet[ServiceKind], districts: list[tuple[str, str]]) -> None:
        super().__init__(data)
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [(kind.code, kind.name) for kind in kinds],
            "unit": list(NetworkEntry.Unit.choices),
            "district": districts,
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("All")), *options]

    def asked(self) -> Asked:
        self.is_valid()
        facts = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Asked(**facts | {"state": facts["state"] or "running"})
