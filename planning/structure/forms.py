"""Forms of the plan and its nodes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.structure.models import Level, Node, Plan
from ui.forms import DateField


class PlanForm(forms.ModelForm):
    """The facts of a plan."""

    kind = forms.ChoiceField(label=_("What kind of plan it is"), choices=Plan.Kind.choices, widget=forms.RadioSelect)
    starts_on = DateField(label=_("Valid from"))
    ends_on = DateField(label=_("Valid to"), help_text=_("The last day of the plan."))

    class Meta:
        model = Plan
        fields = ("title", "kind", "starts_on", "ends_on", "summary")
        labels = {
            "title": _("Title of the plan"),
            "summary": _("What the plan is about"),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].help_text = _("Two or three sentences that everybody understands.")
        if not self.instance._state.adding:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})


class NodeForm(forms.ModelForm):
    """One priority, goal, measure or activity; the version that was read travels with the form."""

    starts_on = DateField(label=_("From"), required=False)
    ends_on = DateField(label=_("To"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label=_("Why you change it"),
        required=False,
        max_length=400,
        help_text=_("Stays in the history; you may leave it empty."),
    )

    class Meta:
        model = Node
        fields = ("title", "text", "target_groups", "implementer", "starts_on", "ends_on")
        labels = {
            "title": _("Title"),
            "text": _("Description"),
            "target_groups": _("For whom"),
            "implementer": _("Who carries it out"),
        }
        widgets = {"title": forms.TextInput, "text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["why"]
        else:
            self.fields["version"].initial = self.instance.version
        if level in {Level.PRIORITY, Level.GOAL}:
            for name in ("implementer", "starts_on", "ends_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})

    def changes(self) -> dict[str, Any]:
        """The fields of the node, without the version and the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "why"}}


class WithdrawForm(forms.Form):
    """Why a plan is taken back from the public."""

    why = forms.CharField(label=_("Why you take the plan back"), max_length=400)


def _in_order(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.add_error("ends_on", _("The end must not come before the beginning."))
    return cleaned
