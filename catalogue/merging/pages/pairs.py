"""Likely pairs: the list, two entries side by side, and the verdict that they are two."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from catalogue.merging import commands, reading
from catalogue.merging.choosing import Difference, differences_of_providers, differences_of_services
from catalogue.merging.forms import MergeForm
from catalogue.models import LikelyPair, What
from kernel.access import Permitted
from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.jobs import enqueue

PER_PAGE = 25


class Duplicates(Permitted, View):
    """Pairs that wait to be judged, the likeliest first."""

    permission = "catalogue.merge_duplicates"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("what", "")
        what = What.PROVIDER if asked == "PROVIDER" else What.SERVICE
        page = Paginator(reading.pairs(what), PER_PAGE).get_page(request.GET.get("page"))
        counts = {each: reading.pairs(each).count() for each in What}
        context = {
            "page_obj": page,
            "rows": reading.as_pairs(page.object_list),
            "tabs": [
                ("SERVICE", _("Services"), "?what=SERVICE", counts[What.SERVICE]),
                ("PROVIDER", _("Providers"), "?what=PROVIDER", counts[What.PROVIDER]),
            ],
            "current": what.value,
        }
        return render(request, "catalogue/merging/pairs.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look again now."""
        job = enqueue("catalogue.find_duplicates", by=request.user)
        return redirect("jobs:progress", job.pk)


class OfOnePair(Permitted, View):
    permission = "catalogue.merge_duplicates"
    pair: LikelyPair

    def permission_object(self) -> None:
        self.pair = get_object_or_404(LikelyPair, pk=self.kwargs["pair"])


class PairPage(OfOnePair):
    """Two entries side by side: whose address stays, and for each difference whose value stands."""

    def get(self, request: HttpRequest, pair: int) -> HttpResponse:
        kept, gone = self._sides(request.GET.get("keep", ""))
        return self._page(request, kept, gone, MergeForm(differences=self._differences(kept, gone)))

    def post(self, request: HttpRequest, pair: int) -> HttpResponse:
        kept, gone = self._sides(request.POST.get("keep", ""))
        form = MergeForm(request.POST, differences=self._differences(kept, gone))
        if form.is_valid():
            merge = commands.merge_services if self.pair.what == What.SERVICE else commands.merge_providers
            try:
                done = merge(kept, gone, chosen=form.chosen(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Merged. The old address leads to the kept entry."))
                return redirect("catalogue:merge", done.pk)
        return self._page(request, kept, gone, form)

    def _sides(self, keep: str) -> tuple[Any, Any]:
        """The entry that is kept first: the chosen one, else the one with an IČO, else the older one."""
        found = reading.entries_of(self.pair)
        if found is None:
            raise Http404(_("One of the two is not in the catalogue any more."))
        one, other = sorted(found, key=lambda row: (not getattr(row, "ico", ""), row.created_at, row.pk))
        return (other, one) if _is(keep, other.pk) else (one, other)

    def _differences(self, kept: Any, gone: Any) -> list[Difference]:
        find: Any = differences_of_services if self.pair.what == What.SERVICE else differences_of_providers
        found: list[Difference] = find(kept, gone)
        return found

    def _page(self, request: HttpRequest, kept: Any, gone: Any, form: MergeForm) -> HttpResponse:
        shown = reading.as_pairs([self.pair])[0]
        one, other = (shown.one, shown.other) if shown.one.id == kept.pk else (shown.other, shown.one)
        context = {
            "pair": self.pair,
            "shown": shown,
            "kept": one,
            "gone": other,
            "form": form,
            "page_of": "catalogue:service" if self.pair.what == What.SERVICE else "catalogue:provider",
        }
        return render(request, "catalogue/merging/pair.html", context, status=422 if form.errors else 200)


def _is(text: str, pk: UUID) -> bool:
    return text == str(pk)


class TellApart(OfOnePair):
    """They are two; they are not offered again."""

    def post(self, request: HttpRequest, pair: int) -> HttpResponse:
        commands.tell_apart(self.pair, by=request.user, at=now())
        messages.success(request, _("Remembered: these are two different entries."))
        return redirect("catalogue:duplicates")
