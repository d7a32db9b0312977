"""The choice of a booklet as people make it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.booklet.choices import Choice
from catalogue.models import Booklet, TargetGroup
from kernel.collation import sort_key
from kernel.tenancy import current_key
from tenants.models import Language, Municipality, Tenant
from tenants.queries import codes_of_region, sites
from ui.forms import Autocomplete

WHOLE = f"{Booklet.Level.REGION}:"


class BookletForm(forms.Form):
    """One field for the area: the whole region, its districts, those who plan here, its municipalities."""

    area = forms.ChoiceField(label=gettext_lazy("Which area"), widget=Autocomplete)
    target_group = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    chapters = forms.ChoiceField(
        label=gettext_lazy("Chapters"), choices=Booklet.Chapters.choices, widget=forms.RadioSelect
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Size of the letters"),
        choices=[("usual", gettext_lazy("usual")), ("large", gettext_lazy("large print, 16 points and more"))],
        widget=forms.RadioSelect,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Kind of file"), choices=Booklet.Format.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the document"), choices=Language.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, here: Tenant, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].choices = _areas(here, language)
        groups = TargetGroup.objects.filter(country=here.country).order_by("position", "code")
        fields["target_group"].choices = [("", _("everybody")), *((row.code, row.name or row.code) for row in groups)]

    @property
    def choice(self) -> Choice:
        said = self.cleaned_data
        level, _colon, code = said["area"].partition(":")
        return Choice(
            level=level,
            code=code,
            target_group=said["target_group"],
            chapters=said["chapters"],
            is_large=said["size"] == "large",
            format=said["format"],
            language=said["language"],
        )


def initial_of(tenant: Tenant, language: str) -> dict[str, str]:
    """On a municipality's site its own area comes first."""
    return {
        "area": WHOLE if tenant.is_region_wide else f"{Booklet.Level.TENANT}:{tenant.key}",
        "chapters": Booklet.Chapters.KIND,
        "size": "usual",
        "format": Booklet.Format.PDF,
        "language": language if language in Language.values else "sk",
    }


def _areas(here: Tenant, language: str) -> list[Any]:
    rows = Municipality.objects.filter(code__in=codes_of_region(here))
    towns = list(rows.values_list("code", "name", "district_code", "district_name"))
    districts = {district: name for _code, _name, district, name in towns if district}
    own = current_key()  # a municipality's site offers its own area, the region's site all of them
    planners = [
        (f"{Booklet.Level.TENANT}:{row.key}", row.name) for row in sites(language=language) if own in ("", row.key)
    ]
    return [
        (WHOLE, here.name),
        (_("Districts"), _ordered([(f"{Booklet.Level.DISTRICT}:{code}", name) for code, name in districts.items()])),
        (_("Who plans here"), planners),
        (
            _("Municipalities"),
            _ordered([(f"{Booklet.Level.MUNICIPALITY}:{code}", f"{name} ({part})") for code, name, _d, part in towns]),
        ),
    ]


def _ordered(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Slovak and Czech order by the language of the region's names, which are the same for every reader."""
    return sorted(choices, key=lambda each: sort_key(each[1], "sk"))
