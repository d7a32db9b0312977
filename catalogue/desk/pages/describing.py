"""The form of an entry, with a draft kept on the server."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.desk import confirming
from catalogue.desk.pages.mine import OfOneService, address_if_any, how_of
from catalogue.forms import DescribeForm
from catalogue.models import Draft, Service
from kernel.clock import now
from kernel.errors import DomainError


def typed_in(data: Any, service: Service) -> dict[str, list[str]]:
    """What was typed, as it was typed. Whether all is true today is asked again each time."""
    names = DescribeForm(service=service).fields.keys() - {"confirmed"}
    return {name: data.getlist(name) for name in sorted(names) if name in data}


def as_initial(draft: Draft, service: Service) -> dict[str, Any]:
    """The draft in the words of the form; a list of choices stays a list."""
    fields = DescribeForm(service=service).fields
    lists = {name for name in fields if name == "languages"}
    return {
        name: values if name in lists else (values[-1] if values else "")
        for name, values in draft.typed.items()
        if name in fields
    }


class DescribePage(OfOneService):
    """Whoever keeps the entry writes what people need to know."""

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        draft = self._draft(request)
        if draft is not None and "draft" in request.GET:
            form = DescribeForm(service=self.service, initial=as_initial(draft, self.service))
            return self._page(request, form, draft=draft, continues=True)
        return self._page(request, DescribeForm(service=self.service), draft=draft)

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        form = DescribeForm(request.POST, service=self.service)
        if not form.is_valid():
            return self._page(request, form)
        facts = dict(form.cleaned_data)
        confirms = facts.pop("confirmed")
        changed = confirming.save_entry(
            self.service, facts=facts, confirms=confirms, how=how_of(request), by=request.user, at=now()
        )
        if changed or confirms:
            messages.success(request, _("Saved. The public sees it at once, the search within a minute."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("catalogue:service", self.service.pk)

    def _draft(self, request: HttpRequest) -> Draft | None:
        account: Any = request.user
        return Draft.objects.filter(service=self.service, account=account).first()

    def _page(
        self, request: HttpRequest, form: DescribeForm, *, draft: Draft | None = None, continues: bool = False
    ) -> HttpResponse:
        context = {
            "form": form,
            "service": self.service,
            "draft": draft,
            "continues": continues,
            "is_older": draft is not None and draft.kept_at < self.service.changed_at,
            "ask_change": address_if_any("catalogue:ask_change", self.service.pk),
        }
        return render(request, "catalogue/desk/describe.html", context, status=422 if form.errors else 200)


class DraftPage(OfOneService):
    """Keep what was typed, or throw it away; works as a button and by itself while one types."""

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        if request.POST.get("act") == "discard":
            confirming.discard_draft(self.service, account=request.user)
            messages.success(request, _("The draft was thrown away. The entry stands as it was."))
            return redirect("catalogue:describe", self.service.pk)
        typed = typed_in(request.POST, self.service)
        try:
            draft = confirming.keep_draft(self.service, account=request.user, typed=typed, at=now())
        except DomainError as refusal:
            return self._refused(request, str(refusal))
        if request.headers.get("HX-Request") == "true":
            return render(request, "catalogue/desk/_draft_state.html", {"draft": draft})
        messages.success(request, _("Kept for later. The public still sees the entry as it was."))
        return redirect(f"{reverse('catalogue:describe', args=[self.service.pk])}?draft=1")

    def _refused(self, request: HttpRequest, words: str) -> HttpResponse:
        if request.headers.get("HX-Request") == "true":
            return render(request, "catalogue/desk/_draft_state.html", {"refusal": words})
        messages.error(request, words)
        return redirect("catalogue:describe", self.service.pk)
