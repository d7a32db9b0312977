"""Forms of the chapters of the analysis and of their tables."""

import json
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError
from planning.knowing.models import Chapter, Figure
from planning.knowing.tables import Table, read_file, read_text
from ui.forms import DateField


class ChapterForm(forms.ModelForm):
    """The text of a chapter."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    class Meta:
        model = Chapter
        fields = ("text",)
        labels = {"text": _("Text of the chapter")}
        help_texts = {"text": _("An empty line begins a new paragraph. Tables and pictures are added below the text.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 20})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].strip = False  # type: ignore[attr-defined]
        self.fields["base"].initial = json.dumps({"text": self.instance.text})

    @property
    def seen(self) -> str:
        """The text that stood there when the writing began."""
        try:
            base = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            return ""
        return str(base.get("text", "")) if isinstance(base, dict) else ""


class FigureForm(forms.Form):
    """A table of numbers: where it comes from is not left out."""

    title = forms.CharField(label=_("Title of the table"), max_length=200)
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Whose numbers they are, for example the Statistical Office, table om7101rr."),
    )
    as_of = DateField(label=_("Numbers as of"))
    drawing = forms.ChoiceField(
        label=_("Picture"),
        choices=lambda: [(each.value, str(capfirst(each.label))) for each in Figure.Drawing],
        widget=forms.RadioSelect,
        initial=Figure.Drawing.BARS.value,
    )
    file = forms.FileField(label=_("File"), required=False, help_text=_("CSV or XLSX, at most 2 MB; the first sheet."))
    pasted = forms.CharField(
        label=_("Or cells copied from a spreadsheet"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("The first line names the columns, the first column names the rows."),
    )

    table: Table | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, pasted = cleaned.get("file"), cleaned.get("pasted")
        if not file and not pasted:
            if "file" not in self.errors:
                self.add_error("file", _("Choose a file or paste the cells."))
            return cleaned
        try:
            self.table = read_file(file) if file else read_text(str(pasted))
        except DomainError as refusal:
            self.add_error("file" if file else "pasted", str(refusal))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "source", "as_of", "drawing")} | {
            "table": self.table
        }


class AcceptForm(forms.Form):
    """On which day the steering group accepted a chapter."""

    on = DateField(label=_("Day on which the steering group accepted it"))
    note = forms.CharField(
        label=_("Where it is written"),
        max_length=300,
        required=False,
        help_text=_("For example the number of the minutes or of the resolution."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    """Why an accepted chapter is changed again."""

    why = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea({"rows": 3}))


class PeriodForm(forms.Form):
    """From which day to which."""

    first = DateField(label=_("From"))
    last = DateField(label=_("To"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The end must not come before the beginning."))
        return cleaned
