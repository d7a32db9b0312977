"""The making of a booklet as a job."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.jobs import Progress, job
from kernel.tenancy import entered


def _page(asked: Any) -> str:
    return reverse("booklet:booklet", args=[asked.arguments["booklet_id"]])


@job("catalogue.make_booklet", title=_("Making a booklet"), result=_page)
def make(progress: Progress, *, booklet_id: str) -> None:
    """Begins from the start if its worker died; nothing half-made is ever kept."""
    from catalogue.booklet.making import make_booklet
    from catalogue.models import Booklet

    with entered(""):
        make_booklet(Booklet.objects.get(pk=booklet_id), progress=progress, at=now())
