"""A tenant's own colours and coat of arms: what may be changed, whether it can be read, how it reaches the page.

A theme is a dict: {"palette": "green"}, or own colours under "brand", "brand_dark", "tint" and "tint_strong".
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui.arms import clean_png, clean_svg

__all__ = ["CHOICES", "PALETTES", "clean_png", "clean_svg", "colours", "contrast", "css", "problems"]

# The primary and the secondary palettes of ID-SK 3, each as brand, dark brand, tint and stronger tint.
PALETTES: dict[str, dict[str, str]] = {
    "blue": {"brand": "#0b4199", "brand_dark": "#072c66", "tint": "#eff5fe", "tint_strong": "#c3d9f9"},
    "turquoise": {"brand": "#17695a", "brand_dark": "#0f4238", "tint": "#ecf7f4", "tint_strong": "#bfe3da"},
    "green": {"brand": "#545c0c", "brand_dark": "#363b07", "tint": "#f5f7e8", "tint_strong": "#dbe0b0"},
    "purple": {"brand": "#592999", "brand_dark": "#3b1a68", "tint": "#f6f1fd", "tint_strong": "#dccbf3"},
    "wine": {"brand": "#8f1d3f", "brand_dark": "#5e112a", "tint": "#fdf1f4", "tint_strong": "#f1cbd6"},
    "graphite": {"brand": "#33475b", "brand_dark": "#1f2c3a", "tint": "#f1f4f7", "tint_strong": "#cfd8e1"},
}
CHOICES = [
    ("blue", gettext_lazy("Blue")),
    ("turquoise", gettext_lazy("Turquoise")),
    ("green", gettext_lazy("Green")),
    ("purple", gettext_lazy("Purple")),
    ("wine", gettext_lazy("Wine red")),
    ("graphite", gettext_lazy("Graphite")),
]
_VARIABLES = {
    "brand": "--opora-brand",
    "brand_dark": "--opora-brand-dark",
    "tint": "--opora-tint",
    "tint_strong": "--opora-tint-strong",
}
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_WHITE = "#ffffff"
_TEXT = "#14181f"
_QUIET_TEXT = "#525a66"


def colours(theme: Mapping[str, Any] | None) -> dict[str, str]:
    """The four colours of a theme; what it does not name, or names wrongly, comes from its palette or from blue."""
    theme = theme or {}
    base = PALETTES.get(str(theme.get("palette", "")), PALETTES["blue"])
    return {name: theme[name].lower() if _is_colour(theme.get(name)) else colour for name, colour in base.items()}


def css(theme: Mapping[str, Any] | None) -> SafeString:
    """The theme as custom properties for a <style nonce> element, or "" for the ordinary look."""
    chosen = colours(theme)
    if chosen == PALETTES["blue"]:
        return SafeString("")
    lines = "".join(f"{_VARIABLES[name]}:{colour};" for name, colour in chosen.items())
    return mark_safe(f":root{{{lines}}}")  # noqa: S308 - every value passed _is_colour or is our own


def problems(theme: Mapping[str, Any] | None) -> list[str]:
    """What stops a theme from being used, in sentences for the person who chose it; empty when all can be read."""
    theme = theme or {}
    wrong = [
        _("“%(value)s” is not a colour such as #0b4199.") % {"value": theme[name]}
        for name in _VARIABLES
        if theme.get(name) and not _is_colour(theme[name])
    ]
    palette = theme.get("palette")
    if palette and palette not in PALETTES:
        wrong.append(_("There is no palette “%(value)s”.") % {"value": palette})
    unknown = sorted(set(theme) - set(_VARIABLES) - {"palette"})
    wrong += [_("A theme has no setting “%(value)s”.") % {"value": name} for name in unknown]
    return wrong or _unreadable(colours(theme))


def _unreadable(chosen: dict[str, str]) -> list[str]:
    brand, dark, tint = chosen["brand"], chosen["brand_dark"], chosen["tint"]
    pairs = [
        (brand, _WHITE, 4.5, _("Links and buttons on white")),
        (brand, tint, 4.5, _("Links on the tinted background")),
        (dark, _WHITE, 4.5, _("White text on the top strip")),
        (dark, chosen["tint_strong"], 4.5, _("Dark text on the strong tint")),
        (_TEXT, tint, 7.0, _("Text on the tinted background")),
        (_QUIET_TEXT, tint, 4.5, _("Quiet text on the tinted background")),
    ]
    return [
        _("%(what)s: the contrast is %(is)s, at least %(least)s is needed.")
        % {"what": what, "is": _rounded_down(contrast(one, other)), "least": number_format(least, 1)}
        for one, other, least, what in pairs
        if contrast(one, other) < least
    ]


def _rounded_down(value: float) -> str:
    """4.46 is shown as 4.4: rounded up it would seem to be enough."""
    return str(number_format(int(value * 10) / 10, 1))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_colour(value: object) -> bool:
    return isinstance(value, str) and _COLOUR.fullmatch(value) is not None
