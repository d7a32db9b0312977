"""The whole plan as PDF and DOCX: made by a job after each publication, because hundreds of pages take their time."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kernel.clock import now
from kernel.jobs import Progress, job
from tenants.addresses import URLS

PRINT = "planning.print_plan"


def _page(asked: Any) -> str:
    return str(reverse("planning:plans", urlconf=URLS))


@job(PRINT, title=_("Printing the plan"), permission="planning.read_draft", retries=2, result=_page)
def print_plan(progress: Progress, *, publication_id: str) -> None:
    """What is printed already stays, so it may begin again; a publication that was replaced is not printed."""
    from planning.structure.models import Publication
    from planning.structure.printing import plan_document, printed_on
    from planning.structure.published import pictured
    from tenants.queries import here
    from ui.documents import docx_of, pdf_apart

    publication = Publication.objects.in_force().filter(pk=publication_id).first()
    if publication is None:
        return
    tenant = here()
    plan = pictured(publication.plan_id, publication.content, number=publication.number, at=publication.published_at)
    with override(tenant.language):
        facts = {"author": tenant.name, "currency": tenant.currency, "note": printed_on(plan.published_at)}
        document = plan_document(plan, **facts, at=plan.published_at)
        for done, (ending, draw) in enumerate({"pdf": pdf_apart, "docx": docx_of}.items()):
            progress(done, 2, _("Setting the pages"))
            if not publication.printed.filter(ending=ending).exists():
                _keep(publication, ending, draw(document))
            progress.stop_if_cancelled()
    _forget_earlier(publication)


@transaction.atomic
def _keep(publication: Any, ending: str, content: bytes) -> None:
    from planning.structure.locking import lock
    from planning.structure.models import PrintedPlan

    lock(publication.plan)
    publication.refresh_from_db()
    if publication.withdrawn_at or publication.printed.filter(ending=ending).exists():
        return
    facts = {"ending": ending, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "made_at": now()}
    printed = PrintedPlan(publication=publication, **facts)
    printed.file.save(f"plan.{ending}", ContentFile(content), save=False)
    printed.save()


@transaction.atomic
def _forget_earlier(publication: Any) -> None:
    """Files of publications that were replaced; what they were made of is kept and can be printed again."""
    from planning.structure.models import PrintedPlan

    earlier = {"publication__plan_id": publication.plan_id, "publication__number__lt": publication.number}
    for old in PrintedPlan.objects.filter(**earlier):
        storage, name = old.file.storage, str(old.file.name)
        old.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
