"""Forms of those who run campaigns."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.desk.choosing import Choice, languages_of
from catalogue.models import Campaign, Provider, ServiceKind
from kernel.collation import sort_key
from tenants.models import Municipality, Tenant
from tenants.queries import codes_of_region
from ui.forms import Autocomplete, DateField, IntegerField

LANGUAGE_NAMES = {"sk": gettext_lazy("Text in Slovak"), "cs": gettext_lazy("Text in Czech")}


class ChoiceForm(forms.Form):
    """Which services; everything may stay empty, then all are meant."""

    hide_optional = True

    title = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=160, required=False)
    unconfirmed_since = DateField(label=gettext_lazy("Not confirmed since"), required=False)
    district = forms.MultipleChoiceField(
        label=gettext_lazy("District"), required=False, widget=forms.CheckboxSelectMultiple
    )
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False, widget=Autocomplete)
    provider_type = forms.MultipleChoiceField(
        label=gettext_lazy("Kind of provider"),
        required=False,
        choices=Provider.Type.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.MultipleChoiceField(
        label=gettext_lazy("Kind of service"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, region: Tenant, needs_title: bool = False) -> None:
        super().__init__(data)
        self.needs_title = needs_title
        language = region.language
        rows = Municipality.objects.filter(code__in=codes_of_region(region))
        towns = sorted(rows, key=lambda town: (sort_key(town.name, language), town.code))
        districts = {town.district_code: town.district_name for town in towns}
        kinds = ServiceKind.objects.filter(country=region.country, services__isnull=False).distinct()
        self._offer("municipality", [("", ""), *((town.code, town.full_name) for town in towns)])
        self._offer("district", sorted(districts.items(), key=lambda pair: sort_key(pair[1], language)))
        self._offer("kind", [(kind.code, kind.name) for kind in kinds.order_by("position", "code")])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.needs_title and not cleaned.get("title"):
            self.add_error("title", _("Give the campaign a name."))
        return cleaned

    def can_choose(self) -> bool:
        """Whether the filters can be read; a missing name does not hinder that."""
        return self.is_bound and (self.is_valid() or set(self.errors) <= {"title", "__all__"})

    def choice(self) -> Choice:
        said = self.cleaned_data
        return Choice(
            kinds=tuple(said.get("kind") or ()),
            districts=tuple(said.get("district") or ()),
            municipality=said.get("municipality") or "",
            provider_types=tuple(said.get("provider_type") or ()),
            unconfirmed_since=said.get("unconfirmed_since"),
        )


class CampaignForm(forms.Form):
    """The text in each language that its providers read, the term and the reminders."""

    title = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=160)
    term_on = DateField(label=gettext_lazy("Answer by"))
    remind_before = IntegerField(
        label=gettext_lazy("Remind so many days before the term"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=gettext_lazy("Leave empty to send no reminder."),
    )
    remind_after = IntegerField(
        label=gettext_lazy("Remind so many days after the term"),
        required=False,
        min_value=1,
        max_value=29,
        help_text=gettext_lazy("Leave empty to send no reminder."),
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, day: date) -> None:
        names = ("title", "term_on", "remind_before", "remind_after", "text_sk", "text_cs")
        super().__init__(data, initial={name: getattr(campaign, name) for name in names})
        self.day = day
        for name in ("remind_before", "remind_after"):
            self.fields[name].widget.attrs["class"] = "govuk-input--width-5"
        for language in languages_of(campaign):
            self.fields[f"text_{language}"] = forms.CharField(
                label=LANGUAGE_NAMES[language],
                max_length=6000,
                widget=forms.Textarea({"rows": 8, "lang": language}),
                help_text=_("The greeting, the list of services, the link and the term are added by themselves."),
            )
        self.order_fields(["title", "text_sk", "text_cs", "term_on", "remind_before", "remind_after"])

    def clean_term_on(self) -> date:
        term: date = self.cleaned_data["term_on"]
        if term <= self.day:
            raise forms.ValidationError(_("The term must be a day to come."))
        return term

    def facts(self) -> dict[str, Any]:
        """What the command takes."""
        said = self.cleaned_data
        facts = {name: said[name] for name in ("title", "term_on", "remind_before", "remind_after")}
        return facts | {"texts": {language: said.get(f"text_{language}", "") for language in LANGUAGE_NAMES}}
