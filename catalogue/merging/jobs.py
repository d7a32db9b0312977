"""Looking for duplicates, outside the request."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.jobs import Progress, job


def _page_of_pairs(_done: object) -> str:
    return reverse("catalogue:duplicates", settings.PUBLIC_SCHEMA_URLCONF)


@job(
    "catalogue.find_duplicates",
    title=_("Looking for duplicates"),
    permission="catalogue.merge_duplicates",
    result=_page_of_pairs,
)
def find_duplicates(progress: Progress) -> None:
    """Compare all entries with each other; pairs that a person has judged keep their verdict."""
    from catalogue.merging.finding import find_pairs

    find_pairs(at=now())
    progress(1, 1)
