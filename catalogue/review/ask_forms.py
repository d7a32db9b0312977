"""Asking for changes and proposing: only the facts that were chosen, each with a control that fits it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import labels, wording
from catalogue.forms import ActivityForm, ContactFields
from catalogue.models import AgeGroup, Capacity, Form, Provider, Service, ServiceKind, TargetGroup
from catalogue.registry.reading import shown_values
from catalogue.review.asking import LONGEST_REASON
from kernel.clock import today
from kernel.errors import DomainError
from kernel.identifiers import Country, parse_ico, parse_postcode
from tenants.models import Municipality
from ui.forms import Autocomplete, DateField, IntegerField

# What may be asked for, in the order of the page; each name is a field of the catalogue.
ASKABLE = (
    "provider",
    "kind",
    "forms",
    "capacities",
    "places",
    "target_groups",
    "target_note",
    "age_groups",
    "registered_on",
    "starts_on",
    "ended_on",
)
DAYS = ("registered_on", "starts_on", "ended_on")
UNITS = [("", ""), *Capacity.Unit.choices]


class ChooseFields(forms.Form):
    """Which facts are not right."""

    offered: tuple[str, ...] = ASKABLE

    field = forms.MultipleChoiceField(
        label=gettext_lazy("Which facts are not right?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one fact.")},
    )

    def __init__(self, data: Any = None, *, is_secret: bool) -> None:
        super().__init__(data)
        names = [name for name in self.offered if name != "places" or not is_secret]
        field = self.fields["field"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(name, _label(name)) for name in names]


def _label(name: str) -> str:
    return _("Name and legal form of the provider") if name == "provider" else wording.label(name)


class WithReason(forms.Form):
    """Why, and what proves it."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For example: decision of the region of 3 March 2026 on the higher capacity."),
    )
    proof = forms.FileField(
        label=gettext_lazy("Proof"),
        required=False,
        help_text=gettext_lazy("A decision or another paper, as PDF, picture, DOCX or ODT; at most 5 MB."),
    )


