"""What pages of a plan have in common, on whatever floor they stand."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views import View

from kernel.access import Permitted
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
