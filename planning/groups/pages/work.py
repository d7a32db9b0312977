"""Groups at work: the list, founding, one group with its members now and before, its end."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.groups import commands, queries
from planning.groups.checking import plans_without_steering
from planning.groups.forms import EndForm, GroupForm
from planning.groups.models import Application, Group
from planning.structure.models import Plan

WRITES = "planning.write_groups"


def crumbs(group: Group | None = None) -> list[tuple[str, str]]:
    """The way from the first page to a group at work."""
    way = [(_("Home"), "/"), (_("Groups"), reverse("planning:groups"))]
    if group is not None:
        way.append((group.name, reverse("planning:group", args=[group.pk])))
    return way


def spoken() -> str:
    """The language of the reader, for the order of names."""
    return (get_language() or "sk")[:2]


class GroupsPage(Permitted, View):
    """All groups, with what to look at and who waits for an answer."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest) -> HttpResponse:
        running, ended = queries.groups_at_work(today(), spoken())
        labels = queries.told_apart([*(each.group for each in running), *ended])
        context = {
            "groups": running,
            "ended": [(group, labels[group.pk]) for group in ended],
            "waiting": sum(each.waiting for each in running),
            "without_steering": [(plan, founding(plan)) for plan in plans_without_steering(today())],
            "may_write": allowed(WRITES, request),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/groups/groups.html", context)


def founding(plan: Plan) -> str:
    """Where a steering group of the plan is founded."""
    return f"{reverse('planning:new_group')}?{urlencode({'kind': Group.Kind.STEERING, 'plan': plan.pk})}"


class OfGroup(Permitted, View):
    """A page of one group."""

    permission = WRITES

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.group_id: uuid.UUID = kwargs["group"]

    @property
    def group(self) -> Group:
        found: Group = get_object_or_404(Group.objects.select_related("plan"), pk=self.group_id)
        return found

    def show(self, template: str, group: Group, *, status: int = 0, **context: Any) -> HttpResponse:
        forms = [form for name, form in context.items() if name.endswith("form") and form is not None]
        code = status or (422 if any(form.errors for form in forms) else 200)
        return render(self.request, template, {"group": group, "breadcrumbs": crumbs(group), **context}, status=code)


class GroupPage(OfGroup):
    """One group: who sits in it, who will and who did, what is missing, who asks to join."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        day = today()
        rows = queries.with_members(Group.objects.select_related("plan"), day)
        found = get_object_or_404(rows, pk=group)
        may_write = allowed(WRITES, request)
        waiting = found.applications.filter(state=Application.State.WAITING).order_by("asked_at", "id")
        return self.show(
            "planning/groups/group.html",
            found,
            here=queries.at_work(found, day, spoken()),
            coming=queries.coming_members(found, day),
            former=queries.former_members(found, day),
            applications=list(waiting) if may_write else [],
            has_ended=found.ended_on is not None and found.ended_on < day,
            may_write=may_write,
            endings=("xlsx", "pdf", "docx"),
        )


class NewGroupPage(Permitted, View):
    """Found a group."""

    permission = WRITES

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = {name: request.GET[name] for name in ("kind", "plan") if request.GET.get(name)}
        return self._show(GroupForm(initial={"started_on": today(), "kind": Group.Kind.WORKING, **_sound(asked)}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GroupForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        group = commands.found_group(**form.facts(), by=request.user, at=now())
        messages.success(request, _("The group is founded. Add its members."))
        return redirect("planning:group", group.pk)

    def _show(self, form: GroupForm) -> HttpResponse:
        status = 422 if form.errors else 200
        context = {"form": form, "breadcrumbs": crumbs()}
        return render(self.request, "planning/groups/group_form.html", context, status=status)


def _sound(asked: dict[str, str]) -> dict[str, str]:
    """Nonsense in the address is no wish."""
    try:
        uuid.UUID(asked.get("plan", ""))
    except ValueError:
        asked.pop("plan", None)
    if asked.get("kind") not in Group.Kind.values:
        asked.pop("kind", None)
    return asked


class GroupFactsPage(OfGroup):
    """Change what is said of a group."""

    def get(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        found = self.group
        return self.show("planning/groups/group_form.html", found, form=GroupForm(instance=found))

    def post(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        form = GroupForm(request.POST, instance=self.group)
        if form.is_valid():
            version = form.cleaned_data.get("version") or 0
            try:
                commands.change_group(self.group, changes=form.facts(), version=version, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
                seen = seen_anew(form, GroupForm(instance=self.group), refusal)
                return self.show("planning/groups/group_form.html", self.group, **seen)
            messages.success(request, _("Saved."))
            return redirect("planning:group", group)
        return self.show("planning/groups/group_form.html", self.group, form=form)


def seen_anew(form: Any, fresh: Any, refusal: DomainError) -> dict[str, Any]:
    """After somebody else's change: what the reader wrote stays in the form, what stands there now is told."""
    if refusal.code != "changed_meanwhile":
        return {"form": form}
    data = form.data.copy()
    data["version"] = str(fresh.instance.version)
    form.data = data
    theirs = [
        (fresh.fields[name].label, _shown(fresh, name), _shown(form, name))
        for name in fresh.fields
        if name != "version" and _shown(fresh, name) != _shown(form, name)
    ]
    return {"form": form, "theirs": theirs, "status": 409}


def _shown(form: Any, name: str) -> str:
    """The value of a field in words."""
    value = form[name].value()
    if isinstance(value, bool) or value in {"on", None}:
        return _("yes") if value else ""
    choices = dict(getattr(form.fields[name], "choices", ()))
    words = choices.get(value) or next((said for key, said in choices.items() if str(key) == str(value)), value)
    return str(form.fields[name].widget.format_value(value) if words is value and value else words or "")


class EndGroupPage(OfGroup):
    """The group ends, with a reason."""

    def get(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        return self.show("planning/groups/end_group.html", self.group, form=EndForm(initial={"on": today()}))

    def post(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        form = EndForm(request.POST)
        if form.is_valid():
            try:
                commands.end_group(self.group, **form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The end of the group is entered. Its members stay in the history."))
                return redirect("planning:group", group)
        return self.show("planning/groups/end_group.html", self.group, form=form)
