"""Letters: recorded in the transaction, handed over afterwards, the same each time."""

import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from support.happenings import undone

from kernel import mail
from kernel.mail import handing_over
from kernel.mail.backend import AttachmentRefused, RecordingBackend
from kernel.mail.handing_over import hand_over_batch, purge_sent, retry_failed
from kernel.mail.models import OutgoingMail
from kernel.tenancy import entered

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Posted(BaseEmailBackend):
    """A mail server's stand-in that does what the test tells it to."""

    out: list[EmailMessage] = []
    trouble: Exception | None = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if Posted.trouble:
            raise Posted.trouble
        Posted.out.extend(email_messages)
        return len(email_messages)


@pytest.fixture(autouse=True)
def _post(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(handing_over.__dict__, "get_connection", lambda _path: Posted())
    Posted.out, Posted.trouble = [], None
    settings.DEFAULT_FROM_EMAIL = "Opora <opora@kraj.example>"
    settings.EMAIL_BACKEND = "kernel.mail.backend.RecordingBackend"


def letter(to: str = "jana@example.org", subject: str = "Vec", text: str = "Text", **more: Any) -> OutgoingMail:
    return mail.send(to, subject, text, kind="trial", **more)


def due_again() -> None:
    OutgoingMail.objects.update(next_at=LONG_AGO)


# --- recording -------------------------------------------------------------------------------------------------------
def test_letter_is_recorded_and_not_yet_sent() -> None:
    with entered("alfa"):
        row = letter(html="<p>Text</p>")
    row.refresh_from_db()
    assert (row.to, row.subject, row.text, row.html) == ("jana@example.org", "Vec", "Text", "<p>Text</p>")
    assert (row.kind, row.tenant_key, row.state) == ("trial", "alfa", "WAITING")
    assert row.message_id == f"<{row.pk}@kraj.example>"
    assert Posted.out == []


def test_letter_of_an_undone_transaction_was_never_written() -> None:
    with undone():
        letter()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("to", "jana@example.org\nBcc: all@example.org"),
        ("subject", "Vec\r\nBcc: all@example.org"),
        ("sender", "opora@kraj.example\nX: y"),
        ("reply_to", "a@example.org\rX: y"),
    ],
)
def test_line_break_in_a_header_is_refused_by_code_and_database(header: str, value: str) -> None:
    with pytest.raises(BadHeaderError):
        letter(**{header: value})
    row = letter()
    with pytest.raises(IntegrityError, match="mail_headers_are_one_line"), transaction.atomic():
        OutgoingMail.objects.filter(pk=row.pk).update(**{header: value})


@pytest.mark.parametrize(
    "to", ["", "jana", "a@example.org, b@example.org", "Jana <jana@example.org>", "a@example.org b@c.sk"]
)
def test_letter_goes_to_exactly_one_address(to: str) -> None:
    with pytest.raises(ValidationError):
        letter(to)


def test_newest_letters_come_first() -> None:
    rows = [letter(subject=str(n)) for n in range(4)]
    for n, row in enumerate(rows):
        OutgoingMail.objects.filter(pk=row.pk).update(created_at=LONG_AGO + timedelta(days=n))
    assert [row.subject for row in mail.recent(2)] == ["3", "2"]


# --- what libraries send ---------------------------------------------------------------------------------------------
def test_what_django_sends_is_recorded_once_for_each_recipient() -> None:
    django_mail.send_mail("Vec", "Text", None, ["a@example.org", "b@example.org"], html_message="<b>Text</b>")
    rows = OutgoingMail.objects.order_by("to")
    assert [(row.to, row.text, row.html) for row in rows] == [
        ("a@example.org", "Text", "<b>Text</b>"),
        ("b@example.org", "Text", "<b>Text</b>"),
    ]
    assert {row.sender for row in rows} == {"Opora <opora@kraj.example>"}


def test_letter_with_only_html_stays_html() -> None:
    message = EmailMessage("Vec", "<b>x</b>", to=["a@example.org"])
    message.content_subtype = "html"
    assert RecordingBackend().send_messages([message]) == 1
    assert (OutgoingMail.objects.get().text, OutgoingMail.objects.get().html) == ("", "<b>x</b>")


