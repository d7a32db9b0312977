"""Ask for a booklet, and make it: what was made of the same state of the catalogue is handed out again."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalogue.booklet import composing, gathering
from catalogue.booklet.choices import Choice, area_of
from catalogue.cards import ServiceCard
from catalogue.models import Booklet
from kernel.errors import DomainError
from kernel.jobs import Progress, enqueue
from kernel.jobs.models import Job
from kernel.journal import record
from tenants.queries import region
from ui.documents import docx_of, pdf_apart

JOB = "catalogue.make_booklet"
LARGEST = 6_000
KEPT_FOR = timedelta(days=30)  # older states of the same choice, for those who were given their address


class BookletRefused(DomainError):
    default_code = "booklet_refused"


@transaction.atomic
def ask_for_booklet(choice: Choice, *, by: Any, at: datetime) -> Booklet:
    """The booklet of this choice as the catalogue stands now: the kept one, the one under way, or a new one."""
    with translation.override(choice.language):
        area = area_of(choice)
    selection = gathering.select(choice, area, timezone.localdate(at))
    if not selection.ids:
        raise BookletRefused(_("No service is offered there for whom you have chosen."))
    if len(selection.ids) > LARGEST:
        raise BookletRefused(_("That is too much for one booklet. Choose a smaller area."))
    facts = {"services": len(selection.ids), "asked_at": at}
    booklet, _is_new = Booklet.objects.get_or_create(
        **choice.as_fields(), fingerprint=selection.fingerprint, defaults=facts
    )
    if booklet.made_at is None and not _is_under_way(booklet):
        booklet.job_id = enqueue(JOB, by=by, booklet_id=str(booklet.pk)).pk
        booklet.save(update_fields=["job_id"])
    return booklet


def job_of(booklet: Booklet) -> Job | None:
    return Job.objects.filter(pk=booklet.job_id).first() if booklet.job_id else None


def _is_under_way(booklet: Booklet) -> bool:
    job = job_of(booklet)
    return job is not None and not job.is_finished


def make_booklet(booklet: Booklet, *, progress: Progress, at: datetime) -> Booklet:
    """Gather, draw and keep; one that is made already stays as it is, so a job may begin again."""
    if booklet.made_at is not None:
        return booklet
    choice = Choice.of(booklet)
    with translation.override(choice.language):
        content, selection = _content(choice, progress, at)
    progress.stop_if_cancelled()
    return _keep(booklet, content, selection, at)


def _content(choice: Choice, progress: Progress, at: datetime) -> tuple[bytes, gathering.Selection]:
    day = timezone.localdate(at)
    area, here = area_of(choice), region()
    assert here is not None  # noqa: S101 - area_of refuses a deployment without a region
    selection = gathering.select(choice, area, day)
    cards: list[ServiceCard] = []
    total = len(selection.ids) + 1
    for some in gathering.cards(selection.ids, day):
        cards += some
        progress(len(cards), total, _("Gathering the services"))
        progress.stop_if_cancelled()
    document = composing.booklet(choice, area, here, cards, at)
    progress(len(cards), total, _("Setting the pages"))
    return (pdf_apart if choice.format == Booklet.Format.PDF else docx_of)(document), selection


@transaction.atomic
def _keep(booklet: Booklet, content: bytes, selection: gathering.Selection, at: datetime) -> Booklet:
    """Under the fingerprint of what was really printed: the catalogue may have moved on since it was asked for."""
    held = Booklet.objects.select_for_update().get(pk=booklet.pk)
    if held.made_at is not None:
        return held
    choice = Choice.of(held).as_fields()
    if held.fingerprint != selection.fingerprint:
        Booklet.objects.filter(**choice, fingerprint=selection.fingerprint).exclude(pk=held.pk).delete()
    held.fingerprint, held.services = selection.fingerprint, len(selection.ids)
    held.size, held.sha256, held.made_at = len(content), hashlib.sha256(content).hexdigest(), at
    held.file.save(f"booklet.{held.format}", ContentFile(content), save=False)
    held.save()
    record("catalogue.booklet_made", subject=held, by=None, at=at, level=held.level, services=held.services)
    for old in Booklet.objects.ready().filter(**choice, made_at__lt=at - KEPT_FOR).exclude(pk=held.pk):
        _forget(old)
    return held


def _forget(booklet: Booklet) -> None:
    storage, name = booklet.file.storage, booklet.file.name
    booklet.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
