"""Forms of needs and of the SWOT."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from planning.knowing.commands import NEED_FIELDS
from planning.knowing.models import HEAVIEST, LIGHTEST, Need, Source, Statement, Swot
from planning.structure.forms import RevisedForm
from planning.structure.history import values_of
from ui.forms import DateField, offer

HIDDEN = {"version", "base", "why"}


def sources() -> list[tuple[str, str]]:
    return [(source.value, str(capfirst(source.label))) for source in Source]


def weights() -> list[tuple[int, str]]:
    said = {LIGHTEST: _("1 – small"), 3: _("3 – middling"), HEAVIEST: _("5 – very great")}
    return [(weight, str(said.get(weight, weight))) for weight in range(LIGHTEST, HEAVIEST + 1)]


class NeedForm(RevisedForm):
    """One need. `towns`: (code, name) of the municipalities that the site plans for."""

    target_group = forms.CharField(
        label=_("Target group"),
        max_length=200,
        required=False,
        help_text=_("For example seniors, families with children. The list can be filtered by it."),
        widget=forms.TextInput({"list": "known-groups"}),
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    source = forms.ChoiceField(label=_("How we know of it"), choices=lambda: [("", ""), *sources()])
    source_on = DateField(label=_("Day on which it was said or written"), required=False)
    weight = forms.TypedChoiceField(
        label=_("How much it weighs"), choices=weights, coerce=int, widget=forms.RadioSelect, initial=3
    )

    class Meta:
        model = Need
        fields = NEED_FIELDS
        labels = {
            "title": _("Need in one sentence"),
            "text": _("More about it"),
            "part": _("Part of the municipality"),
            "source_note": _("Where it is written"),
        }
        help_texts = {
            "title": _(
                "What people lack, in their words: “There is nobody to look after mother while I am at work.” "
                "With the plan it is published at the measures that answer it, so name nobody."
            ),
            "source_note": _("For example the name of the survey, the number of the minutes, a page."),
        }
        widgets = {"title": forms.TextInput, "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, towns: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.towns = dict(towns)
        known = [(self.instance.municipality, self.instance.municipality_name)] if self.instance.municipality else []
        self.towns = dict(known) | self.towns
        whole = ("", str(_("the whole territory")))
        offer(self, "municipality", [whole, *self.towns.items()])
        if self.instance._state.adding:
            del self.fields["why"]
        else:
            self.fields["version"].initial = self.instance.version
            self.fields["base"].initial = json.dumps(values_of(self.instance, NEED_FIELDS))

    def changes(self) -> dict[str, Any]:
        """The facts of the need, with the name of its municipality as it is today."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}
        return facts | {"municipality_name": self.towns.get(facts["municipality"], "")}

    def spoken(self, rows: Iterable[tuple[Any, Any, Any]]) -> list[tuple[Any, Any, Any]]:
        """Differences with words in place of codes."""
        words = {**self.towns, **dict(sources())}
        return [(label, words.get(old, old), words.get(new, new)) for label, old, new in rows]


class SetAsideForm(forms.Form):
    """Why the plan will not answer a need."""

    why = forms.CharField(
        label=_("Why the plan will not answer it"), max_length=400, widget=forms.Textarea({"rows": 3})
    )


class SwotForm(forms.Form):
    """Whose SWOT, or for whom."""

    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=lambda: [(kind.value, str(capfirst(kind.label))) for kind in Swot.Kind],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("The name of the working group or of the target group."),
        widget=forms.TextInput({"list": "known-groups"}),
    )


class StatementForm(forms.ModelForm):
    """The wording of a statement."""

    text = forms.CharField(label=_("Statement"), max_length=400, widget=forms.Textarea({"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Statement
        fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["base"].initial = json.dumps({"text": self.instance.text})

    def validate_unique(self) -> None:
        """Said by the command, in its own words."""
