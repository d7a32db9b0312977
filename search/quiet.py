"""Pages whose address holds what somebody searched for."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views import View

from kernel.access import PUBLIC, Permitted


class Quiet(Permitted, View):
    """It is told to nobody where the reader came from."""

    permission = PUBLIC

    def page(self, template: str, context: dict[str, Any], backend: str = "") -> HttpResponse:
        answer = render(self.request, template, context)
        answer["Referrer-Policy"] = "no-referrer"
        if backend:
            answer["X-Search-Backend"] = backend
        return answer
