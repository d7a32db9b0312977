"""Pages of tasks: all of them with who is late, the list on paper, my own, and what becomes of one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from kernel import exports
from kernel.access import Permitted, allowed
from kernel.clock import now, today
from kernel.text import uuid_or_none
from planning.groups.models import Group
from planning.groups.queries import told_apart
from planning.meetings import becoming, minuting, queries, task_list
from planning.meetings.models import MeetingTask
from planning.meetings.pages.base import Filled
from planning.meetings.pages.papers import printed
from planning.meetings.task_forms import BecomeForm
from planning.meetings.task_list import Which

ON_A_PAGE = 50


class OfTasks(Permitted, View):
    """What the list and its file share: which tasks the reader sees, and which were chosen."""

    permission = "planning.read_draft"
    request: Any

    @property
    def which(self) -> Which:
        said = self.request.GET.get("which", "")
        return Which(said) if said in list(Which) else Which.OPEN

    @cached_property
    def groups(self) -> list[Group]:
        return list(Group.objects.select_related("plan").order_by("name", "pk"))

    @property
    def group(self) -> Group | None:
        wanted = uuid_or_none(self.request.GET.get("group", ""))
        return next((group for group in self.groups if group.pk == wanted), None)

    def rows(self) -> Any:
        leads = allowed("planning.lead_meeting", self.request)
        own = None if leads else queries.groups_of_account(self.request.user.pk, today())
        group = self.group
        return task_list.chosen(task_list.tasks_seen(own), self.which, today(), group.pk if group else None)


class TasksPage(OfTasks):
    """Tasks of all meetings, the most urgent first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        group = self.group
        facts = {
            "page": Paginator(self.rows(), ON_A_PAGE).get_page(request.GET.get("page")),
            "which": self.which.value,
            "kinds": [(which.value, words) for which, words in task_list.WORDS.items()],
            "group": group,
            "chosen": urlencode({"which": self.which.value} | ({"group": str(group.pk)} if group else {})),
            "groups": told_apart(self.groups),
            "day": today(),
            "may_lead": allowed("planning.lead_meeting", request),
            "may_write": allowed("planning.write_plan", request),
            "breadcrumbs": [(_("Home"), "/"), (_("Meetings"), reverse("planning:meetings"))],
        }
        return render(request, "planning/meetings/tasks.html", facts)


class TasksFile(OfTasks):
    """The list as it was chosen: PDF, DOCX or XLSX."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        rows, day, site, group = list(self.rows()), today(), self.request.tenant, self.group
        if ending == "xlsx":
            with translation.override(site.language):
                table = task_list.table_rows(rows, day)
                return exports.answer(ending, task_list.heads(), table, title=_("Tasks from meetings"))
        whose = group.name if group else site.name
        return printed(request, ending, None, lambda: task_list.tasks_paper(rows, self.which, whose, day, site, now()))


class MyTasksPage(Permitted, View):
    """What I took upon myself here; I tick off what is done."""

    permission = "planning.see_own_reports"
    request: Any

    def get(self, request: HttpRequest) -> HttpResponse:
        facts = {"tasks": self._own(), "day": today(), "breadcrumbs": [(_("Home"), "/")]}
        return render(request, "planning/meetings/my_tasks.html", facts)

    def post(self, request: HttpRequest) -> HttpResponse:
        task = self._own().filter(pk=uuid_or_none(request.POST.get("task", ""))).first()
        if task is None:
            messages.warning(request, _("This task is ticked off already, or it is not yours."))
        else:
            minuting.finish_task(task, note=request.POST.get("note", "")[:400], by=request.user, at=now())
            messages.success(request, _("The task is ticked off."))
        return redirect("planning:my_tasks")

    def _own(self) -> Any:
        return task_list.of_account(self.request.user.pk, self.request.user.email)


class BecomePage(Filled):
    """An activity of the plan, or an item of the action plan, is made of a task."""

    permission = "planning.write_plan"
    title = gettext_lazy("What becomes of the task")
    button = gettext_lazy("Put it into the plan")
    anchor = "#tasks"

    @cached_property
    def task(self) -> MeetingTask:
        rows = MeetingTask.objects.select_related("person", "meeting", "item")
        found: MeetingTask = get_object_or_404(rows, pk=self.kwargs["task"], meeting=self.meeting_id)
        return found

    @cached_property
    def places(self) -> list[becoming.Place]:
        return becoming.places_for(self.task)

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        outcome = becoming.outcome_of(self.task)
        if outcome and outcome.href:
            return redirect(outcome.href)
        return super().get(request, **address)

    def form(self, given: Any) -> BecomeForm:
        likely = becoming.likely_measure(self.task, self.places, self.meeting.groups.all())
        return BecomeForm(given, task=self.task, places=self.places, likely=likely)

    def act(self, form: BecomeForm) -> None:
        facts = form.facts() | {"by": self.request.user, "at": now()}
        if form.is_item:
            becoming.make_item(self.task, **facts)
            messages.success(self.request, _("The task stands in the action plan. Each leads to the other."))
        else:
            becoming.make_activity(self.task, **facts)
            messages.success(self.request, _("The task is an activity of the plan. Each leads to the other."))

    def more(self) -> dict[str, Any]:
        if not self.places:
            raise Http404(_("No plan has a measure yet under which the task could stand."))
        return {"intro": f"{self.task.what} ({self.task.owner})"}