class PlaceFields(forms.Form):
    """The address of one new place."""

    place_name = forms.CharField(label=gettext_lazy("Name of the place"), required=False, max_length=300)
    place_street = forms.CharField(label=gettext_lazy("Street"), required=False, max_length=160)
    place_number = forms.CharField(
        label=gettext_lazy("House number"),
        required=False,
        max_length=24,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    place_postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        required=False,
        max_length=8,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    place_town = forms.ModelChoiceField(
        label=gettext_lazy("Municipality"), queryset=Municipality.objects.none(), required=False, widget=Autocomplete
    )

    country: Country = "SK"

    def offer_towns(self, codes: Collection[str]) -> None:
        field = self.fields["place_town"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Municipality.objects.filter(code__in=codes).order_by("name", "code")

    def clean_place_postcode(self) -> str:
        text: str = self.cleaned_data["place_postcode"]
        if not text:
            return ""
        try:
            return parse_postcode(text, self.country)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code="postcode") from refusal

    def new_place(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        parts = {
            "name": said.get("place_name", ""),
            "street": said.get("place_street", ""),
            "house_number": said.get("place_number", ""),
            "postcode": said.get("place_postcode", ""),
        }
        town = said.get("place_town")
        return parts | {"municipality": town.code} if town else None

    def check_place(self, cleaned: dict[str, Any]) -> None:
        begun = any(cleaned.get(f"place_{part}") for part in ("name", "street", "number", "postcode"))
        if begun and not cleaned.get("place_town") and "place_town" not in self.errors:
            self.add_error("place_town", _("Choose the municipality of the place."))


class AskForm(PlaceFields, WithReason):
    """New values of the chosen facts. Fields that were not chosen are not on the page."""

    offered: tuple[str, ...] = ASKABLE

    def __init__(self, data: Any = None, files: Any = None, *, service: Service, chosen: Collection[str], towns: Any):
        super().__init__(data, files)
        self.service, self.chosen = service, [name for name in self.offered if name in chosen]
        self.country = "CZ" if service.kind.country == "CZ" else "SK"
        self.held = shown_values([service.pk], self.offered)[service.pk]
        place_fields = [name for name in self.fields if name.startswith("place_")]
        if "places" in self.chosen:
            self.offer_towns(towns)
        else:
            for name in place_fields:
                del self.fields[name]
        for name in self.chosen:
            getattr(self, f"_add_{name}", self._add_day)(name)
        last = ["reason", "proof"]
        added = [name for name in self.fields if name not in last and name not in place_fields]
        self.order_fields([*added, *place_fields, *last])

    # --- the controls -------------------------------------------------------------------------------------------
    def _add_provider(self, _name: str) -> None:
        self.fields["provider_name"] = forms.CharField(
            label=_("Name of the provider"), max_length=300, initial=self.held["provider"]["name"]
        )
        self.fields["legal_form"] = forms.CharField(
            label=_("Legal form"), max_length=120, required=False, initial=self.held["provider"]["legal_form"]
        )

    def _add_kind(self, _name: str) -> None:
        self.fields["kind"] = _kinds(self.country, self.held["kind"])

    def _add_forms(self, _name: str) -> None:
        self.fields["forms"] = _several(_("Forms"), Form.choices, self.held["forms"])

    def _add_capacities(self, _name: str) -> None:
        for number, each in enumerate(self.held["capacities"]):
            words = f"{labels.FORMS.get(each['form'], each['form'])}, {dict(Capacity.Unit.choices)[each['unit']]}"
            self.fields[f"capacity_{number}"] = _number(
                _("Registered capacity: %(what)s") % {"what": words}, each["count"], _("Empty or 0: none.")
            )
        self.fields["capacity_form"] = forms.ChoiceField(
            label=_("Another capacity: form"), choices=[("", ""), *Form.choices], required=False
        )
        self.fields["capacity_unit"] = forms.ChoiceField(
            label=_("Another capacity: unit"), choices=UNITS, required=False
        )
        self.fields["capacity_count"] = _number(_("Another capacity: number"), None, "")

    def _add_places(self, _name: str) -> None:
        words = wording.Words([("places", self.held["places"])])
        choices = [(str(number), words.show("places", [place])) for number, place in enumerate(self.held["places"])]
        if choices:
            self.fields["places_gone"] = _several(_("Places where the service is no longer provided"), choices, [])
            self.fields["places_gone"].required = False
        self.fields["place_name"].help_text = _("If there is a new place, or the address is another one.")

    def _add_target_groups(self, _name: str) -> None:
        groups = TargetGroup.objects.filter(country=self.country).order_by("position", "code")
        choices = [(group.code, group.name or group.code) for group in groups]
        self.fields["target_groups"] = _several(_("Target groups"), choices, self.held["target_groups"])

    def _add_target_note(self, _name: str) -> None:
        self.fields["target_note"] = forms.CharField(
            label=wording.label("target_note"),
            required=False,
            max_length=4000,
            initial=self.held["target_note"],
            widget=forms.Textarea({"rows": 3}),
        )

    def _add_age_groups(self, _name: str) -> None:
        self.fields["age_groups"] = _several(wording.label("age_groups"), AgeGroup.choices, self.held["age_groups"])

    def _add_day(self, name: str) -> None:
        self.fields[name] = DateField(label=wording.label(name), required=False, initial=_day(self.held[name]))

    # --- what was said ------------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "places" in self.chosen:
            self.check_place(cleaned)
        if "capacities" in self.chosen:
            another = [cleaned.get(f"capacity_{part}") for part in ("form", "unit", "count")]
            if any(each not in (None, "") for each in another) and any(each in (None, "") for each in another):
                self.add_error("capacity_count", _("Fill in the form, the unit and the number of the other capacity."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the command takes: the chosen facts only."""
        return {name: getattr(self, f"_said_{name}", self._said)(name) for name in self.chosen}

    def _said(self, name: str) -> Any:
        return self.cleaned_data[name]

    def _said_provider(self, _name: str) -> Any:
        said = {"name": self.cleaned_data["provider_name"], "legal_form": self.cleaned_data["legal_form"]}
        return self.held["provider"] | said

    def _said_kind(self, _name: str) -> Any:
        return self.cleaned_data["kind"].code

    def _said_capacities(self, _name: str) -> list[dict[str, Any]]:
        said = self.cleaned_data
        rows = [
            each | {"count": said[f"capacity_{number}"]}
            for number, each in enumerate(self.held["capacities"])
            if said[f"capacity_{number}"]
        ]
        if said["capacity_count"]:
            rows.append({"form": said["capacity_form"], "unit": said["capacity_unit"], "count": said["capacity_count"]})
        return rows

    def _said_places(self, _name: str) -> list[dict[str, Any]]:
        gone = set(self.cleaned_data.get("places_gone", []))
        rows = [place for number, place in enumerate(self.held["places"]) if str(number) not in gone]
        new = self.new_place()
        return [*rows, new] if new else rows


class ProposeServiceForm(PlaceFields, ContactFields, WithReason):
    """A service that stands in no register yet."""

    provider = forms.ModelChoiceField(
        label=gettext_lazy("Provider"), queryset=Provider.objects.none(), widget=Autocomplete
    )
    name = forms.CharField(label=gettext_lazy("Name of the service"), max_length=300)
    starts_on = DateField(label=gettext_lazy("Provided from"), required=False)
    description = forms.CharField(
        label=gettext_lazy("What you get"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )

    field_order = ["provider", "kind", "name", "forms", "target_groups", "starts_on"]

    def __init__(self, data: Any = None, files: Any = None, *, country: Country, providers: Any, towns: Any) -> None:
        super().__init__(data, files)
        self.country = country
        provider = self.fields["provider"]
        assert isinstance(provider, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        provider.queryset = providers
        self.fields["kind"] = _kinds(country, "")
        self.fields["forms"] = _several(_("Forms"), Form.choices, [])
        groups = TargetGroup.objects.filter(country=country).order_by("position", "code")
        choices = [(group.code, group.name or group.code) for group in groups]
        self.fields["target_groups"] = _several(_("Target groups"), choices, [])
        self.fields["target_groups"].required = False
        self.offer_towns(towns)
        last = ["phones", "emails", "webs", "description", "reason", "proof"]
        self.order_fields([*self.field_order, *(name for name in self.fields if name.startswith("place_")), *last])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_place(cleaned)
        return cleaned

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("name", "forms", "target_groups", "starts_on", "description", "phones", "emails", "webs")
        facts = {name: said[name] for name in names if said[name]} | {"kind": said["kind"].code}
        place = self.new_place()
        return facts | {"places": [place]} if place else facts


class ProposeProviderForm(ContactFields, WithReason):
    """A body that the catalogue does not know."""

    name = forms.CharField(label=gettext_lazy("Name of the provider"), max_length=300)
    ico = forms.CharField(
        label=gettext_lazy("Company number (IČO)"),
        max_length=12,
        widget=forms.TextInput({"class": "govuk-input--width-10", "inputmode": "numeric"}),
    )
    legal_form = forms.CharField(label=gettext_lazy("Legal form"), required=False, max_length=120)
    type = forms.ChoiceField(label=gettext_lazy("Kind of provider"), choices=Provider.Type.choices)

    field_order = ["name", "ico", "legal_form", "type", "phones", "emails", "webs", "reason", "proof"]

    def __init__(self, data: Any = None, files: Any = None, *, country: Country) -> None:
        super().__init__(data, files)
        self.country = country
        self.fields["type"].initial = Provider.Type.UNKNOWN

    def clean_ico(self) -> str:
        try:
            return parse_ico(self.cleaned_data["ico"])
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code="ico") from refusal

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        provider = {"country": self.country, **{name: said[name] for name in ("name", "ico", "legal_form", "type")}}
        return {"provider": provider} | {name: said[name] for name in ("phones", "emails", "webs") if said[name]}


class ProposeActivityForm(ActivityForm):
    """Help that is no registered service, proposed rather than entered."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, providers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["provider"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = providers

    def proposed(self) -> dict[str, Any]:
        """What the command takes: codes in place of rows."""
        said = self.cleaned_data
        town = said.get("municipality")
        facts = {name: said[name] for name in ("name", "description", "street", "phones", "emails", "webs")}
        facts["target_groups"] = sorted(group.code for group in said["target_groups"])
        return facts | ({"municipality": town.code} if town else {})


def _kinds(country: str, held: str) -> forms.ModelChoiceField:
    rows = ServiceKind.objects.effective_on(today()).filter(country=country).order_by("position", "code")
    field = forms.ModelChoiceField(label=wording.label("kind"), queryset=rows, widget=Autocomplete)
    field.initial = held
    return field


def _several(words: str, choices: Any, held: list[str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=words, choices=choices, initial=held, widget=forms.CheckboxSelectMultiple, required=bool(held)
    )


def _number(words: str, held: int | None, hint: str) -> IntegerField:
    field = IntegerField(label=words, required=False, min_value=0, max_value=1_000_000, initial=held, help_text=hint)
    field.widget.attrs["class"] = "govuk-input--width-5"
    return field


def _day(text: str | None) -> Any:
    from django.utils.dateparse import parse_date

    return parse_date(text) if text else None
