"""Forms of those who keep entries true."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import labels
from catalogue.models import Provider, RelatedActivity, Service, TargetGroup
from catalogue.registry import values
from catalogue.registry.values import Canonical, Unfit, Vocabulary
from catalogue.showing import phones
from catalogue.succession import service_named
from kernel.errors import DomainError
from kernel.identifiers import Country, parse_phone
from tenants.models import Municipality
from ui.forms import Autocomplete, DateField, IntegerField

NOTHING = Vocabulary(kinds={}, target_groups={}, municipalities=frozenset())
SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")


class Lines(forms.CharField):
    """Several values, each on a line of its own."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Each line is checked by the form."""


class ContactFields(forms.Form):
    """Telephone numbers, e-mails and web addresses, one on a line."""

    country: Country = "SK"
    phones = Lines(
        label=gettext_lazy("Telephone numbers"), required=False, help_text=gettext_lazy("Each on its own line.")
    )
    emails = Lines(
        label=gettext_lazy("E-mail addresses"), required=False, help_text=gettext_lazy("Each on its own line.")
    )
    webs = Lines(label=gettext_lazy("Websites"), required=False, help_text=gettext_lazy("Each on its own line."))

    def clean_phones(self) -> list[str]:
        try:
            return [parse_phone(line, self.country) for line in self.cleaned_data["phones"]]
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code="phone") from refusal

    def clean_emails(self) -> list[str]:
        return _fit(values.emails, self.cleaned_data["emails"], _("Write e-mail addresses like name@example.org."))

    def clean_webs(self) -> list[str]:
        return _fit(values.webs, self.cleaned_data["webs"], _("Write web addresses like www.example.org."))


