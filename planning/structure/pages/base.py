"""What pages have in common, on whatever floor they stand: of a plan, with a form, with a button."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.structure.models import Plan


class OfPlan(Permitted, View):
    """A page of one plan."""

    permission: Any = "planning.write_plan"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan_id: uuid.UUID = kwargs["plan"]

    @cached_property
    def plan(self) -> Plan:
        found: Plan = get_object_or_404(Plan, pk=self.plan_id)
        return found


class Answering:
    """A page that shows a form, and the same form again while something in it is wrong."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.answer(None)

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.answer(request.POST)

    def answer(self, given: Any) -> HttpResponse:
        raise NotImplementedError


class Filling(View):
    """A page with one form and one act; the form comes again while something in it is wrong. Its room shows it."""

    title: Any = ""
    intro: Any = ""
    button: Any = ""
    said: Any = ""
    anchor = ""
    template = ""
    show: Callable[..., HttpResponse]
    back: Callable[..., HttpResponse]

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.page(self.form(None))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            answer = self.act(form)
        except DomainError as refusal:
            return self.refused(form, refusal)
        if self.said:
            messages.success(request, self.said)
        return answer or self.done()

    def form(self, given: Any) -> Any:
        raise NotImplementedError

    def act(self, form: Any) -> HttpResponse | None:
        """The one act; where it makes an answer of its own, that is given."""
        raise NotImplementedError

    def done(self) -> HttpResponse:
        return self.back(anchor=self.anchor)

    def refused(self, form: Any, refusal: DomainError) -> HttpResponse:
        add_to_form(form, refusal)
        return self.page(form)

    def more(self) -> dict[str, Any]:
        """What the page shows besides the form."""
        return {}

    def page(self, form: Any, **context: Any) -> HttpResponse:
        words = {"form": form, "title": self.title, "intro": self.intro, "button": self.button or _("Save")}
        return self.show(self.template, **words | self.more() | context)


class Pressing(View):
    """A button: one act, then back."""

    said: Any = ""
    anchor = ""
    back: Callable[..., HttpResponse]

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        try:
            self.act()
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            if self.said:
                messages.success(request, self.said)
        return self.back(anchor=self.anchor)

    def act(self) -> None:
        raise NotImplementedError
