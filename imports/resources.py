"""The spreadsheet of descriptions, contacts and hours: its columns, how each is read and how it is written.

A django-import-export resource without a model: nothing is saved here. What a row says is handed on as a document for
`catalogue.intake`, which decides what a sheet may change.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from import_export import fields, resources
from import_export.widgets import Widget

from imports import cleaning
from imports.findings import Findings
from imports.reading.tables import Column
from kernel.identifiers import Country
from kernel.text import fold

MOST_FREE_PLACES = 100_000


class Draft:
    """What one row says of one service: only the columns that were filled in."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}


class SheetWidget(Widget):
    """Reads one cell with the cleaning of this room and tells the findings what does not fit."""

    def clean(self, value: Any, row: Any = None, *, findings: Findings, **_kwargs: Any) -> Any:
        return self.read(value, self.column, findings)

    def read(self, value: Any, column: str, findings: Findings) -> Any:
        raise NotImplementedError

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        return "" if value is None else self.write(value)

    def write(self, value: Any) -> Any:
        return str(value)

    column = ""


class TextWidget(SheetWidget):
    """A text of one line or of several."""

    def __init__(self, limit: int, *, lines: bool = True) -> None:
        super().__init__()
        self.limit, self.lines = limit, lines

    def read(self, value: Any, column: str, findings: Findings) -> str:
        if cleaning.is_nothing(value):
            return ""
        read = cleaning.paragraphs(value) if self.lines else cleaning.text(value)
        return cleaning.limited(read, self.limit, column, findings)


class ListWidget(SheetWidget):
    """Several values in one cell, divided by commas, semicolons or lines."""

    def __init__(self, clean_all: Callable[[list[str], str, Findings], list[str]], limit: int = 40) -> None:
        super().__init__()
        self.clean_all, self.limit = clean_all, limit

    def read(self, value: Any, column: str, findings: Findings) -> list[str]:
        found = self.clean_all(cleaning.parts(value), column, findings)
        return [each for each in found if cleaning.limited(each, self.limit, column, findings)]

    def write(self, value: Any) -> str:
        return ", ".join(value)


class HoursWidget(SheetWidget):
    """The opening hours of one day of the week."""

    def __init__(self, weekday: str) -> None:
        super().__init__()
        self.weekday = weekday

    def read(self, value: Any, column: str, findings: Findings) -> list[dict[str, str]]:
        return cleaning.hours(value, self.weekday, column, findings)

    def write(self, value: Any) -> str:
        return ", ".join(f"{each['opens']}-{each['closes']}" for each in value if each["day"] == self.weekday)


class DayWidget(SheetWidget):
    """A day, written d.m.yyyy."""

    def read(self, value: Any, column: str, findings: Findings) -> str | None:
        return cleaning.day(value, column, findings)

    def write(self, value: date) -> str:
        return f"{value.day}.{value.month}.{value.year}"


class CountWidget(SheetWidget):
    """A whole number; a decimal comma with zeros behind it does no harm."""

    def read(self, value: Any, column: str, findings: Findings) -> int | None:
        count = cleaning.whole_number(value, column, findings)
        if count is not None and count > MOST_FREE_PLACES:
            findings.leave_out(column, value, "NUMBER")
            return None
        return count

    def write(self, value: Any) -> int:
        return int(value)


def languages(values: list[str], column: str, findings: Findings) -> list[str]:
    """ISO codes of languages, also when they are written in words."""
    found = []
    for written in values:
        code = LANGUAGE_NAMES.get(fold(written), written.lower())
        if code in LANGUAGES:
            found.append(code)
        else:
            findings.leave_out(column, written, "LANGUAGE")
    return list(dict.fromkeys(found))


def as_given(values: list[str], _column: str, _findings: Findings) -> list[str]:
    return list(dict.fromkeys(values))


LANGUAGES = frozenset(
    [
        "sk",
        "cs",
        "en",
        "de",
        "pl",
        "hu",
        "rom",
        "uk",
        "ru",
        "fr",
        "es",
        "it",
        "ro",
        "bg",
        "hr",
        "sr",
        "sl",
        "vi",
        "zh",
        "ar",
        "tr",
        "el",
        "sgn",
        "svk",
        "cse",
        "rue",
    ]
)
LANGUAGE_NAMES = {
    "slovencina": "sk", "slovensky": "sk", "slovenstina": "sk", "cestina": "cs", "cesky": "cs",
    "anglictina": "en", "anglicky": "en",
    "nemcina": "de", "nemecky": "de", "polstina": "pl", "polsky": "pl", "madarcina": "hu", "madarsky": "hu",
    "madarstina": "hu", "romcina": "rom", "romsky": "rom", "romstina": "rom", "ukrajincina": "uk", "ukrajinsky": "uk",
    "ukrajinstina": "uk", "rustina": "ru", "rusky": "ru", "rusincina": "rue", "vietnamcina": "vi", "vietnamstina": "vi",
    "slovensky posunkovy jazyk": "svk", "posunkovy jazyk": "sgn", "cesky znakovy jazyk": "cse", "znakovy jazyk": "sgn",
}  # fmt: skip


