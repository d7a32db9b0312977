"""Forms of a round and of a report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.files import COUNTED, LARGEST_PAPER
from planning.delivery.items import kept
from planning.delivery.models import Report
from planning.delivery.states import ItemState
from ui.forms import CheckedFile, DateField, DecimalField, IntegerField


class RoundForm(forms.Form):
    """A new round: for which period, answered by when."""

    title = forms.CharField(
        label=_("Name of the monitoring"), max_length=160, help_text=_("For example: first half of the year.")
    )
    starts_on = DateField(label=_("Period from"))
    ends_on = DateField(label=_("Period to"))
    due_on = DateField(label=_("Answer by"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The end must not come before the beginning."))
        if cleaned.get("due_on") and cleaned["due_on"] < self.day:
            self.add_error("due_on", gettext("The day to answer by must not lie behind."))
        return cleaned


class ReportForm(forms.ModelForm):
    """How a task goes; everything but the state may stay empty, and empty means not known."""

    hide_optional = True

    state = forms.ChoiceField(
        label=_("How far is it?"),
        choices=[(state.value, capfirst(state.label)) for state in ItemState],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Needed to send the report. Everything else may stay empty; empty means not known."),
    )
    per_cent = IntegerField(label=_("Done in per cent"), min_value=0, max_value=100, required=False)
    spent = DecimalField(required=False, min_value=0, max_digits=12, decimal_places=2)
    link = forms.URLField(label=_("Link to a proof"), max_length=400, required=False, assume_scheme="https")
    file = CheckedFile(
        kinds=COUNTED,
        largest=LARGEST_PAPER,
        label=_("Or a file"),
        required=False,
        help_text=_("PDF, picture or office document; at most 20 MB."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields = ("state", "per_cent", "spent", "comment", "link")
        labels = {"comment": _("What was done, what was not and why")}
        widgets = {"comment": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, currency: str, is_sent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["spent"].label = gettext("Spent since the beginning of the year (%(currency)s)") % {
            "currency": currency
        }
        self.fields["spent"].help_text = gettext("All together, not only in this period. Nought is an answer too.")
        self.is_sent = is_sent

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"]
        if self.is_sent and not state:
            raise forms.ValidationError(gettext("Say at least how far the task is."))
        return state

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(gettext("Write an address that begins with https:// or http://."))
        return link

    def facts(self) -> dict[str, Any]:
        """What the command takes."""
        said = self.cleaned_data
        values = {name: said[name] for name in ("state", "per_cent", "spent", "comment", "link")}
        return {"facts": values, "version": said["version"], "file": said.get("file")}


def differences(form: ReportForm, now: Mapping[str, Any]) -> list[tuple[Any, Any, Any]]:
    """(label, theirs, yours) of what stands in the report now and is otherwise in what was sent."""
    mine = {name: kept(form.cleaned_data[name]) for name in now}
    return [
        (form.fields[name].label, _words(name, now[name]), _words(name, mine[name]))
        for name in now
        if _words(name, now[name]) != _words(name, mine[name])
    ]


def with_version(data: QueryDict, version: int) -> QueryDict:
    """What was sent, as if it had been read in this version."""
    again = data.copy()
    again["version"] = str(version)
    return again


def _words(name: str, value: Any) -> str:
    if name == "state" and value:
        return str(capfirst(ItemState(value).label))
    return "" if value is None else str(value)


class SummaryForm(forms.Form):
    """A few sentences of a round for the public."""

    summary = forms.CharField(
        label=_("Summary for the public"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What went well, what is late and why, in words that everybody understands."),
    )


class CheckForm(forms.Form):
    """The group has looked at a report."""

    on = DateField(label=_("Checked by the group on"))
    group = forms.CharField(label=_("Which group"), max_length=200)
    note = forms.CharField(
        label=_("What the group said"), required=False, max_length=400, widget=forms.Textarea({"rows": 3})
    )


class NoteForm(forms.Form):
    """What is to be mended in a report."""

    note = forms.CharField(label=_("What is to be mended"), max_length=400, widget=forms.Textarea({"rows": 3}))
