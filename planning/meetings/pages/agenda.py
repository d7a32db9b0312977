"""Pages of the agenda: points, their order, their papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.clock import now
from kernel.errors import DomainError
from kernel.exports import download
from planning.meetings import agenda
from planning.meetings.forms import AgendaPaperForm, ItemForm
from planning.meetings.models import AgendaItem, AgendaPaper
from planning.meetings.pages.base import Filled, OfMeeting, Pressed, ReadMeeting


class OfItem(OfMeeting):
    """A page of one point of the agenda."""

    @property
    def item(self) -> AgendaItem:
        rows = AgendaItem.objects.select_related("meeting")
        found: AgendaItem = get_object_or_404(rows, pk=self.kwargs["item"], meeting=self.meeting_id)
        return found


class AddItemPage(Filled):
    """Add a point to the agenda."""

    title = gettext_lazy("Add a point to the agenda")
    button = gettext_lazy("Add")
    said = gettext_lazy("Added.")
    anchor = "#agenda"

    def form(self, given: Any) -> ItemForm:
        return ItemForm(given)

    def act(self, form: ItemForm) -> None:
        agenda.add_item(self.meeting, **form.facts(), by=self.request.user, at=now())


class ItemPage(Filled, OfItem):
    """Change a point."""

    title = gettext_lazy("Point of the agenda")
    said = gettext_lazy("Saved.")
    anchor = "#agenda"

    def form(self, given: Any) -> ItemForm:
        return ItemForm(given, instance=self.item)

    def act(self, form: ItemForm) -> None:
        version = form.cleaned_data["version"] or 0
        agenda.change_item(self.item, **form.facts(), version=version, by=self.request.user, at=now())


class MoveItemPage(OfItem):
    """One place up or down."""

    def post(self, request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
        way = request.POST.get("direction", "")
        if way not in agenda.WAYS:
            return HttpResponseBadRequest()
        try:
            agenda.move_item(self.item, way=way, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return self.back("#agenda")


class RemoveItemPage(Pressed, OfItem):
    """Off the agenda."""

    said = gettext_lazy("The point is off the agenda.")
    anchor = "#agenda"

    def act(self) -> None:
        agenda.remove_item(self.item, by=self.request.user, at=now())


class AddAgendaPaperPage(Filled, OfItem):
    """Lay a file to a point."""

    title = gettext_lazy("Add a paper to the point")
    button = gettext_lazy("Add")
    said = gettext_lazy("The paper is added.")
    anchor = "#agenda"

    def form(self, given: Any) -> AgendaPaperForm:
        return AgendaPaperForm(given, self.request.FILES if given is not None else None)

    def act(self, form: AgendaPaperForm) -> None:
        agenda.add_paper(self.item, **form.cleaned_data, by=self.request.user, at=now())

    def more(self) -> dict[str, Any]:
        return {"intro": self.item.title, "with_file": True}


class AgendaPaperFile(ReadMeeting):
    """The file of a paper, always as a download."""

    def get(self, request: HttpRequest, meeting: UUID, laid: UUID) -> HttpResponseBase:
        return file_of(get_object_or_404(AgendaPaper, pk=laid, item__meeting=meeting))


def file_of(paper: AgendaPaper) -> HttpResponseBase:
    return download(paper.file, paper.file_name, missing=_("This paper has no file here."))


class RemoveAgendaPaperPage(Pressed):
    """A file that was laid here by mistake."""

    said = gettext_lazy("The paper is removed.")
    anchor = "#agenda"

    def act(self) -> None:
        rows = AgendaPaper.objects.select_related("item__meeting")
        paper = get_object_or_404(rows, pk=self.kwargs["laid"], item__meeting=self.meeting_id)
        agenda.remove_paper(paper, by=self.request.user, at=now())
