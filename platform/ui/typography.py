"""Dates, money, counts and spaces as Slovak, Czech and English print them."""

import datetime
import re
from decimal import Decimal
from itertools import cycle
from typing import Any

from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

NBSP = "\u00a0"
# A one-letter preposition or conjunction must not end a line; neither may a number part from its unit.
_SHORT_WORD = re.compile(r"(?<![\w&#;])([ksvzouaiKSVZOUAI])[ \n]+(?=\S)")
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:€|Kč|%|km|m²|m|kg|h|hod|min|rokov|let)\b|[€%])")
_TELEPHONE = re.compile(r"(\+?\d[\d /\xa0]{7,}\d)")
_OUTSIDE_TAGS = re.compile(r"(<[^>]*>)")


def bind_short_words(text: str) -> str:
    """Put a non-breaking space after one-letter words; the second of two in a row is bound as well."""
    return _NUMBER_AND_UNIT.sub(NBSP, _SHORT_WORD.sub(rf"\1{NBSP}", text))


def nbsp(value: Any) -> SafeString:
    """The text escaped, its short words bound; what stands inside tags is left alone."""
    pieces = _OUTSIDE_TAGS.split(str(conditional_escape(value)))
    return mark_safe("".join(p if p.startswith("<") else bind_short_words(p) for p in pieces))  # noqa: S308


def contact(value: Any) -> SafeString:
    """A line such as "048/432 51 11, info@example.sk" with the number to tap and the address to write to."""
    pieces = _TELEPHONE.split(str(value))
    linked = (
        format_html('<a class="govuk-link opora-nowrap" href="tel:{}">{}</a>', re.sub(r"[^+\d]", "", piece), piece)
        if is_number
        else urlize(piece, autoescape=True)
        for is_number, piece in zip(cycle((False, True)), pieces, strict=False)
    )
    return mark_safe("".join(linked))  # noqa: S308 - each piece was escaped by urlize or format_html


def date_long(value: datetime.date | None) -> str:
    """25. apríla 2026 · 25. dubna 2026 · 25 April 2026"""
    return _formatted(value, "DATE_FORMAT")


def date_short(value: datetime.date | None) -> str:
    """25. 4. 2026 · 25 Apr 2026"""
    return _formatted(value, "SHORT_DATE_FORMAT")


def date_time(value: datetime.datetime | None) -> str:
    """25. apríla 2026 o 14:30 · 25. dubna 2026 v 14:30 · 25 April 2026 at 14:30"""
    return _formatted(value, "DATETIME_FORMAT")


def clock_time(value: datetime.time | datetime.datetime | None) -> str:
    """9:30"""
    if value is None:
        return ""
    return formats.time_format(_local(value).time() if isinstance(value, datetime.datetime) else value, "TIME_FORMAT")


def date_range(start: datetime.date | None, end: datetime.date | None) -> str:
    """1. januára 2023 – 31. decembra 2026, with the open end left open."""
    if start is None or end is None or start == end:
        return f"{date_long(start)}{NBSP}–" if end is None and start else date_long(start or end)
    return f"{date_long(start)}{NBSP}– {date_long(end)}"


def money(amount: Decimal | None, currency: str) -> str:
    """1 250,50 €"""
    if amount is None:
        return ""
    from kernel.money import format_money

    return str(format_money(amount, currency, (get_language() or "sk").split("-")[0]))


def number(value: Any) -> str:
    """1 250,5"""
    return formats.number_format(value, use_l10n=True, force_grouping=True) if value is not None else ""


def _formatted(value: datetime.date | None, name: str) -> str:
    return formats.date_format(_local(value), name).replace(" ", NBSP) if value else ""


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime.datetime) and timezone.is_aware(value) else value
