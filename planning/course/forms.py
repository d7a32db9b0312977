"""Forms of the course of a plan."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kernel.files import LARGEST_PAPER, WRITTEN
from planning.course.models import Paper
from planning.course.stages import PaperKind, Stage
from ui.forms import CheckedFile, DateField


class PastForm(forms.Form):
    """The days on which stages began that are done already; the last one with a day is where the plan stands."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stages: list[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in stages:
            self.fields[stage.value] = DateField(label=capfirst(stage.label), required=False)

    def days(self) -> dict[Stage, date]:
        told = {name: day for name, day in self.cleaned_data.items() if name != "seen" and day}
        return {Stage(name): day for name, day in told.items()}


class CalendarForm(forms.Form):
    """When the stages that lie ahead should begin."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stages: list[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in stages:
            self.fields[stage.value] = DateField(label=capfirst(stage.label), required=False)

    def days(self) -> dict[Stage, date]:
        return {Stage(name): day for name, day in self.cleaned_data.items() if name != "version" and day}


def kinds_of_papers() -> list[tuple[str, str]]:
    return [(kind.value, str(capfirst(kind.label))) for kind in PaperKind]


class PaperForm(forms.ModelForm):
    """A paper: what, from when, under which number."""

    kind = forms.ChoiceField(label=_("What it is"), choices=lambda: [("", ""), *kinds_of_papers()])
    on = DateField(label=_("Day of the paper"))
    file = CheckedFile(
        kinds=WRITTEN,
        largest=LARGEST_PAPER,
        label=_("File"),
        required=False,
        help_text=_("PDF, picture, DOCX or ODT; at most 20 MB. It may be left out."),
    )

    class Meta:
        model = Paper
        fields = ("kind", "on", "number", "note", "file")
        labels = {"number": _("Number of the paper"), "note": _("Note")}
        help_texts = {"number": _("For example the number of the resolution.")}


class WithdrawPaperForm(forms.Form):
    """Why a paper no longer counts."""

    why = forms.CharField(label=_("Why"), max_length=400)
