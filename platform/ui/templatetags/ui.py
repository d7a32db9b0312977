# ruff: noqa: A002 - parameters are named as HTML names the attributes
"""Template tags of the parts: `{% load ui %}`. How each is used stands in platform/ui/README.md."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kernel.text import fold
from ui import finding, icons, typography
from ui.charts import Chart

register = template.Library()

register.filter("nbsp", typography.nbsp)
register.filter("contact", typography.contact)
register.simple_tag(typography.date_long)
register.simple_tag(typography.date_short)
register.simple_tag(typography.date_time)
register.simple_tag(typography.date_range)
register.simple_tag(typography.clock_time)
register.simple_tag(typography.money)
register.simple_tag(typography.number)
register.simple_tag(icons.icon)

NOTICE_ICONS = {"info": "info", "success": "success", "warning": "warning", "error": "error"}
MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "error"}
TAG_KINDS = ("neutral", "info", "good", "warn", "bad")


def _attributes(extra: Mapping[str, Any]) -> SafeString:
    """hx_post="…" becomes hx-post="…"; True is a bare attribute, False and None are left out."""
    named = [(name.strip("_").replace("_", "-"), value) for name, value in extra.items()]
    bare = format_html_join("", " {}", ((name,) for name, value in named if value is True))
    full = format_html_join(
        "", ' {}="{}"', ((name, value) for name, value in named if value not in (True, False, None, ""))
    )
    return bare + full


def _known(value: str, known: Iterable[str], what: str) -> str:
    if value not in known:
        raise template.TemplateSyntaxError(f"{what} is one of {', '.join(known)}, not {value!r}.")
    return value


# --- buttons and links ---------------------------------------------------------------------------------------------
@register.inclusion_tag("ui/parts/button.html")
def button(
    text: str,
    href: str = "",
    kind: str = "primary",
    icon: str = "",
    hidden_text: str = "",
    small: bool = False,
    type: str = "submit",
    busy: str = "",
    **extra: Any,
) -> dict[str, Any]:
    """A button, or a link that looks like one when it has an href."""
    _known(kind, ("primary", "secondary", "warning", "link"), "kind")
    classes = ["govuk-button"] + [f"govuk-button--{kind}"] * (kind != "primary") + ["govuk-button--small"] * small
    return {
        "text": text,
        "href": href,
        "icon": icon,
        "hidden_text": hidden_text,
        "type": type,
        "classes": " ".join(classes),
        "attributes": _attributes(extra | {"data_opora_busy": busy}),
    }


@register.simple_block_tag
def buttongroup(content: str) -> str:
    return render_to_string("ui/parts/button_group.html", {"content": content})


@register.inclusion_tag("ui/parts/phone.html")
def phone(number: str) -> dict[str, Any]:
    """A telephone number that can be tapped."""
    return {"number": number.replace(" ", typography.NBSP), "address": quote("".join(number.split()), safe="+")}


@register.inclusion_tag("ui/parts/move_buttons.html")
def move_buttons(
    url: str,
    name: str,
    id: str,
    up: bool = True,
    down: bool = True,
    outwards: bool = True,
    inwards: bool = True,
    target: str = "",
) -> dict[str, Any]:
    """Up, down, out, in: one form that posts `direction`; a direction that is closed stays in place and says so."""
    moves = [
        ("up", "up", _("Move up: %(name)s"), up),
        ("down", "down", _("Move down: %(name)s"), down),
        ("out", "left", _("Move one level out: %(name)s"), outwards),
        ("in", "right", _("Move one level in: %(name)s"), inwards),
    ]
    buttons = [
        {"direction": direction, "icon": sign, "words": words % {"name": name}, "open": is_open}
        for direction, sign, words, is_open in moves
    ]
    return {"url": url, "id": id, "buttons": buttons, "target": target}


# --- saying ----------------------------------------------------------------------------------------------------------
@register.simple_block_tag
def notice(content: str, title: str = "", kind: str = "info", level: int = 2, focus: bool = False) -> str:
    _known(kind, NOTICE_ICONS, "kind")
    return render_to_string(
        "ui/parts/notice.html",
        {"content": content, "title": title, "kind": kind, "icon": NOTICE_ICONS[kind], "level": level, "focus": focus},
    )


@register.inclusion_tag("ui/parts/messages.html")
def message_list(messages: Any) -> dict[str, Any]:
    """Django's messages as notices at the head of the page."""
    shown = [(str(m), MESSAGE_KINDS.get(m.level_tag, "info")) for m in messages or ()]
    return {"shown": [{"text": text, "kind": kind, "icon": NOTICE_ICONS[kind]} for text, kind in shown]}


