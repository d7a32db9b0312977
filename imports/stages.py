"""What every act on a run begins with: hold its row, and refuse where it is not in the stage this act belongs to."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from imports.models import Run
from kernel.errors import DomainError

CLOSED = {Run.State.ACCEPTED, Run.State.UNDONE, Run.State.DISCARDED, Run.State.FAILED, Run.State.CANCELLED}


class NotReady(DomainError):
    """The run is not in the stage this act belongs to."""

    default_code = "not_ready"


class Outdated(DomainError):
    """The catalogue has changed by another run since this one was compared."""

    default_code = "outdated"


def locked(run: Run) -> Run:
    return Run.objects.select_for_update(of=("self",)).get(pk=run.pk)


def open_run(run: Run) -> Run:
    """The row, held; refuses one of which nothing more can become."""
    found = locked(run)
    if found.state in CLOSED:
        raise NotReady(_("This run is closed."))
    return found


def batch_of(run: Run) -> uuid.UUID:
    if run.batch_id is None:
        raise NotReady(_("Only a run that has been compared can be accepted."))
    return run.batch_id


def refuse_outdated(run: Run) -> None:
    """What was seen must still be what would be written."""
    if Run.objects.accepted().filter(decided_at__gt=run.compared_at).exists():
        raise Outdated(_("Another run has been accepted since this one was compared. Compare it once more."))
    if Run.objects.filter(undone_at__gt=run.compared_at).exists():
        raise Outdated(_("Another run has been undone since this one was compared. Compare it once more."))


def id_of(by: Any) -> uuid.UUID | None:
    found = getattr(by, "pk", by)
    return None if found is None else uuid.UUID(str(found))


def person_id(by: Any) -> uuid.UUID:
    """The id of the person who acts; some acts nobody can do namelessly."""
    found = id_of(by)
    if found is None:
        raise ValueError("This act needs a person.")
    return found


def text_id(by: Any) -> str | None:
    found = id_of(by)
    return str(found) if found else None
