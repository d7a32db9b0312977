"""What a form says of a field that was filled in wrongly, in the words of the house instead of those of Django.

Called by the bound field, before the form is checked: so it holds for every form, also of models and of packages. What
a field was given to say itself is left alone.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

NO_NUMBER = _("Write a number in digits, for example 1 250 or 12,5.")
NO_WHOLE_NUMBER = _("Write a whole number in digits, for example 1 250.")
DOTTED_THOUSANDS = _("Write thousands without a dot, for example 1 234,50.")
EMPTY_FILE = _("The file is empty. Choose another one.")
_NO_ADDRESS = _("Write the whole web address, for example https://www.example.org.")
_NO_EMAIL = _("Write the whole e-mail address, for example name@example.org.")
_DIGITS = ngettext_lazy(
    "The number may have at most %(max)s digit in all.", "The number may have at most %(max)s digits in all.", "max"
)
_WHOLE_DIGITS = ngettext_lazy(
    "The number may have at most %(max)s digit before the decimal comma.",
    "The number may have at most %(max)s digits before the decimal comma.",
    "max",
)
_DECIMAL_PLACES = ngettext_lazy(
    "The number may have at most %(max)s digit after the decimal comma.",
    "The number may have at most %(max)s digits after the decimal comma.",
    "max",
)
# A field of forms, the code of its complaint, and our words for it.
_PLAINLY: tuple[tuple[type[forms.Field], str, Any], ...] = (
    (forms.DecimalField, "invalid", NO_NUMBER),
    (forms.FloatField, "invalid", NO_NUMBER),
    (forms.IntegerField, "invalid", NO_WHOLE_NUMBER),
    (forms.IntegerField, "max_digits", _DIGITS),
    (forms.IntegerField, "max_whole_digits", _WHOLE_DIGITS),
    (forms.IntegerField, "max_decimal_places", _DECIMAL_PLACES),
    (forms.URLField, "invalid", _NO_ADDRESS),
    (forms.EmailField, "invalid", _NO_EMAIL),
    (forms.FileField, "empty", EMPTY_FILE),
)


def say_plainly(field: forms.Field) -> None:
    """Give the field our words where it would use those of Django."""
    for kind, code, words in _PLAINLY:
        if isinstance(field, kind) and field.error_messages.get(code) is kind.default_error_messages.get(code):
            field.error_messages[code] = words
    if isinstance(field, forms.IntegerField):
        field.error_messages.setdefault("min_value", _least(field.min_value))
        field.error_messages.setdefault("max_value", _most(field.max_value))


def _least(limit: Any) -> str:
    return gettext("Write a number of at least %(limit_value)s.") % {"limit_value": _shown(limit)}


def _most(limit: Any) -> str:
    return gettext("Write a number of at most %(limit_value)s.") % {"limit_value": _shown(limit)}


def _shown(limit: Any) -> str:
    """As the reader writes numbers; a limit only the model knows is put in by the complaint itself."""
    if isinstance(limit, int | float | Decimal):
        return str(formats.number_format(limit, use_l10n=True, force_grouping=True))
    return "%(limit_value)s"
