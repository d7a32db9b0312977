"""How forms look: one renderer for the whole house, and the fields that need a manner of their own.

With FORM_RENDERER = "ui.forms.Renderer" every Django form, also of foreign packages, gets labels, hints, errors and
widgets of the house. Dates are typed as day.month.year, because a calendar to pick from is slower and harder to use.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input, Select, Textarea, Widget
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from kernel.files import WrongFile, check_kind, check_size
from ui.refusals import DOTTED_THOUSANDS, NO_NUMBER, NO_WHOLE_NUMBER, say_plainly

CHOICE_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
YEARS = range(1900, 2101)
_LIKE_A_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_DOTTED_WHOLE = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
DATE_INPUTS = ("%d.%m.%Y", "%d. %m. %Y", "%d.%m. %Y", "%Y-%m-%d")


def offer(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Let a field offer these choices, which are known only when its form is shown."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: Any) -> None:
    """Let a field offer these rows."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


class HouseBoundField(BoundField):
    """A field that knows its hint and its error by id and names both to a screen reader."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        say_plainly(field)

    @property
    def in_fieldset(self) -> bool:
        """Several inputs under one question; a single checkbox is not."""
        return bool(self.field.widget.use_fieldset)

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_id(self) -> str:
        """Where a link from the error summary lands: the first input of the field."""
        if isinstance(self.field.widget, CHOICE_LISTS):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden and not isinstance(widget, CHOICE_LISTS):
            built["class"] = _classes(widget, wrong=bool(self.errors))
        built.pop("required", None)
        if self.field.required and not widget.use_fieldset and not isinstance(widget, forms.CheckboxInput):
            built["aria-required"] = "true"
        return built


def _classes(widget: Widget, *, wrong: bool) -> str:
    base = _base_class(widget)
    given = str(widget.attrs.get("class", "")) or _usual_width(widget)
    error = f"{base}--error" if wrong and base and base != "govuk-checkboxes__input" else ""
    return " ".join(part for part in (base, error, given) if part)


def _usual_width(widget: Widget) -> str:
    """A field as wide as what is written into it tells what is expected."""
    return "govuk-input--width-10" if isinstance(widget, forms.NumberInput | forms.TimeInput | forms.DateInput) else ""


def _base_class(widget: Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "govuk-checkboxes__input"
    if isinstance(widget, forms.FileInput):
        return "govuk-file-upload"
    if isinstance(widget, Textarea):
        return "govuk-textarea"
    if isinstance(widget, Select | forms.SelectDateWidget):
        return "govuk-select"
    return "govuk-input" if isinstance(widget, Input | forms.MultiWidget) else ""


class Renderer(TemplatesSetting):
    """Forms in the look of the house."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = HouseBoundField
    _own_widgets: ClassVar[dict[str, str]] = {
        f"django/forms/widgets/{name}.html": f"ui/forms/widgets/{name}.html"
        for name in ("select", "checkbox_select", "radio", "clearable_file_input")
    }

    def get_template(self, template_name: str) -> Any:
        return super().get_template(self._own_widgets.get(template_name, template_name))


class DateInput(forms.DateInput):
    """A date as people write it: 25.4.2026."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime.date):
            return f"{value.day}.{value.month}.{value.year}"
        return None if value in (None, "") else str(value)


class DateField(forms.DateField):
    """A date typed as 25.4.2026; the day and the month may have a zero before them, spaces do not matter."""

    widget = DateInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Write the date as day.month.year, for example 25.4.2026."),
        "no_such_day": _("There is no such day in the calendar."),
        "year": _("Check the year."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", DATE_INPUTS)
        options.setdefault("help_text", _("For example 25.4.2026"))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("\xa0", " ").replace(" ", "")
        try:
            day = super().to_python(value)
        except forms.ValidationError as wrong:
            if isinstance(value, str) and _LIKE_A_DATE.fullmatch(value):
                raise forms.ValidationError(self.error_messages["no_such_day"], code="no_such_day") from wrong
            raise
        if day and day.year not in YEARS:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return day


class NumberInput(forms.TextInput):
    """A number as text: browsers empty a number field that holds a comma, and turn it with the wheel of the mouse."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        usual = {"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"}
        super().__init__({**usual, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int | float | Decimal):
            return str(formats.number_format(value, use_l10n=True, force_grouping=False))
        return None if value in (None, "") else str(value)


def _plain_number(value: Any, messages: Mapping[str, Any]) -> Any:
    """1 250,50 and 1250.50 are the same number; 1e5 is none, and 1.234,50 would be read by each in another way."""
    if not isinstance(value, str) or not value.strip():
        return value
    plain = "".join(value.split()).replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d*)?", plain) and ("," in plain or plain.count(".") > 1):
        raise forms.ValidationError(messages["dotted"], code="dotted")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain, re.ASCII):
        raise forms.ValidationError(messages["invalid"], code="invalid")
    return plain


class DecimalField(forms.DecimalField):
    """A number with a decimal comma or point, with or without spaces."""

    widget = NumberInput
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": NO_NUMBER, "dotted": DOTTED_THOUSANDS}

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain_number(value, self.error_messages))


class IntegerField(forms.IntegerField):
    """A whole number, with or without spaces."""

    widget = NumberInput
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": NO_WHOLE_NUMBER, "dotted": DOTTED_THOUSANDS}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and _DOTTED_WHOLE.fullmatch("".join(value.split())):
            raise forms.ValidationError(self.error_messages["dotted"], code="dotted")  # 1.000 would be read as one
        return super().to_python(_plain_number(value, self.error_messages))


class LinesField(forms.CharField):
    """Several short texts, one on a line; empty lines and what stands there twice are left out."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "many": _("Write at most %(most)s lines."),
        "long": _("A line may have at most %(longest)s letters."),
    }

    def __init__(self, *, most: int, longest: int, **options: Any) -> None:
        self.most, self.longest = most, longest
        options.setdefault("widget", forms.Textarea({"rows": 3}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def to_python(self, value: Any) -> Any:
        lines = list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in str(value or "").splitlines()))))
        if len(lines) > self.most:
            raise forms.ValidationError(self.error_messages["many"], params={"most": self.most})
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(self.error_messages["long"], params={"longest": self.longest})
        return lines


class Autocomplete(forms.Select):
    """A select that becomes a field with suggestions where scripts run."""

    def __init__(self, attrs: Mapping[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-opora-autocomplete": "", **(attrs or {})}, choices)


class CheckedFile(forms.FileField):
    """A file that is looked at: what it really is, whatever its name says, and how large. `kinds`: of `kernel.files`;
    `largest`: in bytes."""

    def __init__(self, *, kinds: Collection[str], largest: int, **kwargs: Any) -> None:
        self.kinds, self.largest = kinds, largest
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if data:
            try:
                check_size(file, self.largest)
                check_kind(file, self.kinds)
            except WrongFile as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return file


class Suggest(forms.TextInput):
    """A text field with suggestions from an address that answers ?q=… with ["…"] or {"results": [{"label": "…"}]}."""

    def __init__(self, address: Any, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"data-opora-suggest": address, "autocomplete": "off", **(attrs or {})})
