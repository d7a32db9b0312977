"""What is asked on the way from a file to a saved mapping."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from imports.mapping.building import faults_of_columns
from imports.mapping.questions import Question
from imports.models import MappingDraft
from imports.reading.recognising import FileKind
from imports.saved import SLUG
from imports.spreadsheets.looking import ENCODINGS, Look
from imports.spreadsheets.spec import ROWS_IN_WORDS, SINGLE_BYTE, Layout, Rows, Spec
from imports.spreadsheets.targets import CONSTANTS, TARGETS
from imports.spreadsheets.vocabularies import Vocabulary
from kernel.errors import DomainError
from kernel.files import check_size
from ui.forms import IntegerField

DELIMITERS = {";": _("semicolon"), ",": _("comma"), "\t": _("tab")}
WHOLE, PART = "whole", "part"


class BeginForm(forms.Form):
    """The file, and what its rows are."""

    rows = forms.ChoiceField(
        label=_("What is in the rows?"),
        choices=[(each.value, ROWS_IN_WORDS[each]) for each in Rows],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, revises: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size = filesizeformat(settings.OPORA_UPLOAD_LIMIT)
        self.fields["file"].help_text = _("CSV, XLSX or ODS, at most %(size)s.") % {"size": size}
        if revises:
            del self.fields["rows"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file, settings.OPORA_UPLOAD_LIMIT)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return file


class TableForm(forms.Form):
    """Where the table stands in the file."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    head = IntegerField(label=_("Line of the head"), min_value=1, max_value=100)
    head_rows = forms.TypedChoiceField(
        label=_("Lines that the head takes"), choices=[(1, "1"), (2, "2"), (3, "3")], coerce=int
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=[(each, ENCODINGS[each]) for each in SINGLE_BYTE],
        help_text=_("If Š, Ť and Ž look wrong below, choose the other one."),
    )
    delimiter = forms.ChoiceField(label=_("What divides the columns"), choices=list(DELIMITERS.items()))

    def __init__(self, *args: Any, seen: Look, **kwargs: Any) -> None:
        self.seen = seen
        layout = seen.layout
        kwargs["initial"] = {
            "sheet": layout.sheet or seen.sheets[0],
            "head": layout.head,
            "head_rows": layout.head_rows,
            "encoding": seen.encoding,
            "delimiter": seen.delimiter,
        }
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in seen.sheets]  # type: ignore[attr-defined]
        is_text = seen.kind == FileKind.CSV
        needless = {
            "sheet": len(seen.sheets) < 2,
            "encoding": seen.encoding not in SINGLE_BYTE,
            "delimiter": not is_text,
        }
        for name, is_needless in needless.items():
            if is_needless:
                del self.fields[name]

    def layout(self) -> Layout:
        """What was chosen. What was recognised stays open, so that the next file is recognised anew."""
        chosen, seen = self.cleaned_data, self.seen
        encoding, delimiter = chosen.get("encoding", ""), chosen.get("delimiter", "")
        return Layout(
            sheet=chosen.get("sheet", seen.sheets[0]),
            head=chosen["head"],
            head_rows=chosen["head_rows"],
            encoding=encoding if encoding != seen.encoding else seen.layout.encoding,
            delimiter=delimiter if delimiter != seen.delimiter else seen.layout.delimiter,
        )


