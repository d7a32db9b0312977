"""Forms of the desk: free places, editors, requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Capacity, Service
from ui.forms import IntegerField


class PlacesForm(forms.Form):
    """Free places and waiting time of one service; several such forms stand on a page."""

    hide_optional = True

    capacity_free = IntegerField(label=_("Free places now"), required=False, min_value=0, max_value=100_000)
    waiting_time = forms.CharField(
        label=_("Waiting time"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, service: Any, **options: Any) -> None:
        """`service` is a service or its card."""
        name = service.pk if isinstance(service, Service) else service.id
        said = {"capacity_free": service.capacity_free, "waiting_time": service.waiting_time}
        super().__init__(data, **{"initial": said, "auto_id": f"id_{name}_%s"} | options)
        self.fields["capacity_free"].widget.attrs["class"] = "govuk-input--width-5"

        self.shown = {"was_free": _as_text(service.capacity_free), "was_waiting": service.waiting_time}

        self.registered = _registered(service)

    def clean_capacity_free(self) -> int | None:
        free: int | None = self.cleaned_data["capacity_free"]
        if free is not None and self.registered and free > self.registered:
            words = _("There cannot be more free places than registered ones (%(count)s).")
            raise forms.ValidationError(words % {"count": self.registered}, code="too_many")
        return free

    @property
    def is_overtaken(self) -> bool:
        """Nothing was typed, and since the page was opened somebody has told something newer."""
        was = {name: self.data[name].strip() for name in self.shown if name in self.data}
        if len(was) < len(self.shown) or was == self.shown:
            return False
        typed = {"was_free": self.data.get("capacity_free", ""), "was_waiting": self.data.get("waiting_time", "")}
        return {name: text.strip() for name, text in typed.items()} == was

    def said(self) -> dict[str, Any]:
        """What the command takes."""
        return {"free": self.cleaned_data["capacity_free"], "waiting_time": self.cleaned_data["waiting_time"]}


def _registered(service: Any) -> int:
    """Beds and places in the register; 0 where the register counts something else, as people or contacts."""
    rows = service.capacities.all() if isinstance(service, Service) else service.capacities
    return sum(row.count for row in rows if row.unit in {Capacity.Unit.BEDS, Capacity.Unit.PLACES})


def _as_text(number: int | None) -> str:
    return "" if number is None else str(number)


class MistakeForm(forms.Form):
    """What is wrong, in one's own words."""

    told = forms.CharField(
        label=_("What is wrong, and how should it be?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write what is wrong.")},
    )

    def __init__(self, data: Any = None, *, name: object) -> None:
        super().__init__(data, auto_id=f"id_{name}_%s")


class InviteForm(forms.Form):
    """Ask somebody to keep a provider's entries."""

    email = forms.EmailField(label=_("E-mail of the person"), widget=forms.EmailInput({"autocomplete": "off"}))
    is_manager = forms.BooleanField(label=_("May also name and end other editors of this provider"), required=False)


class RequestForm(forms.Form):
    """Ask staff to be let in, where the provider's e-mail cannot prove it."""

    name = forms.CharField(
        label=_("Name and surname"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("Your e-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )
    note = forms.CharField(
        label=_("How do you belong to the provider?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: I am the director; you can call our office on the number of the register."),
    )


class RefuseForm(forms.Form):
    """Why a request is refused; the person reads it in a mail."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The person gets it by e-mail."),
    )
