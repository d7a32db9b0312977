"""Documents to print, and the same as DOCX, in the language of the municipality."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.text import slugify

from planning.structure.imprint import with_imprint
from planning.structure.models import Plan
from ui.documents import TYPES, Document, docx_of, pdf


def printed(request: Any, ending: str, compose: Callable[[], Document], plans: Iterable[Plan]) -> HttpResponse:
    """The document in the language of the municipality, with the imprint of the plans it is about."""
    if ending not in TYPES:
        raise Http404
    with translation.override(request.tenant.language):
        document = with_imprint(compose(), plans)
        content = (pdf if ending == "pdf" else docx_of)(document)
    name = f"{slugify(document.title)[:60] or 'opora'}.{ending}"
    disposition = f'{"inline" if ending == "pdf" else "attachment"}; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[ending], headers=headers)
