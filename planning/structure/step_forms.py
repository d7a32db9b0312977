"""Forms of whatever goes on step by step – a plan, a year, a meeting, a notice: on, back, and why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ui.forms import DateField


class GoOnForm(forms.Form):
    """On which day the next step began; `seen` is the step that was shown."""

    on = DateField(label=_("Since when"))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class GoBackForm(forms.Form):
    """To which earlier step, and why."""

    why = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea({"rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step.value, capfirst(step.label)) for step in steps]
        self.fields["to"] = forms.ChoiceField(label=_("Back to"), widget=forms.RadioSelect, choices=choices)
        self.order_fields(["to"])


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea({"rows": 3}))
