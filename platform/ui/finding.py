"""Parts that stand many times on a page of results: put together in one step, for which a template takes ten."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join


def result(content: str, title: str, href: str, meta: str = "", level: int = 3, tags: Any = "") -> str:
    """One entry of a result list; stands inside <ol class="opora-results">."""
    told = format_html("<span>{}</span>", meta) if meta else ""
    line = format_html('<p class="opora-result__meta">{}{}</p>', told, tags) if meta or tags else ""
    return format_html(
        '<li class="opora-result"><h{level} class="opora-result__title"><a class="govuk-link" href="{href}">{title}</a>'
        "</h{level}>{line}{content}</li>",
        level=level,
        href=href,
        title=title,
        line=line,
        content=content,
    )


def facts(pairs: Iterable[tuple[str, Any]]) -> str:
    """(label, value) pairs as a list of descriptions."""
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", pairs)
    return format_html('<dl class="opora-facts">{}</dl>', rows)


def options(name: str, those: Iterable[Mapping[str, Any]]) -> str:
    """The boxes of a facet."""
    return format_html_join(
        "",
        '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" name="{name}" '
        'value="{value}" id="{name}-{value}"{state}><label class="govuk-label govuk-checkboxes__label" '
        'for="{name}-{value}">{label}{count}</label></div>',
        ({"name": name, **_option(option)} for option in those),
    )


def _option(option: Mapping[str, Any]) -> dict[str, Any]:
    count = option.get("count")
    shown = "" if count is None else format_html(' <span class="opora-count">({})</span>', localize(count))
    state = " checked" if option.get("checked") else " disabled" if count == 0 else ""
    return {"value": option["value"], "label": option["label"], "state": state, "count": shown}