class ColumnsForm(forms.Form):
    """For each column its field, which columns name a row, and what counts for all rows."""

    def __init__(self, *args: Any, spec: Spec, heads: list[str], vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.heads = spec, heads
        fields = dict(spec.columns)
        choices = [("", _("not read")), *((target.id, target.label) for target in TARGETS[spec.rows])]
        for index, head in enumerate(heads):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=head, choices=choices, required=False, initial=fields.get(head, "")
            )
            if spec.rows != Rows.DESCRIPTIONS:
                self.fields[f"key_{index}"] = forms.BooleanField(label=head, required=False, initial=head in spec.key)
        for name in CONSTANTS[spec.rows]:
            self.fields[f"constant_{name}"] = self._constant(name, vocabulary)

    def _constant(self, name: str, vocabulary: Vocabulary) -> forms.Field:
        target = next(each for each in TARGETS[self.spec.rows] if each.id == name)
        initial = self.spec.constants.get(name, "")
        if target.coded == "municipality":
            self.vocabulary = vocabulary
            shown = vocabulary.name_of("municipality", initial) if initial else ""
            return forms.CharField(label=target.label, required=False, initial=shown, max_length=120)
        nothing = ("", pgettext_lazy("value for all rows", "none"))
        return forms.ChoiceField(
            label=target.label, choices=[nothing, *vocabulary.choices(target.coded)], required=False, initial=initial
        )

    def lines(self, examples: Mapping[str, list[Any]]) -> Iterator[tuple[Any, Any, list[str]]]:
        """For the table: the select, the tick and a few values of each column."""
        for index, head in enumerate(self.heads):
            shown = dict.fromkeys(str(value)[:60] for value in examples.get(head, []) if value not in (None, ""))
            key = self[f"key_{index}"] if f"key_{index}" in self.fields else None
            yield self[f"column_{index}"], key, list(shown)[:3]

    def constants(self) -> list[Any]:
        return [self[f"constant_{name}"] for name in CONSTANTS[self.spec.rows]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if town := cleaned.get("constant_municipality"):
            guess = self.vocabulary.guess("municipality", town)
            if not guess.is_certain:
                self.add_error("constant_municipality", _("No municipality, or more than one, is called so."))
            cleaned["constant_municipality"] = guess.code
        if not self.errors:
            for name, text in faults_of_columns(self.spec.with_(**self.chosen(cleaned))):
                self.add_error(self._place_of(name, cleaned), text)
        return cleaned

    def _place_of(self, name: str, cleaned: Mapping[str, Any]) -> str:
        """Where a mistake is told: at the column chosen twice, at the first tick, else at a column that is free."""
        if name == "key":
            return "key_0"
        chosen = [f"column_{index}" for index in range(len(self.heads)) if cleaned.get(f"column_{index}") == name]
        free = [f"column_{index}" for index in range(len(self.heads)) if not cleaned.get(f"column_{index}")]
        return (chosen or free or ["column_0"])[-1 if chosen else 0]

    def chosen(self, cleaned: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """As `choose_columns` and a spec take it."""
        said = self.cleaned_data if cleaned is None else cleaned
        columns = {head: said.get(f"column_{index}") for index, head in enumerate(self.heads)}
        filled = {head: name for head, name in columns.items() if name}
        return {
            "columns": filled if cleaned is None else tuple(filled.items()),
            "key": tuple(head for index, head in enumerate(self.heads) if said.get(f"key_{index}")),
            "constants": {
                name: said[f"constant_{name}"] for name in CONSTANTS[self.spec.rows] if said.get(f"constant_{name}")
            },
        }


class WordsForm(forms.Form):
    """What each word of the coded columns means."""

    def __init__(self, *args: Any, questions: list[Question], vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.vocabulary = questions, vocabulary
        choices = {question.coded: vocabulary.choices(question.coded) for question in questions}
        for question in questions:
            self.fields[question.id] = self._field(question, choices[question.coded])

    def _field(self, question: Question, choices: list[tuple[str, str]]) -> forms.Field:
        if question.coded == "municipality":
            shown = self.vocabulary.name_of("municipality", question.code) if question.code else ""
            shown = question.code if question.code in {"-", "!"} else shown
            return forms.CharField(
                label=question.written,
                initial=shown,
                max_length=120,
                widget=forms.TextInput(attrs={"list": "towns", "autocomplete": "off"}),
            )
        listed = [("", _("choose")), *choices, *question.ways_out()]
        return forms.ChoiceField(label=question.written, choices=listed, initial=question.code)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            said = cleaned.get(question.id)
            if question.coded != "municipality" or not said or said in {"-", "!"}:
                continue
            guess = self.vocabulary.guess("municipality", said)
            if guess.is_certain:
                cleaned[question.id] = guess.code
            else:
                self.add_error(question.id, _("No municipality, or more than one, is called so."))
        return cleaned

    def values(self) -> dict[str, dict[str, str]]:
        """Field → word → code."""
        found: dict[str, dict[str, str]] = {}
        for question in self.questions:
            found.setdefault(question.field, {})[question.written] = self.cleaned_data[question.id]
        return found

    def groups(self) -> list[tuple[Any, list[tuple[Any, Question]]]]:
        """The questions by field, for one table each."""
        by_label: dict[Any, list[tuple[Any, Question]]] = {}
        for question in self.questions:
            by_label.setdefault(question.label, []).append((self[question.id], question))
        return list(by_label.items())


class SaveForm(forms.Form):
    """Under which name the mapping is kept."""

    name = forms.CharField(
        label=_("Name of the mapping"),
        max_length=120,
        help_text=_("As it will stand in the list of sources, for example “Catalogue of the town of Zvolen”."),
    )
    slug = forms.CharField(
        label=_("Short name"),
        max_length=16,
        validators=[SLUG],
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=_("Two to sixteen small letters, digits and hyphens. It is used on the command line."),
    )
    extent = forms.ChoiceField(
        label=_("What does each file hold?"),
        choices=[(WHOLE, _("everything there is: what is missing in it has ended")), (PART, _("a part of it"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, draft: MappingDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft.revises:
            del self.fields["slug"]
        if draft.rows == Rows.DESCRIPTIONS:
            del self.fields["extent"]
