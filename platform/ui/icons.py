# ruff: noqa: E501 - a drawing is one line
"""The signs of Opora: drawn here on a grid of 24, as lines in the colour of the text around them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20",
    "phone": "M5 4h4l1.6 4.4-2.3 1.7a12 12 0 0 0 5.6 5.6l1.7-2.3L20 15v4a1.6 1.6 0 0 1-1.7 1.6A15.4 15.4 0 0 1 3.4 5.7 1.6 1.6 0 0 1 5 4Z",
    "mail": "M3 6h18v12H3zM3 7l9 7 9-7",
    "place": "M12 21s7-6.2 7-11.4A7 7 0 0 0 5 9.6C5 14.8 12 21 12 21ZM12 12.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Z",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "cross": "m6 6 12 12M18 6 6 18",
    "plus": "M12 5v14M5 12h14",
    "success": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8 12.2l2.8 2.8L16 9.5",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.5v.1",
    "warning": "M12 4 2.8 20h18.4ZM12 10v4.5M12 17.2v.1",
    "error": "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3ZM12 7.5v5.5M12 16.2v.1",
    "up": "M12 19V6M6 11.5 12 5.5l6 6",
    "down": "M12 5v13M6 12.5l6 6 6-6",
    "left": "M19 12H6M11.5 6l-6 6 6 6",
    "right": "M5 12h13M12.5 6l6 6-6 6",
    "chevron": "m6 9 6 6 6-6",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "download": "M12 4v11M7 10.5l5 5 5-5M4 20h16",
    "upload": "M12 16V5M7 9.5l5-5 5 5M4 20h16",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
    "people": "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.6-3.6 3-5.4 6.5-5.4s5.9 1.8 6.5 5.4M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.4c2.2.7 3.6 2.4 4 5.1",
    "home": "M4 11.5 12 4.5l8 7M6 10v9.5h4.5V14h3v5.5H18V10",
    "house-care": "M4 11.5 12 4.5l8 7M6 10v9.5h12V10M12 16.6s-3-1.9-3-3.9a1.6 1.6 0 0 1 3-.8 1.6 1.6 0 0 1 3 .8c0 2-3 3.9-3 3.9Z",
    "heart": "M12 20s-8-4.8-8-10.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8 2.5C20 15.2 12 20 12 20Z",
    "child": "M12 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 12 8ZM5.5 12c2 .4 4.2-1.3 6.5-1.3S16.5 12.4 18.5 12M9.5 11v4.5L8 21.5M14.5 11v4.5l1.5 6M9.5 15.5h5",
    "wheelchair": "M10.5 6a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM10.5 8v6h5.5l2.5 5.5M10.5 10.5h4.5M8 11.7a5 5 0 1 0 6 6.6",
    "bed": "M3 6v13M3 15h18v4M21 15v-2.5a3 3 0 0 0-3-3h-7V15M7 12.6a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z",
    "document": "M6 3h8.5L18.5 7v14H6ZM14 3v4.5h4.5M9 12h6.5M9 16h6.5",
    "edit": "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19ZM14 6.5 17.5 10",
    "trash": "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "map": "M3 6.5 9 4l6 2.5L21 4v13.5L15 20l-6-2.5L3 20ZM9 4v13.5M15 6.5V20",
    "link": "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
    "leave": "M10 4H5v16h5M15 8l4 4-4 4M19 12h-9",
}


def icon(name: str) -> SafeString:
    """A sign without words of its own: the words stand beside it."""
    return format_html(
        '<svg class="opora-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"></path></svg>',
        mark_safe(PATHS[name]),  # noqa: S308 - our own drawing
    )
