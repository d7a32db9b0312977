"""The form of an entry, with a draft kept on the server."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalogue.desk import confirming, opening
from catalogue.desk.pages.mine import OfOneService, address_if_any, how_of
from catalogue.forms import DescribeForm
from catalogue.models import Draft, Service
from kernel.clock import now
from kernel.errors import DomainError


def typed_in(data: Any, service: Service) -> dict[str, list[str]]:
    """What was typed, as it was typed. Whether all is true today is asked again each time."""
    names = (DescribeForm(service=service).fields.keys() - {"confirmed"}) | {"opened"}
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
        if draft is None:
            return self._page(request, DescribeForm(service=self.service))
        form = DescribeForm(service=self.service, initial=as_initial(draft, self.service))
        opened = (draft.typed.get("opened") or [""])[-1]
        return self._page(request, form, draft=draft, opened=opened)

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        form = DescribeForm(request.POST, service=self.service)
        opened_as = request.POST.get("opened", "")
        if not form.is_valid():
            return self._page(request, form, opened=opened_as)
        facts = dict(form.cleaned_data)
        confirms = facts.pop("confirmed")
        opened, stands = opening.facts_opened(opened_as, self.service), opening.facts_now(self.service)
        facts, theirs = opening.meant(facts, opened), opening.changed_meanwhile(opened, stands)
        clashes = [name for name in theirs & facts.keys() if facts[name] != stands.get(name)]
        if clashes:
            self._tell_of(clashes, form)
            return self._page(request, form)
        if theirs and confirms:
            confirms = False
            messages.warning(request, _("Somebody else changed this entry meanwhile. Look at it, then confirm it."))
        changed = confirming.save_entry(
            self.service, facts=facts, confirms=confirms, how=how_of(request), by=request.user, at=now()
        )
        if changed or confirms:
            messages.success(request, _("Saved. The public sees it at once, the search within a minute."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("catalogue:service", self.service.pk)

    def _tell_of(self, clashes: list[str], form: DescribeForm) -> None:
        """Both have written the same: the person sees what the other one wrote, and decides."""
        shown = DescribeForm(service=self.service)
        for fact in clashes:
            name = opening.field_of(fact)
            words = _("Somebody else changed this meanwhile to: %(value)s. Save again if yours is right.")
            form.add_error(name, words % {"value": shown[name].value() or _("nothing")})

    def _draft(self, request: HttpRequest) -> Draft | None:
        account: Any = request.user
        return Draft.objects.filter(service=self.service, account=account).first()

    def _page(
        self, request: HttpRequest, form: DescribeForm, *, draft: Draft | None = None, opened: str = ""
    ) -> HttpResponse:
        context = {
            "form": form,
            "service": self.service,
            "draft": draft,
            "opened": opened or opening.as_opened(self.service),
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
        return redirect("catalogue:describe", self.service.pk)

    def _refused(self, request: HttpRequest, words: str) -> HttpResponse:
        if request.headers.get("HX-Request") == "true":
            return render(request, "catalogue/desk/_draft_state.html", {"refusal": words})
        messages.error(request, words)
        return redirect("catalogue:describe", self.service.pk)
