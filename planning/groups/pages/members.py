"""Members: add, change, end; the person behind them with contact and account."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.groups import commands, people, queries
from planning.groups.forms import EndForm, MemberForm, PersonForm
from planning.groups.models import Group, GroupMember, Person
from planning.groups.pages.work import WRITES, OfGroup, crumbs, seen_anew, spoken
from planning.groups.people import Newcomer, PersonKnown


def offer_known(form: PersonForm, *, may_be: bool = True) -> None:
    """Ask in the form whether it is somebody who is known already; nothing where nobody is alike."""
    own = form.instance.pk if not form.instance._state.adding else None
    known = people.people_like(str(form.data.get("name", "")), str(form.data.get("email", "")), but=own)
    if known:
        form.offer(known, queries.memberships_of(known), may_be=may_be)


def chosen(form: PersonForm) -> Person | Newcomer:
    """The known person who was chosen in the form, or the one who was written there."""
    known = {str(row.pk): row for row in people.people_like(form.data.get("name", ""), form.data.get("email", ""))}
    return known.get(form.who) or form.newcomer()


class AddMemberPage(OfGroup):
    """A member: somebody who is known from another group, or somebody new."""

    def get(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        words, found = request.GET.get("q", "").strip()[:100], self.group
        known = people.people_named(words)
        person = self._person()
        return self._show(
            found,
            MemberForm(members=sitting(found), initial={"starts_on": max(today(), found.started_on)}),
            None if person else PersonForm(),
            q=words,
            known=[(row, queries.memberships_of(known).get(row.pk, [])) for row in known] if known else [],
        )

    def post(self, request: HttpRequest, group: uuid.UUID) -> HttpResponse:
        found, person = self.group, self._person()
        form = MemberForm(request.POST, members=sitting(found))
        person_form = None if person else PersonForm(request.POST)
        if person_form is not None and person_form.who:
            offer_known(person_form)
        is_sound = form.is_valid()
        if (person_form is not None and not person_form.is_valid()) or not is_sound:
            return self._show(found, form, person_form)
        try:
            who = person or chosen(person_form)  # type: ignore[arg-type]
            commands.add_member(found, who=who, **form.facts(), by=request.user, at=now())
        except PersonKnown as refusal:
            assert person_form is not None  # noqa: S101 - only somebody new is taken for somebody known
            offer_known(person_form)
            add_to_form(person_form, refusal, "who")
            return self._show(found, form, person_form)
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self._show(found, form, person_form)
        messages.success(request, _("The member is added."))
        return redirect("planning:group", group)

    def _person(self) -> Person | None:
        """The known person named in the address."""
        try:
            key = uuid.UUID(self.request.GET.get("person", ""))
        except ValueError:
            return None
        return Person.objects.filter(pk=key).first()

    def _show(self, group: Group, form: MemberForm, person_form: PersonForm | None, **more: Any) -> HttpResponse:
        return self.show(
            "planning/groups/add_member.html", group, form=form, person_form=person_form, person=self._person(), **more
        )


def sitting(group: Group) -> list[GroupMember]:
    """Those who sit in the group now and can be substituted."""
    rows = group.members.sitting_on(today()).exclude(office__in=("SUBSTITUTE", "GUEST")).select_related("person")
    return queries.in_order(rows, spoken())


class OfMember(OfGroup):
    """A page of one mandate."""

    @property
    def member(self) -> GroupMember:
        rows = GroupMember.objects.select_related("person", "group", "substitute_for__person")
        found: GroupMember = get_object_or_404(rows, pk=self.kwargs["member"], group=self.group_id)
        return found


class MemberPage(OfMember):
    """Change a mandate."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        member = self.member
        return self._show(member, form=self._form(member))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        member = self.member
        form = self._form(member, request.POST)
        if not form.is_valid():
            return self._show(member, form=form)
        version = form.cleaned_data.get("version") or 0
        try:
            commands.change_member(member, changes=form.facts(), version=version, by=request.user, at=now())
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self._show(member, **seen_anew(form, self._form(self.member), refusal))
        messages.success(request, _("Saved."))
        return redirect("planning:group", self.group_id)

    def _form(self, member: GroupMember, data: Any = None) -> MemberForm:
        known = sitting(member.group)
        if member.substitute_for and member.substitute_for not in known:
            known.append(member.substitute_for)
        return MemberForm(data, instance=member, members=known)

    def _show(self, member: GroupMember, **context: Any) -> HttpResponse:
        return self.show("planning/groups/member.html", member.group, member=member, **context)


class EndMandatePage(OfMember):
    """A mandate ends, with a reason."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self._show(EndForm(initial={"on": today()}))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        form = EndForm(request.POST)
        if form.is_valid():
            try:
                commands.end_mandate(self.member, **form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The end of the mandate is entered. It stays in the history."))
                return redirect("planning:group", self.group_id)
        return self._show(form)

    def _show(self, form: EndForm) -> HttpResponse:
        member = self.member
        return self.show("planning/groups/end_mandate.html", member.group, member=member, form=form)


class PersonPage(Permitted, View):
    """A person: contact, all mandates in all groups, the account."""

    permission = WRITES

    def get(self, request: HttpRequest, person: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Person, pk=person)
        return self._show(found, form=PersonForm(instance=found))

    def post(self, request: HttpRequest, person: uuid.UUID) -> HttpResponse:
        form = PersonForm(request.POST, instance=get_object_or_404(Person, pk=person))
        if form.who:
            offer_known(form, may_be=False)
        found = get_object_or_404(Person, pk=person)
        if not form.is_valid():
            return self._show(found, form=form)
        said = form.newcomer()
        changes = {"name": said.name, "email": said.email, "phone": said.phone}
        try:
            people.change_person(
                found, changes=changes, version=form.cleaned_data.get("version") or 0, is_another=said.is_another,
                by=request.user, at=now(),
            )  # fmt: skip
        except PersonKnown as refusal:
            offer_known(form, may_be=False)
            add_to_form(form, refusal, "who")
            return self._show(found, form=form)
        except DomainError as refusal:
            add_to_form(form, refusal)
            now_there = PersonForm(instance=get_object_or_404(Person, pk=person))
            return self._show(found, **seen_anew(form, now_there, refusal))
        messages.success(request, _("Saved."))
        return redirect("planning:person", person)

    def _show(self, person: Person, *, form: PersonForm, status: int = 0, **more: Any) -> HttpResponse:
        context = {
            "person": person,
            "form": form,
            "mandates": queries.memberships_of([person]).get(person.pk, []),
            "day": today(),
            "may_link": person.account is None and people.account_with(person.email) is not None,
            "breadcrumbs": crumbs(),
            **more,
        }
        code = status or (422 if form.errors else 200)
        return render(self.request, "planning/groups/person.html", context, status=code)


class LinkAccountPage(Permitted, View):
    """Join the person to the account with the same e-mail."""

    permission = WRITES

    def post(self, request: HttpRequest, person: uuid.UUID) -> HttpResponse:
        try:
            people.link_account(get_object_or_404(Person, pk=person), by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The account is linked. It opens nothing new; access comes from roles."))
        return redirect("planning:person", person)


class PartAccountPage(Permitted, View):
    """The account was not this person's."""

    permission = WRITES

    def post(self, request: HttpRequest, person: uuid.UUID) -> HttpResponse:
        people.part_account(get_object_or_404(Person, pk=person), by=request.user, at=now())
        messages.success(request, _("The account is no longer linked."))
        return redirect("planning:person", person)
