"""A table for a chapter from numbers that another room offers: looked at first, then put in by a button."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.tenancy import current_key
from planning.knowing import chapters as commands
from planning.knowing.chapter_forms import PeriodForm
from planning.knowing.models import Figure
from planning.knowing.offering import FigureSource, numbers_of, source_named
from planning.knowing.pages.chapters import OfChapter
from ui.typography import date_range

YEAR = timedelta(days=365)


class OfferedFigurePage(OfChapter):
    """See the numbers of a time, and put them into the chapter."""

    permission = "planning.write_plan"

    @property
    def source(self) -> FigureSource:
        found = source_named(self.kwargs["source"], self.kind)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, plan: uuid.UUID, chapter: str, source: str) -> HttpResponse:
        wished = {"first": today() - YEAR, "last": today()}
        return self._show(PeriodForm(request.GET or None, initial=wished), wished)

    def post(self, request: HttpRequest, plan: uuid.UUID, chapter: str, source: str) -> HttpResponse:
        form = PeriodForm(request.POST)
        if form.is_valid():
            try:
                self._put(**form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The table stands in the chapter."))
                return self.back()
        return self._show(form, {})

    def _put(self, first: Any, last: Any) -> None:
        told, table = numbers_of(self.source, current_key(), first, last)
        title = f"{self.source.title}, {date_range(first, last)}"
        commands.add_figure(
            self.plan, kind=self.kind, title=title[:200], source=told.source, as_of=told.as_of,
            drawing=Figure.Drawing.BARS, table=table, by=self.request.user, at=now(),
        )  # fmt: skip

    def _show(self, form: PeriodForm, wished: dict[str, Any]) -> HttpResponse:
        """The numbers of the time that stands in the form, or why there are none."""
        table, refusal = None, ""
        period = form.cleaned_data if form.is_bound and form.is_valid() else wished
        if period and not form.errors:
            try:
                table = numbers_of(self.source, current_key(), period["first"], period["last"])[1]
            except DomainError as wrong:
                refusal = str(wrong)
        return self.show(
            "offered", form=form, source=self.source, table=table, refusal=refusal, period=period, kind=self.kind,
            title=self.title(),
        )  # fmt: skip
