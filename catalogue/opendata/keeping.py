"""From a list to a file: a short one at once, a long workbook as a job whose file is kept while nothing changes."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import get_language

from catalogue.models import ListFile
from catalogue.opendata import lists
from catalogue.opendata.answering import state_of_catalogue
from catalogue.opendata.lists import KindOfList, Row
from kernel import exports
from kernel.jobs import Progress, enqueue
from kernel.jobs.models import Job
from kernel.tenancy import entered

AT_ONCE_AT_MOST = 2000  # rows of a workbook that a request may wait for
KEPT_FOR = timedelta(days=7)
TOLD_EVERY = 200


def is_long(kind: KindOfList, parameters: dict[str, Any], ending: str) -> bool:
    """Whether a request should not wait for it; a CSV is sent as it is written, however long."""
    return ending == "xlsx" and kind.count(parameters) > AT_ONCE_AT_MOST


@transaction.atomic
def ask_for_file(kind: KindOfList, parameters: dict[str, Any], ending: str, *, at: datetime) -> ListFile:
    """The file of this very question, made or on its way; asked for anew when the catalogue has changed."""
    question = hashlib.blake2s(json.dumps(parameters, sort_keys=True).encode()).hexdigest()
    file, is_new = ListFile.objects.get_or_create(
        list_name=kind.name,
        question=question,
        language=(get_language() or "sk")[:2],
        ending=ending,
        stamp=state_of_catalogue().stamp,
        defaults={"asked_at": at, "parameters": parameters},
    )
    if is_new or _has_failed(file):
        file.job_id = enqueue("catalogue.make_list", file_id=str(file.pk)).pk
        file.save(update_fields=["job_id"])
    return file


def _has_failed(file: ListFile) -> bool:
    """Its job has ended, or was forgotten, and there is no file."""
    if file.made_at is not None:
        return False
    return file.job_id is None or not Job.objects.unfinished().filter(pk=file.job_id).exists()


def make_file(file: ListFile, *, progress: Progress, at: datetime) -> ListFile:
    """Write the rows and keep the file; done again it changes nothing."""
    kind = lists.named(file.list_name)
    if file.made_at is not None or kind is None:
        return file
    total = kind.count(file.parameters)
    with tempfile.TemporaryFile() as written:
        rows = _told(kind.rows(file.parameters), progress, total)
        file.rows = exports.write_into(written, file.ending, kind.heads(), rows, title=str(kind.title))
        written.seek(0)
        file.file.save(f"list.{file.ending}", File(written), save=False)
    file.made_at = at
    file.save(update_fields=["rows", "file", "made_at"])
    progress(file.rows, file.rows)
    return file


def _told(rows: Iterator[Row], progress: Progress, total: int) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % TOLD_EVERY == 0:
            progress.stop_if_cancelled()
            progress(number, total)
        yield row


def forget_old_files(*, at: datetime) -> int:
    """Files of lists are kept for a week; answers how many went."""
    with entered(""):
        old = list(ListFile.objects.filter(asked_at__lt=at - KEPT_FOR))
        for each in old:
            each.delete()
            if each.file:
                each.file.delete(save=False)
    return len(old)