class SheetField(fields.Field):
    """A column of the sheet: read into the draft, written from a service of the catalogue."""

    def __init__(
        self, name: str, titles: tuple[str, ...], widget: SheetWidget, *, says: str = "", of: str = ""
    ) -> None:
        super().__init__(attribute=name, column_name=name, widget=widget)
        self.column = Column(name, titles)
        self.says = says or name
        self.of = of or name
        widget.column = titles[0]

    def save(self, instance: Draft, row: Mapping[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        """An empty cell says nothing; a dash says that there is nothing."""
        if cleaning.text(row.get(self.column_name)) == "":
            return
        value = self.clean(row, **kwargs)
        if isinstance(self.widget, HoursWidget):
            value = [*instance.said.get(self.says, []), *value]
        instance.said[self.says] = value

    def get_value(self, instance: Any) -> Any:
        return getattr(instance, self.of, None)

    def title(self, language: str) -> str:
        """The head of the column: titles stand in Slovak, Czech and English, further aliases behind them."""
        return self.column.names[{"sk": 0, "cs": 1}.get(language, 2)]


class PhonesWidget(ListWidget):
    """Telephone numbers as people of the country write them."""

    def __init__(self) -> None:
        super().__init__(as_given)

    def clean(
        self, value: Any, row: Any = None, *, findings: Findings, country: Country = "SK", **_kwargs: Any
    ) -> list[str]:
        return cleaning.phones(cleaning.parts(value), country, self.column, findings)


def _hours(day: str, code: str, *titles: str) -> SheetField:
    return SheetField(f"hours_{code}", titles, HoursWidget(day), says="opening_hours", of="opening_hours")


class SheetResource(resources.Resource):
    """One row describes one service that the catalogue knows."""

    register_key = SheetField(
        "register_key", ("Kľúč v registri", "Klíč v registru", "Key in the register"), TextWidget(80, lines=False)
    )
    ico = SheetField("ico", ("IČO", "IČO", "IČO", "IČ"), TextWidget(12, lines=False))
    kind = SheetField("kind", ("Druh služby", "Druh sociální služby", "Kind of service"), TextWidget(300, lines=False))
    form = SheetField("form", ("Forma", "Forma", "Form"), TextWidget(120, lines=False))
    municipality = SheetField("municipality", ("Obec", "Obec", "Municipality"), TextWidget(120, lines=False))
    street = SheetField("street", ("Ulica", "Ulice", "Street"), TextWidget(460, lines=False))
    name = SheetField("name", ("Názov", "Název", "Name"), TextWidget(300, lines=False))
    description = SheetField("description", ("Opis", "Popis", "Description"), TextWidget(20_000))
    for_whom = SheetField("for_whom", ("Pre koho", "Pro koho", "For whom"), TextWidget(20_000))
    how_to_apply = SheetField("how_to_apply", ("Ako požiadať", "Jak požádat", "How to apply"), TextWidget(20_000))
    easy_text = SheetField(
        "easy_text", ("Ľahko čitateľný text", "Snadné čtení", "In easy-to-read words"), TextWidget(20_000)
    )
    phones = SheetField("phones", ("Telefón", "Telefon", "Telephone"), PhonesWidget())
    emails = SheetField("emails", ("E-mail", "E-mail", "E-mail", "Email"), ListWidget(cleaning.emails, 254))
    webs = SheetField("webs", ("Web", "Web", "Web", "Webová adresa"), ListWidget(cleaning.webs, 300))
    hours_mon = _hours("MO", "mon", "Pondelok", "Pondělí", "Monday")
    hours_tue = _hours("TU", "tue", "Utorok", "Úterý", "Tuesday")
    hours_wed = _hours("WE", "wed", "Streda", "Středa", "Wednesday")
    hours_thu = _hours("TH", "thu", "Štvrtok", "Čtvrtek", "Thursday")
    hours_fri = _hours("FR", "fri", "Piatok", "Pátek", "Friday")
    hours_sat = _hours("SA", "sat", "Sobota", "Sobota", "Saturday")
    hours_sun = _hours("SU", "sun", "Nedeľa", "Neděle", "Sunday")
    prices = SheetField("prices", ("Cena", "Cena", "Prices", "Ceny"), TextWidget(20_000))
    languages = SheetField("languages", ("Jazyky", "Jazyky", "Languages"), ListWidget(languages, 8))
    accessibility = SheetField(
        "accessibility", ("Prístupnosť", "Přístupnost", "Accessibility"), ListWidget(as_given, 120)
    )
    reach = SheetField("reach", ("Dosah", "Působnost", "Reach"), ListWidget(as_given, 120))
    capacity_free = SheetField("capacity_free", ("Voľné miesta", "Volná místa", "Free places"), CountWidget())
    waiting_time = SheetField(
        "waiting_time", ("Čakacia doba", "Čekací doba", "Waiting time"), TextWidget(120, lines=False)
    )
    confirmed_on = SheetField("confirmed_on", ("Potvrdené dňa", "Potvrzeno dne", "Confirmed on"), DayWidget())
    confirmed_by = SheetField(
        "confirmed_by", ("Kto potvrdil", "Kdo potvrdil", "Confirmed by"), TextWidget(120, lines=False)
    )

    class Meta:
        skip_diff = True
        force_init_instance = True
        use_transactions = False
        clean_model_instances = False
        store_instance = True
        import_id_fields = ("register_key",)

    def init_instance(self, row: Mapping[str, Any] | None = None) -> Draft:
        return Draft()

    def save_instance(self, instance: Draft, is_create: bool, row: Any, **_kwargs: Any) -> None:
        """Nothing is saved here: the draft becomes a record that `catalogue.intake` compares and a person accepts."""

    def save_m2m(self, *_args: Any, **_kwargs: Any) -> None:
        """A draft has no relations."""

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        language = get_language() or "sk"
        return [field.title(language) for field in self.get_export_fields(selected_fields)]

    def read_row(self, cells: Mapping[str, Any], findings: Findings, country: str) -> Draft | None:
        """What the row says, or None when the findings reject it."""
        result = self.import_row(dict(cells), None, row_number=findings.row, findings=findings, country=country)
        for error in result.errors:
            raise error.error
        return None if findings.is_rejected else result.instance


SHEET_COLUMNS = tuple(field.column for field in SheetResource.fields.values())