def test_attachment_is_refused_rather_than_lost() -> None:
    message = EmailMessage("Vec", "Text", to=["a@example.org"])
    message.attach("a.txt", "x", "text/plain")
    with pytest.raises(AttachmentRefused):
        message.send()
    assert not OutgoingMail.objects.exists()


# --- handing over ----------------------------------------------------------------------------------------------------
def test_letter_is_handed_over_once_with_its_own_number_and_date() -> None:
    row = letter(html="<p>Text</p>", reply_to="mesto@example.org")
    assert hand_over_batch() == 1
    assert hand_over_batch() == 0
    (sent,) = Posted.out
    headers = sent.message()
    assert headers["Message-ID"] == row.message_id
    assert headers["To"] == "jana@example.org"
    assert headers["Reply-To"] == "mesto@example.org"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers.get_content_type() == "multipart/alternative"
    row.refresh_from_db()
    assert row.state == "SENT"
    assert row.sent_at is not None


def test_letter_in_doubt_goes_again_the_very_same() -> None:
    row = letter()
    OutgoingMail.objects.update(state="SENDING", attempts=1)  # its sender was killed on the way
    hand_over_batch()
    OutgoingMail.objects.update(state="SENDING", sent_at=None, next_at=LONG_AGO)
    hand_over_batch()
    first, second = (message.message() for message in Posted.out)
    assert first["Message-ID"] == second["Message-ID"] == row.message_id
    assert first["Date"] == second["Date"]


def test_letter_on_its_way_is_left_alone_until_it_is_in_doubt() -> None:
    letter()
    claimed = handing_over._claim(timedelta(seconds=90))
    assert claimed is not None
    assert hand_over_batch() == 0
    due_again()
    assert hand_over_batch() == 1


def test_slow_sender_does_not_overwrite_what_the_second_one_wrote() -> None:
    letter()
    slow = handing_over._claim(timedelta(0))
    assert slow is not None
    hand_over_batch()
    handing_over._failed(slow, OSError())
    assert OutgoingMail.objects.get().state == "SENT"


def test_trouble_is_tried_again_with_pauses_and_in_the_end_given_up() -> None:
    letter()
    Posted.trouble = smtplib.SMTPServerDisconnected("gone for jana@example.org")
    for attempt in range(1, handing_over.MAX_ATTEMPTS + 1):
        assert OutgoingMail.objects.get().state == "WAITING"
        due_again()
        assert hand_over_batch(size=1) == 1
        assert OutgoingMail.objects.get().attempts == attempt
    row = OutgoingMail.objects.get()
    assert (row.state, row.error) == ("FAILED", "SMTPServerDisconnected")
    Posted.trouble = None
    assert hand_over_batch() == 0
    assert retry_failed() == 1
    assert hand_over_batch() == 1


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"jana@example.org": (550, b"no such person")}), "FAILED"),
        (smtplib.SMTPRecipientsRefused({"jana@example.org": (450, b"later")}), "WAITING"),
        (smtplib.SMTPDataError(554, b"never"), "FAILED"),
        (smtplib.SMTPDataError(451, b"later"), "WAITING"),
        (OSError("no network"), "WAITING"),
    ],
)
def test_only_a_refusal_for_good_ends_the_trying_at_once(trouble: Exception, state: str) -> None:
    letter()
    Posted.trouble = trouble
    hand_over_batch()
    assert OutgoingMail.objects.get().state == state


def test_one_troubled_letter_does_not_hold_the_others() -> None:
    for n in range(3):
        letter(f"n{n}@example.org")
    Posted.trouble = OSError()
    assert hand_over_batch(size=1) == 1
    Posted.trouble = None
    hand_over_batch()
    assert OutgoingMail.objects.filter(state="SENT").count() == 2


def test_letters_sent_long_ago_are_forgotten() -> None:
    letter("old@example.org")
    hand_over_batch()
    OutgoingMail.objects.update(sent_at=LONG_AGO)
    letter("waiting@example.org")
    assert purge_sent(timedelta(days=30)) == 1
    assert OutgoingMail.objects.get().to == "waiting@example.org"
