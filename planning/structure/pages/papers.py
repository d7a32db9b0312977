"""Documents to print, and the same as DOCX, in the language of the municipality unless the page says another."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from planning.structure.imprint import Imprint, lines_of
from planning.structure.models import Plan
from ui.documents import TYPES, Document, docx_of, pdf


def printed(
    request: Any,
    ending: str,
    compose: Callable[[], Document],
    plans: Iterable[Plan | None] = (),
    *,
    imprint: Imprint | None = None,
    name: str = "",
    language: str | None = "",
    saved: bool = False,
) -> HttpResponse:
    """The document with the imprint of the plans it is about, or with the one that was published.

    `name`: of the file, without its ending; else the title. `saved`: a PDF too is kept as a file, not shown.
    """
    if ending not in TYPES:
        raise Http404(_("There is no such paper."))
    with translation.override(language or request.tenant.language):
        document = compose()
        lines = imprint.lines() if imprint else lines_of(plans)
        content = (pdf if ending == "pdf" else docx_of)(replace(document, imprint=lines or document.imprint))
    name = name or slugify(document.title)[:60] or "opora"
    shown = "inline" if ending == "pdf" and not saved else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}.{ending}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[ending], headers=headers)