class DescribeForm(ContactFields):
    """What people need to know of a service; nothing in it comes from the register."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    description = forms.CharField(
        label=gettext_lazy("What you get"),
        required=False,
        max_length=values.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Two to four sentences in everyday words."),
    )
    for_whom = forms.CharField(
        label=gettext_lazy("For whom"),
        required=False,
        max_length=values.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    how_to_apply = forms.CharField(
        label=gettext_lazy("How to apply"),
        required=False,
        max_length=values.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    easy_text = forms.CharField(
        label=gettext_lazy("In easy-to-read words"),
        required=False,
        max_length=values.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "For people who read with difficulty: short sentences, one thought in each, no foreign words. "
            "Let somebody read it who needs such a text."
        ),
    )
    prices = forms.CharField(
        label=gettext_lazy("Price"),
        required=False,
        max_length=values.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you speak with people"),
        required=False,
        choices=list(labels.LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    accessibility = Lines(
        label=gettext_lazy("Accessibility of the building"),
        required=False,
        help_text=gettext_lazy("Each fact on its own line, for example: step-free entrance."),
    )
    capacity_free = IntegerField(label=gettext_lazy("Free places now"), required=False, min_value=0, max_value=100_000)
    waiting_time = forms.CharField(label=gettext_lazy("Waiting time"), required=False, max_length=120)
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have checked that all of this is true today"),
        required=False,
    )

    field_order = [
        "name",
        "description",
        "for_whom",
        "how_to_apply",
        "easy_text",
        "phones",
        "emails",
        "webs",
        *(f"hours_{day}" for day in values.DAYS),
        "prices",
        "languages",
        "accessibility",
        "capacity_free",
        "waiting_time",
        "confirmed",
    ]

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        self.country = "CZ" if service.kind.country == "CZ" else "SK"
        texts = ["name", "description", "for_whom", "how_to_apply", "easy_text", "prices", "waiting_time"]
        held = ["phones", "emails", "webs", "languages", "accessibility", "capacity_free"]
        initial = {name: getattr(service, name) for name in texts + held}
        initial["phones"] = [
            each.written.replace("\N{NO-BREAK SPACE}", " ") for each in phones(service.phones, self.country)
        ]
        super().__init__(*args, **{"initial": initial | _hours_as_texts(service)} | kwargs)
        for day, name in labels.DAY_NAMES.items():
            self.fields[f"hours_{day}"] = forms.CharField(
                label=_("Open on %(day)s") % {"day": name},
                required=False,
                help_text=_("For example 8:00–12:00, 13:00–16:00. Leave empty if you are closed.")
                if day == "MO"
                else "",
                widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
            )
        self.order_fields(self.field_order)

    def clean_accessibility(self) -> list[str]:
        return _fit(values.words(120), self.cleaned_data["accessibility"], _("Shorten the lines to 120 characters."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hours: list[dict[str, str]] = []
        for day in values.DAYS:
            try:
                hours += _hours(day, cleaned.pop(f"hours_{day}", ""))
            except ValueError:
                self.add_error(f"hours_{day}", _("Write the hours like 8:00–12:00, 13:00–16:00."))
        cleaned["opening_hours"] = hours
        return cleaned


def _fit(canonical: Canonical, lines: list[str], message: str) -> list[str]:
    try:
        fit: list[str] = canonical(lines, NOTHING)
    except Unfit as unfit:
        raise forms.ValidationError(message, code="unfit") from unfit
    return fit


def _hours_as_texts(service: Service) -> dict[str, str]:
    spans: dict[str, list[str]] = {}
    for each in service.opening_hours:
        spans.setdefault(f"hours_{each['day']}", []).append(f"{each['opens']}–{each['closes']}")
    return {name: ", ".join(parts) for name, parts in spans.items()}


def _hours(day: str, text: str) -> list[dict[str, str]]:
    """The spans of one day; raises ValueError for anything else."""
    found = []
    for part in (part.strip() for part in re.split(r"[,;]", text)):
        if not part:
            continue
        match = SPAN.fullmatch(part)
        if match is None:
            raise ValueError(part)
        opens, closes = f"{int(match[1]):02d}:{match[2] or '00'}", f"{int(match[3]):02d}:{match[4] or '00'}"
        found.append({"day": day, "opens": opens, "closes": closes})
    canonical: list[dict[str, str]] = values.opening_hours(found, NOTHING)
    return canonical


class RetireForm(forms.Form):
    """When a service ends."""

    on = DateField(label=gettext_lazy("Last day of the service"))


class SuccessorForm(forms.Form):
    """Which service follows; as people have it at hand."""

    successor = forms.CharField(
        label=gettext_lazy("The service that follows"),
        max_length=500,
        help_text=gettext_lazy("The address of its page in this catalogue, or its number in the register."),
    )

    def clean_successor(self) -> Service:
        found = service_named(self.cleaned_data["successor"])
        if found is None:
            raise forms.ValidationError(
                _("No such service is in the catalogue. Open its page and copy the address from there."), code="unknown"
            )
        return found


class ActivityForm(ContactFields):
    """Help that stands in no register."""

    provider = forms.ModelChoiceField(
        label=gettext_lazy("Who offers it"), queryset=Provider.objects.none(), widget=Autocomplete
    )
    name = forms.CharField(label=gettext_lazy("Name of the activity"), max_length=300)
    description = forms.CharField(
        label=gettext_lazy("What it is"), max_length=values.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    target_groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("For whom"),
        queryset=TargetGroup.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Municipality"), queryset=Municipality.objects.none(), required=False, widget=Autocomplete
    )
    street = forms.CharField(label=gettext_lazy("Street and number"), required=False, max_length=160)

    field_order = ["provider", "name", "description", "target_groups", "municipality", "street"]

    def __init__(self, *args: Any, country: Country, municipality_codes: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        choices: dict[str, Any] = {
            "provider": Provider.objects.filter(country=country, retired_on__isnull=True).order_by("name", "pk"),
            "target_groups": TargetGroup.objects.filter(country=country).order_by("position", "code"),
            "municipality": Municipality.objects.filter(code__in=municipality_codes).order_by("name", "code"),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = rows

    def facts(self) -> dict[str, Any]:
        """What the command takes, beside provider, name and target groups."""
        names = {field.name for field in RelatedActivity._meta.fields}
        taken = {"provider", "name"}
        return {name: value for name, value in self.cleaned_data.items() if name in names - taken}