@register.simple_tag
def tag(text: str, kind: str = "neutral") -> str:
    """A state in words; the colour only helps the eye."""
    _known(kind, TAG_KINDS, "kind")
    return format_html('<span class="opora-tag opora-tag--{}">{}</span>', kind, text)


@register.simple_block_tag
def empty(content: str, title: str, level: int = 2) -> str:
    return render_to_string("ui/parts/empty.html", {"content": content, "title": title, "level": level})


@register.simple_block_tag
def panel(content: str) -> str:
    return render_to_string("ui/parts/panel.html", {"content": content})


@register.simple_block_tag
def card(content: str, title: str = "", href: str = "", level: int = 2, meta: str = "") -> str:
    return render_to_string(
        "ui/parts/card.html", {"content": content, "title": title, "href": href, "level": level, "meta": meta}
    )


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> str:
    return render_to_string("ui/parts/details.html", {"content": content, "summary": summary, "open": open})


@register.inclusion_tag("ui/parts/tiles.html")
def tiles(items: Iterable[Mapping[str, Any]], level: int = 3) -> dict[str, Any]:
    """The ways in: each item has title, href and may have text and icon."""
    return {"items": items, "level": level}


# --- lists and tables ------------------------------------------------------------------------------------------------
@register.simple_block_tag
def table(content: str, caption: str, hide_caption: bool = False, small: bool = False, stacked: bool = False) -> str:
    """A table with a caption in a frame that scrolls by itself; inside stand plain <thead> and <tbody>."""
    return render_to_string(
        "ui/parts/table.html",
        {
            "content": content,
            "caption": caption,
            "hide_caption": hide_caption,
            "small": small,
            "stacked": stacked,
            "id": _identifier(caption),
        },
    )


@register.simple_block_tag
def summary_list(content: str) -> str:
    return render_to_string("ui/parts/summary_list.html", {"content": content})


@register.simple_block_tag
def row(content: str, key: str, href: str = "", action: str = "") -> str:
    """One line of a summary list: a key, its value, and perhaps a link to change it."""
    return render_to_string(
        "ui/parts/summary_row.html", {"content": content, "key": key, "href": href, "action": action or _("Change")}
    )


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], param: str = "page", label: str = "") -> dict[str, Any]:
    """Pages of a list; keeps the rest of the query string."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    entries = [
        {"number": n, "url": address(n), "current": n == page.number} if isinstance(n, int) else None for n in numbers
    ]
    return {
        "page": page,
        "entries": entries,
        "label": label or _("Pages of the list"),
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """(label, address) pairs from the home page down, without the page itself."""
    return {"items": items}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Sequence[Any]], current: str, label: str) -> dict[str, Any]:
    """(key, label, address[, count]) per tab: links to pages, the current one marked."""
    entries = [
        {"label": item[1], "url": item[2], "count": item[3] if len(item) > 3 else None, "current": item[0] == current}
        for item in items
    ]
    return {"items": entries, "label": label}


@register.inclusion_tag("ui/parts/tree.html")
def tree(nodes: Iterable[Any], label: str, movable: bool = False, level: int = 0) -> dict[str, Any]:
    """A tree of nodes: id, kind, number, title, href, state, state_kind, children, and move_url where it can move."""
    return {
        "nodes": nodes,
        "label": label,
        "movable": movable,
        "level": level,
    }


@register.inclusion_tag("ui/parts/stages.html")
def stages(items: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Where a thing stands: each item has label and state (done, current, ahead), and may have note and href."""
    words = {
        "done": pgettext("stage", "done"),
        "current": pgettext("stage", "now"),
        "ahead": pgettext("stage", "still ahead"),
    }
    entries = [dict(item) | {"state_words": words[item["state"]]} for item in items]
    return {"items": entries, "label": label}


