"""The form of the levels of a plan and their names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.text import fold
from planning.structure.models import Level, Plan
from planning.structure.wording import LEVELS, LONGEST_WORD, common_sets
from ui.forms import offer

OWN, USUAL = "OWN", "USUAL"


class LevelsForm(forms.Form):
    """Which levels, and under which names: of a common set, or the plan's own."""

    levels = forms.MultipleChoiceField(
        label=_("Which levels the plan has"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Measures are always there. A level on which something stands cannot be left out."),
    )
    names = forms.ChoiceField(label=_("What the levels are called"), widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.language = plan, language
        self.usual = common_sets()[USUAL].words(language)
        offer(self, "levels", [(level, self.usual[level]) for level in LEVELS if level != Level.MEASURE])
        sets = [(code, " → ".join(each.words(language).values())) for code, each in common_sets().items()]
        offer(self, "names", [*sets, (OWN, _("own names, written below"))])
        for level in LEVELS:
            self.fields[_field(level)] = forms.CharField(
                label=_("Own name instead of “%(usual)s”") % {"usual": self.usual[level]},
                max_length=LONGEST_WORD,
                required=False,
            )
        last = _field(LEVELS[-1])
        self.fields[last].help_text = _("In the first case and in the singular, as it stands before a number.")
        self.initial = {"levels": plan.levels, "version": plan.version, **self._standing(), **self.initial}

    def _standing(self) -> dict[str, str]:
        words = {level: self.plan.words.get(level, self.usual[level]) for level in LEVELS}
        for code, each in common_sets().items():
            if each.words(self.language) == words:
                return {"names": code}
        return {"names": OWN} | {_field(level): word for level, word in self.plan.words.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("names") == OWN:
            if not any(cleaned.get(_field(level)) for level in self._levels()):
                self.add_error("names", _("Write at least one own name, or choose one of the sets above."))
            seen: dict[str, str] = {}
            for level in (level for level in LEVELS if level in self._levels()):
                word = fold(cleaned.get(_field(level)) or self.usual[level])
                if word in seen:
                    self.add_error(_field(level), _("Two levels cannot have the same name."))
                seen[word] = level
        return cleaned

    def _levels(self) -> list[str]:
        return [*self.cleaned_data.get("levels", []), Level.MEASURE.value]

    def said(self) -> dict[str, Any]:
        """What the command takes; a name that is the usual one is not kept, so that every language has its own."""
        names = self.cleaned_data["names"]
        if names == OWN:
            words = {level: self.cleaned_data.get(_field(level), "") for level in LEVELS}
        else:
            words = common_sets()[names].words(self.language)
        own = {level: word for level, word in words.items() if fold(word) != fold(self.usual[level])}
        return {"levels": self._levels(), "words": own, "version": self.cleaned_data["version"]}


def _field(level: str) -> str:
    return f"word_{level.lower()}"
