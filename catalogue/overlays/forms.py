"""What a municipality may say of a service."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Overlay
from catalogue.overlays.writing import FACTS
from kernel.errors import DomainError
from kernel.identifiers import Country, parse_phone
from ui.forms import DateField


class OverlayForm(forms.Form):
    """The public part first, then what stays in the office."""

    in_network = forms.BooleanField(label=gettext_lazy("The service is in our network"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note for the public"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Shown on our site as the word of our municipality."),
    )
    contact_name = forms.CharField(label=gettext_lazy("Our contact: name or office"), required=False, max_length=160)
    contact_phone = forms.CharField(label=gettext_lazy("Our contact: telephone"), required=False, max_length=40)
    contact_email = forms.EmailField(label=gettext_lazy("Our contact: e-mail"), required=False)
    internal_note = forms.CharField(
        label=gettext_lazy("Internal note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Seen by the coordinator of our municipality only."),
    )
    contract_number = forms.CharField(
        label=gettext_lazy("Contract number"), required=False, max_length=80,
        help_text=gettext_lazy("The contract is seen by the coordinator only."),
    )  # fmt: skip
    contract_from = DateField(label=gettext_lazy("Contract valid from"), required=False)
    contract_to = DateField(label=gettext_lazy("Contract valid to"), required=False)

    def __init__(self, data: Any = None, *, overlay: Overlay | None, country: Country) -> None:
        self.country = country
        initial = {name: getattr(overlay, name) for name in FACTS} if overlay else {}
        super().__init__(data, initial=initial)

    def clean_contact_phone(self) -> str:
        written = self.cleaned_data["contact_phone"]
        try:
            return parse_phone(written, self.country) if written else ""
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code="phone") from refusal

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        begins, ends = facts.get("contract_from"), facts.get("contract_to")
        if begins and ends and ends < begins:
            self.add_error("contract_to", _("A contract cannot end before it begins."))
        return facts
