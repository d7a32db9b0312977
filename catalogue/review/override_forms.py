"""The region's own word: any fact it may put above the others', why, and until when."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import wording
from catalogue.forms import ContactFields
from catalogue.models import Service
from catalogue.registry import values
from catalogue.review.ask_forms import ASKABLE, AskForm, ChooseFields
from catalogue.review.forms import USUAL_OVERRIDE
from kernel.clock import today
from ui.forms import DateField

# Facts of the provider that a region may have to correct; its other words are prose, to be talked over with it.
OF_PROVIDERS = ("name", "phones", "emails", "webs", "description", "waiting_time")
LONGEST = {"name": 300, "description": values.LONGEST_TEXT, "waiting_time": 120}


class ChooseOverridden(ChooseFields):
    """On which facts the region wants to have its word."""

    offered = (*ASKABLE, *OF_PROVIDERS)


class OverrideForm(AskForm, ContactFields):
    """The region's words on the chosen facts."""

    offered = (*ASKABLE, *OF_PROVIDERS)

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Everybody can read it beside the fact."),
    )
    until = DateField(
        label=gettext_lazy("The region stands behind it until"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )

    def __init__(self, data: Any = None, *, service: Service, chosen: Collection[str], towns: Any):
        super().__init__(data, service=service, chosen=chosen, towns=towns)
        del self.fields["proof"]
        for name in {"phones", "emails", "webs"} - set(self.chosen):
            del self.fields[name]
        self.fields["until"].initial = today() + USUAL_OVERRIDE
        self.order_fields([*(name for name in self.fields if name not in {"reason", "until"}), "reason", "until"])

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until < today():
            raise forms.ValidationError(_("The last day cannot be in the past."), code="past")
        return until

    # --- the controls of the provider's facts
    def _add_contacts(self, name: str) -> None:
        self.fields[name].initial = self.held[name]

    _add_phones = _add_emails = _add_webs = _add_contacts

    def _add_text(self, name: str) -> None:
        widget = forms.Textarea({"rows": 6}) if name == "description" else forms.TextInput()
        self.fields[name] = forms.CharField(
            label=wording.label(name),
            required=name == "name",
            max_length=LONGEST[name],
            initial=self.held[name],
            widget=widget,
        )

    _add_name = _add_description = _add_waiting_time = _add_text
