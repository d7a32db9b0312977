"""All letters of a meeting: to the invited and to the registered. A few are written at once, many by a job."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.jobs import Progress, enqueue, job
from planning.events import letters as of_event
from planning.meetings import letters as of_meeting
from planning.meetings.models import Meeting
from tenants.addresses import URLS
from tenants.models import Tenant

THANKS = "planning.event_thanks"
Writer = Callable[[str, Tenant, datetime], int]


def post(meeting_id: str, site: Tenant, at: datetime) -> None:
    """Tell whoever does not know how the meeting stands now."""
    if _waiting(meeting_id) > of_meeting.AT_ONCE:
        enqueue(of_meeting.JOB, by=None, meeting_id=str(meeting_id))
        return
    of_meeting.tell_invited(meeting_id, site, at)
    of_event.tell_registered(meeting_id, site, at)


def post_thanks(meeting_id: str, site: Tenant, at: datetime) -> None:
    """Thank those who came and agreed."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is not None and of_event.to_be_thanked(meeting).count() > of_event.AT_ONCE:
        enqueue(THANKS, by=None, meeting_id=str(meeting_id))
        return
    of_event.thank_those_who_came(meeting_id, site, at)


def _waiting(meeting_id: str) -> int:
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    return of_meeting.untold(meeting).count() + of_event.untold(meeting).count() if meeting else 0


def _page(asked: Any) -> str:
    return str(reverse("planning:meeting", args=[asked.arguments["meeting_id"]], urlconf=URLS))


@job(of_meeting.JOB, title=_("Writing the letters of a meeting"), permission="planning.lead_meeting", retries=2,
     result=_page)  # fmt: skip
def write_letters(progress: Progress, *, meeting_id: str) -> None:
    """Fifty after fifty; whoever was told already is not told again, so it may begin anew."""
    _write(progress, meeting_id, _waiting(meeting_id), (of_meeting.tell_invited, of_event.tell_registered))


@job(THANKS, title=_("Thanking those who came"), permission="planning.lead_event", retries=2, result=_page)
def write_thanks(progress: Progress, *, meeting_id: str) -> None:
    """Fifty after fifty, each once."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    total = of_event.to_be_thanked(meeting).count() if meeting else 0
    _write(progress, meeting_id, total, (of_event.thank_those_who_came,))


def _write(progress: Progress, meeting_id: str, total: int, writers: tuple[Writer, ...]) -> None:
    from kernel.clock import now
    from tenants.queries import here

    done = 0
    for writer in writers:
        while count := writer(meeting_id, here(), now()):
            done += count
            progress(done, max(total, done), _("Writing letters"))
            progress.stop_if_cancelled()
