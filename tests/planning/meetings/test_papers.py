"""Documents of meetings as every reader can use them: PDF/UA, judged by veraPDF."""

from pathlib import Path
from typing import Any

import pytest
from support.meetings import invited, moment, published
from support.verapdf import broken_rules

from planning.meetings import papers
from planning.meetings.attending import lines_of
from planning.meetings.picturing import minutes_of, published_minutes
from planning.meetings.queries import seats_of
from ui.documents import Document, docx_of, pdf

pytestmark = pytest.mark.django_db
AT = moment(28, 9)


def documents(group: Any, site: Any) -> list[Document]:
    meeting, past = invited(group), published(group)
    lines = lines_of(meeting, seats_of(meeting), list(meeting.participants.all()))
    return [
        papers.attendance_sheet(meeting, lines, ["Seniori"], site, AT),
        papers.invitation(meeting, ["Seniori"], site, AT),
        papers.invitations(meeting, meeting.participants.order_by("name"), site, AT),
        papers.minutes_paper(minutes_of(past), site, AT),
        papers.minutes_paper(published_minutes(past), site, AT),
    ]


def test_every_paper_of_a_meeting_is_accessible(alfa: Any, group: Any, tmp_path: Path) -> None:
    made = documents(group, alfa)
    files = [tmp_path / f"{number}.pdf" for number in range(len(made))]
    for file, each in zip(files, made, strict=True):
        file.write_bytes(pdf(each))
    assert broken_rules(*files) == {str(file): {} for file in files}
    assert [docx_of(each)[:2] for each in made] == [b"PK"] * 5
