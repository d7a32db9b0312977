"""The work on a mapping that runs outside the request."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imports.jobs import PERMISSION
from kernel.jobs import Progress, job


def _page_of_words(done: Any) -> str:
    return reverse("imports:mapping_words", settings.PUBLIC_SCHEMA_URLCONF, kwargs={"pk": done.arguments["draft_id"]})


@job(
    "imports.count_words", title=_("Counting the words of a spreadsheet"), permission=PERMISSION, result=_page_of_words
)
def count_words_of_draft(progress: Progress, *, draft_id: str) -> None:
    """Go through the file of a mapping that is being built; one that was put aside meanwhile needs no counting."""
    from imports.mapping.building import count_words
    from imports.models import MappingDraft

    draft = MappingDraft.objects.filter(pk=draft_id).first()
    if draft is not None:
        count_words(draft, progress)