@register.inclusion_tag("ui/parts/figures.html")
def figures(items: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """(value, label) pairs: numbers one should see at once."""
    return {"items": items}


@register.inclusion_tag("ui/parts/chart.html")
def chart(chart: Chart, title: str, with_table: bool = True) -> dict[str, Any]:
    """A chart of `ui.charts` with its numbers; `with_table=False` only where the page itself shows the same table."""
    name = f"chart-{_identifier(title)}"
    return {"chart": chart, "title": title, "drawing": chart.drawn(name, title), "with_table": with_table}


# --- finding ---------------------------------------------------------------------------------------------------------
register.simple_block_tag(finding.result)
register.simple_tag(finding.facts)


@register.inclusion_tag("ui/parts/facet.html")
def facet(
    name: str,
    title: str,
    options: Sequence[Mapping[str, Any]],
    open: bool = True,
    first: int = 7,
) -> dict[str, Any]:
    """A group of filters: an option has value, label, count, checked; what is found nowhere is shown but closed."""
    chosen = sum(1 for option in options if option.get("checked"))
    rest = options[first + 1 :] and options[first:]
    return {
        "title": title,
        "options": finding.options(name, options[: len(options) - len(rest)]),
        "rest": finding.options(name, rest),
        "rest_count": len(rest),
        "rest_open": any(option.get("checked") for option in rest),
        "open": open or chosen,
        "chosen": chosen,
    }


@register.inclusion_tag("ui/parts/chips.html")
def chips(items: Iterable[Sequence[str]], clear_url: str = "") -> dict[str, Any]:
    """(label, address without this filter) per chosen filter."""
    return {"items": list(items), "clear_url": clear_url}


@register.simple_block_tag
def filters(content: str, chosen: int = 0, title: str = "", level: int = 2) -> str:
    """The column of filters; on a phone it folds under a button."""
    return render_to_string(
        "ui/parts/filters.html",
        {"content": content, "chosen": chosen, "title": title or _("Narrow the results"), "level": level},
    )


# --- work in hand ----------------------------------------------------------------------------------------------------
@register.inclusion_tag("ui/parts/progress.html")
def progress(
    text: str,
    done: int = 0,
    total: int = 0,
    url: str = "",
    finished: bool = False,
    id: str = "progress",
    seconds: int = 1,
) -> dict[str, Any]:
    """How far a job is; asks `url` for itself again until the answer comes without a url or finished."""
    return {
        "text": text,
        "done": done,
        "total": total,
        "url": "" if finished else url,
        "finished": finished,
        "id": id,
        "seconds": seconds,
    }


@register.inclusion_tag("ui/parts/diff.html")
def diff(old: Any, new: Any) -> dict[str, Any]:
    """Old → new; an empty side says that there was, or will be, nothing."""
    return {"old": old, "new": new}


@register.inclusion_tag("ui/parts/diff_table.html")
def diff_table(changes: Iterable[Sequence[Any]], caption: str) -> dict[str, Any]:
    """(label, old, new) per changed field."""
    return {"changes": changes, "caption": caption}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*forms: Any, focus: bool = True) -> dict[str, Any]:
    """All mistakes of one or more forms, or lists of forms, at the head of the page, each a link to its field; it takes
    the focus. A form that stands there more than once says by its `summary_name` which one it is."""
    errors = []
    for form in (one for each in forms for one in (each if isinstance(each, list) else [each])):
        if not getattr(form, "is_bound", False):
            continue
        errors += [("", "", error) for error in form.non_field_errors()]
        for field in form.visible_fields():
            where = getattr(field, "first_id", field.id_for_label)
            label = f"{form.summary_name}: {field.label}" if hasattr(form, "summary_name") else field.label
            errors += [(where, label, error) for error in field.errors]
        errors += [("", "", error) for field in form.hidden_fields() for error in field.errors]
    return {"errors": errors, "focus": focus}


def _identifier(words: str) -> str:
    return slugify(fold(str(words)))[:60] or "table"


@register.simple_tag
def autocomplete_words() -> str:
    """The words the script of suggestions speaks, in the language of the page."""
    words = {
        "noResults": _("Nothing found"),
        "tooShort": _("Write at least {count} letters"),
        "selected": _("{option}, {index} of {count}, is marked"),
        "results": _("Suggestions: {count}."),
        "assistiveHint": _("When suggestions appear, choose with the up and down arrows and confirm with Enter."),
    }
    return json_script(words, "opora-words")
