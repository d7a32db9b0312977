"""A mapping as a django-import-export resource: its columns are fields, what reads a cell is a widget.

Like `imports.resources.SheetResource` it saves nothing: a row is composed into a record for `catalogue.intake`.
"""

from collections.abc import Mapping
from typing import Any

from import_export import fields, resources

from imports import cleaning
from imports.desk import SeveralTowns
from imports.findings import Findings
from imports.resources import (
    CountWidget,
    DayWidget,
    Draft,
    HoursWidget,
    ListWidget,
    PhonesWidget,
    SheetWidget,
    TextWidget,
    as_given,
    languages,
)
from imports.spreadsheets.spec import LEAVE_OUT, SKIP_ROW, Spec, word
from imports.spreadsheets.targets import DAYS, Target, targets_of
from imports.spreadsheets.vocabularies import Vocabulary
from kernel.identifiers import Country

WEEKDAYS = dict(zip(DAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
YES = {"ano", "a", "yes", "y", "1", "true", "x", "✓", "✔", "áno"}
NO = {"nie", "ne", "n", "no", "0", "false"}
LENGTHS = {
    "key": 80, "provider_name": 300, "name": 300, "address": 460, "street": 160, "house_number": 24, "district": 120,
    "waiting_time": 120,
}  # fmt: skip
LINES = ("description", "for_whom", "how_to_apply", "easy_text", "prices", "target_note")


class IcoWidget(SheetWidget):
    def read(self, value: Any, column: str, findings: Findings) -> str:
        return "" if cleaning.is_nothing(value) else cleaning.ico(value, column, findings)


class PostcodeWidget(SheetWidget):
    def __init__(self, country: Country) -> None:
        super().__init__()
        self.country = country

    def read(self, value: Any, column: str, findings: Findings) -> str:
        return cleaning.postcode(value, self.country, column, findings)


class TickWidget(SheetWidget):
    """Yes or no."""

    def read(self, value: Any, column: str, findings: Findings) -> bool:
        said = word(value)
        if said in YES:
            return True
        if said not in NO and not cleaning.is_nothing(value):
            findings.leave_out(column, value, "YES_NO")
        return False


class CodeWidget(SheetWidget):
    """A word of a list, or several, as codes: by the mapping, else by the official name. Never by a guess."""

    def __init__(self, coded: str, vocabulary: Vocabulary, said: Mapping[str, str]) -> None:
        super().__init__()
        self.coded, self.vocabulary = coded, vocabulary
        self.said = {word(written): code for written, code in said.items()}

    def read(self, value: Any, column: str, findings: Findings) -> list[str]:
        found = []
        for written in self.vocabulary.words(self.coded, value):
            code = self.code(written)
            if code == SKIP_ROW:
                findings.reject(column, written, "SKIPPED_BY_MAPPING")
            elif not code:
                findings.reject(column, written, "NOT_IN_MAPPING")
            elif code != LEAVE_OUT:
                found.append(code)
        return list(dict.fromkeys(found))

    def code(self, written: str) -> str:
        """Empty where neither the mapping nor the official list knows the word."""
        said = self.said.get(word(written))
        if said:
            return said
        guess = self.vocabulary.guess(self.coded, written)
        return guess.code if guess.is_certain else ""


class TownWidget(CodeWidget):
    """A municipality, told apart by the district and the postcode of the same row where names repeat."""

    def __init__(self, spec: Spec, vocabulary: Vocabulary) -> None:
        super().__init__("municipality", vocabulary, spec.values.get("municipality", {}))
        self.district, self.postcode = spec.heads_of("district"), spec.heads_of("postcode")

    def clean(self, value: Any, row: Any = None, *, findings: Findings, **_kwargs: Any) -> list[str]:
        if cleaning.is_nothing(value):
            return []
        written = self.written(value, row)
        code = self.code_in(written, row)
        if code in {"", SKIP_ROW}:
            findings.reject(self.column, written, "SKIPPED_BY_MAPPING" if code else "NOT_IN_MAPPING")
        return [code] if code not in {"", SKIP_ROW, LEAVE_OUT} else []

    def written(self, value: Any, row: Mapping[str, Any]) -> str:
        """The municipality as the question names it, with its district."""
        name = cleaning.text(value)
        district = next((cleaning.text(row.get(head)) for head in self.district), "")
        return f"{name}, {district}" if district and not cleaning.is_nothing(district) else name

    def code_in(self, written: str, row: Mapping[str, Any]) -> str:
        said = self.said.get(word(written)) or self.said.get(word(written.partition(",")[0]))
        if said:
            return said
        postcode = "".join(next((cleaning.text(row.get(head)) for head in self.postcode), "").split())
        try:
            town = self.vocabulary.town(written, postcode)
        except SeveralTowns:
            return ""
        return town.code if town else ""


class MappedField(fields.Field):
    """A field of the catalogue, filled from one column or from several."""

    def __init__(self, target: Target, heads: list[str], widget: SheetWidget) -> None:
        super().__init__(attribute=target.id, column_name=heads[0], widget=widget)
        self.heads = heads

    def save(self, instance: Draft, row: Mapping[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        widget: SheetWidget = self.widget
        read = []
        for head in self.heads:
            widget.column = head
            read.append(widget.clean(row.get(head), row=row, **kwargs))
        instance.said[self.attribute] = _together(read)


def _together(read: list[Any]) -> Any:
    """What several columns say of one field: lists one after the other, texts as paragraphs, else the first value."""
    if len(read) == 1:
        return read[0]
    if isinstance(read[0], list):
        return list(dict.fromkeys(each for part in read for each in part))
    if isinstance(read[0], str):
        return "\n".join(part for part in read if part)
    return next((part for part in read if part is not None), None)


class MappedResource(resources.Resource):
    """The columns of one mapping."""

    class Meta:
        skip_diff = True
        force_init_instance = True
        use_transactions = False
        clean_model_instances = False
        store_instance = True
        import_id_fields = ()

    def __init__(self, spec: Spec, vocabulary: Vocabulary, country: Country) -> None:
        super().__init__()
        self.spec, self.vocabulary, self.country = spec, vocabulary, country
        targets = targets_of(spec.rows)
        self.fields = {
            name: MappedField(target, heads, self._widget(target))
            for name, target in targets.items()
            if (heads := spec.heads_of(name))
        }

    def _widget(self, target: Target) -> SheetWidget:
        name, country = target.id, self.country
        if target.coded == "municipality":
            return TownWidget(self.spec, self.vocabulary)
        if target.coded:
            return CodeWidget(target.coded, self.vocabulary, self.spec.values.get(name, {}))
        if name.startswith("hours_"):
            return HoursWidget(WEEKDAYS[name.removeprefix("hours_")])
        if name.startswith("form_"):
            return TickWidget()
        return _plain_widget(name, country)

    def init_instance(self, row: Mapping[str, Any] | None = None) -> Draft:
        return Draft()

    def save_instance(self, instance: Draft, is_create: bool, row: Any, **_kwargs: Any) -> None:
        """Nothing is saved here: the draft becomes a record that `catalogue.intake` compares and a person accepts."""

    def save_m2m(self, *_args: Any, **_kwargs: Any) -> None:
        """A draft has no relations."""

    def read_row(self, row: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
        """What the row says, field by field; what does not fit is told to the findings."""
        result = self.import_row(dict(row), None, row_number=findings.row, findings=findings, country=self.country)
        for error in result.errors:
            raise error.error
        said: dict[str, Any] = result.instance.said
        for name, code in self.spec.constants.items():
            if not said.get(name):
                said[name] = [code]
        return said


def _plain_widget(name: str, country: Country) -> SheetWidget:
    widgets: dict[str, SheetWidget] = {
        "ico": IcoWidget(),
        "postcode": PostcodeWidget(country),
        "phones": PhonesWidget(),
        "emails": ListWidget(cleaning.emails, 254),
        "webs": ListWidget(cleaning.webs, 300),
        "languages": ListWidget(languages, 8),
        "accessibility": ListWidget(as_given, 120),
        "reach": ListWidget(as_given, 120),
        "capacity": CountWidget(),
        "capacity_free": CountWidget(),
    }
    if name in widgets:
        return widgets[name]
    if name.endswith("_on"):
        return DayWidget()
    return TextWidget(LENGTHS.get(name, 20_000), lines=name in LINES)
