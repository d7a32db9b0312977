"""Forms of the region's staff and of coordinators."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.text import fold
from tenants.models import Domain, Language, Municipality, Tenant
from tenants.roles import Role
from ui import theme

HOST_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
KINDS = [choice for choice in Tenant.Kind.choices if choice[0] != Tenant.Kind.REGION]


class FoundTenantForm(forms.Form):
    """A new site: of a municipality, of a microregion, or of the region's own plan."""

    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("As it stands at the head of each page."))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    municipalities = forms.CharField(
        label=_("Municipalities the plan is for"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "One on each line: the name or the code. Where a name is used twice, write the district in brackets. The "
            "plan of the region is for all of them; leave this empty then."
        ),
    )
    host = forms.CharField(
        label=_("Address"),
        max_length=63,
        required=False,
        help_text=_("The part before the address of the region; empty means that it is made from the name."),
    )
    palette = forms.ChoiceField(label=_("Colour"), choices=theme.CHOICES, initial="blue")
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    def __init__(self, *args: Any, region: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.fields["language"].initial = region.language

    def clean_municipalities(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["municipalities"].splitlines() if line.strip()]
        return list(dict.fromkeys(self._code(line) for line in lines))

    def _code(self, line: str) -> str:
        rows = Municipality.objects.filter(country=self.region.country)
        name, _bracket, district = line.rstrip(")").partition(" (")
        found = rows.filter(code=line) if line.isalnum() and line[-1].isdigit() else rows.filter(name_folded=fold(name))
        known = [row for row in found if not district or fold(row.district_name) == fold(district)]
        at_home = [row for row in known if row.region_code == self.region.region_code]
        fitting = at_home or known
        if len(fitting) == 1:
            return fitting[0].code
        if not fitting:
            raise forms.ValidationError(gettext("There is no municipality “%(line)s”.") % {"line": line})
        choices = ", ".join(sorted(row.full_name for row in fitting)[:6])
        raise forms.ValidationError(
            gettext("“%(line)s” is the name of several municipalities. Write one of: %(choices)s.")
            % {"line": line, "choices": choices}
        )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        self._fit(facts.get("kind"), facts.get("municipalities"))
        label = (facts.get("host") or slugify(fold(facts.get("name", "")))[:63].strip("-")).lower()
        if not HOST_LABEL.fullmatch(label):
            self.add_error("host", gettext("Use letters without accents, digits and hyphens."))
        facts["host"] = f"{label}.{settings.OPORA_REGION_HOST}"
        if Domain.objects.filter(domain=facts["host"]).exists():
            self.add_error("host", gettext("This address belongs to another site. Choose a different one."))
        return facts

    def _fit(self, kind: str | None, codes: list[str] | None) -> None:
        """For how many municipalities a site of this kind plans."""
        if kind == Tenant.Kind.REGIONAL:
            if codes:
                self.add_error("municipalities", gettext("The plan of the region is for all municipalities."))
            if Tenant.objects.filter(kind=kind).exists():
                self.add_error("kind", gettext("The region has the site of its plan already."))
        elif codes == []:
            self.add_error("municipalities", forms.Field.default_error_messages["required"])
        elif codes and kind != Tenant.Kind.MICROREGION and len(codes) > 1:
            self.add_error("municipalities", gettext("Only a microregion plans for several municipalities."))

    def facts(self) -> dict[str, Any]:
        """What the command takes, in values that a job can carry."""
        clean = self.cleaned_data
        return {
            "name": clean["name"],
            "kind": clean["kind"],
            "host": clean["host"],
            "covers": clean["municipalities"],
            "language": clean["language"],
            "theme": {"palette": clean["palette"]},
            "country": self.region.country,
            "currency": self.region.currency,
        }


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role, widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["role"]
        offered.choices = [(role.value, role.label) for role in Role if role in roles]
