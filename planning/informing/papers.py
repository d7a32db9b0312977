"""The information log as a document and as a table. Call these in the language of the document."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.informing.models import Announcement, Channel
from tenants.addresses import URLS, address_of
from tenants.models import Tenant
from ui.documents import Block, Document, Paragraph, Table
from ui.typography import date_short


def heads() -> tuple[str, ...]:
    return (
        pgettext("log", "Day"),
        pgettext("log", "How"),
        _("What people were told"),
        _("For whom"),
        _("Plan"),
        _("Proof"),
        _("Who wrote it down"),
    )


def log_paper(rows: Iterable[Announcement], words: Sequence[str], site: Tenant, at: datetime) -> Document:
    """A table in the order of days."""
    cells = []
    for row in rows:
        what = f"{row.title}\n{row.text}" if row.text else row.title
        proof = "\n".join(filter(None, (row.file_name, row.link)))
        cells.append((date_short(row.on), _channel(row), what, row.audience, proof or _itself(row)))
    head = heads()
    blocks: list[Block] = [Paragraph(", ".join(words), "lead")] if words else []
    if cells:
        columns = (*head[:4], head[5])
        blocks.append(Table(_("How the public was informed"), columns, tuple(cells), widths=(1.5, 1.7, 3.6, 2.2, 3.2)))
    else:
        blocks.append(Paragraph(_("Nothing is written in the log.")))
    return Document(_("Information log"), site.language, site.name, at, tuple(blocks))


def lines(rows: Iterable[Announcement], site: Tenant) -> Iterator[tuple[object, ...]]:
    for row in rows:
        proof = [row.file_name, row.link, _address(row, site)]
        yield (
            row.on,
            _channel(row),
            f"{row.title}\n{row.text}" if row.text else row.title,
            row.audience,
            row.plan.title if row.plan else "",
            [each for each in proof if each],
            row.by_name or _itself(row),
        )


def _channel(row: Announcement) -> str:
    return str(capfirst(Channel(row.channel).label))


def _itself(row: Announcement) -> str:
    return _("written by Opora") if row.source else ""


def _address(row: Announcement, site: Tenant) -> str:
    """Where the proof lies for those who work here."""
    path = reverse("planning:entry_proof", URLS, [row.pk]) if row.file else ""
    return address_of(site, path) if path else ""
