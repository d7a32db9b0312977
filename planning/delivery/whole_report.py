"""A report with its readings as one thing to fill in: shown, checked and compared together."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from planning.delivery.models import Report
from planning.delivery.readings.asking import asked_of
from planning.delivery.readings.forms import ReadingForm, is_sent, words_of
from planning.delivery.readings.models import Reading
from planning.delivery.readings.telling import Given, kept_of
from planning.delivery.report_forms import ReportForm, differences, with_version
from planning.structure.sheet.models import Indicator


class WholeReport:
    """The form of a report and one of each indicator it is asked for."""

    def __init__(self, report: Report, data: QueryDict | None = None, files: Any = None, *, to_send: bool = False):
        year = report.round.action_plan
        self.report, self.data = report, data
        self.form = ReportForm(data, files, instance=report, currency=year.currency, is_sent=to_send)
        rows = asked_of(report)
        held, last = kept_of(report), last_values(rows, report)
        self.readings = [
            ReadingForm(
                data if data is not None and is_sent(data, row.pk) else None,
                indicator=row,
                held=held.get(row.pk),
                last=last.get(row.pk),
                year=year.year,
            )
            for row in rows
        ]

    @property
    def forms(self) -> list[Any]:
        return [self.form, *self.readings]

    @property
    def is_wrong(self) -> bool:
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in self.forms if form.is_bound]  # every form says all its mistakes
        return all(judged)

    def written(self) -> list[tuple[str, str]]:
        """What was typed, by the name of its field, to be shown where it can be sent no more."""
        fields = [field for form in self.forms if form.is_bound for field in form.visible_fields()]
        told = ((str(field.label), str(field.value() or "").strip()) for field in fields if field.name != "file")
        return [(label, words) for label, words in told if words]

    def facts(self) -> dict[str, Any]:
        """What the command takes."""
        said = self.form.facts()
        return {**said, "facts": {**said["facts"], "readings": self.given()}}

    def given(self) -> dict[UUID, Given]:
        return {form.indicator.pk: form.given() for form in self.readings if form.is_bound}

    @property
    def blank(self) -> int:
        """How many indicators stay without a value and without a word why."""
        return sum(given.is_blank for given in self.given().values())

    def differences(self, facts: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
        """(label, theirs, yours) of what somebody else wrote meanwhile."""
        mine, there = self.given(), facts["readings"]
        of_readings = [
            (form.indicator.name, words_of(there.get(form.indicator.pk)), words_of(mine.get(form.indicator.pk)))
            for form in self.readings
            if form.is_bound
        ]
        changed = [each for each in of_readings if each[1] != each[2]]
        return [*differences(self.form, facts["now"]), *changed]

    def again(self, report: Report, version: int) -> "WholeReport":
        """What was sent, as if it had been read in this version."""
        return WholeReport(report, with_version(self.data or QueryDict(), version))


def last_values(rows: list[Indicator], report: Report) -> dict[UUID | None, Reading]:
    """The last value of each that counts, without what this report says itself."""
    known = Reading.objects.counting().filter(indicator__in=rows, value__isnull=False)
    newest = known.exclude(report=report).order_by("indicator", "-on", "-at", "-pk").distinct("indicator")
    return {reading.indicator_id: reading for reading in newest}
