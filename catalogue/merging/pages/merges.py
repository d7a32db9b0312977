"""What was merged, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from catalogue import wording
from catalogue.merging import commands, reading
from catalogue.merging.choosing import LABELS
from catalogue.models import Merge, What
from kernel.access import Permitted
from kernel.clock import now
from kernel.errors import DomainError

PER_PAGE = 25


class Merges(Permitted, View):
    """All merges, the newest first."""

    permission = "catalogue.merge_duplicates"

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(Merge.objects.order_by("-merged_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
        context = {"page_obj": page, "rows": reading.as_merges(page.object_list)}
        return render(request, "catalogue/merging/merges.html", context)


class MergePage(Permitted, View):
    """One merge: what was chosen; and taking it apart."""

    permission = "catalogue.merge_duplicates"
    merge: Merge

    def permission_object(self) -> None:
        self.merge = get_object_or_404(Merge, pk=self.kwargs["merge"])

    def get(self, request: HttpRequest, merge: UUID) -> HttpResponse:
        words = {"KEPT": _("of the kept entry"), "GONE": _("of the merged entry"), "BOTH": _("both of them")}
        chosen = sorted(self.merge.chosen.items(), key=lambda pair: wording.position(pair[0]))
        context = {
            "row": reading.as_merges([self.merge])[0],
            "merge": self.merge,
            "chosen": [(_label(field), words.get(choice, choice)) for field, choice in chosen],
            "page_of": "catalogue:service" if self.merge.what == What.SERVICE else "catalogue:provider",
        }
        return render(request, "catalogue/merging/merge.html", context)

    def post(self, request: HttpRequest, merge: UUID) -> HttpResponse:
        try:
            done = commands.unmerge(self.merge, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("catalogue:merge", self.merge.pk)
        messages.success(request, _("Taken apart. Both entries stand as they were."))
        if done.stayed:
            fields = ", ".join(_label(field) for field in done.stayed)
            messages.warning(request, _("Changed since they were merged, and left so: %(fields)s") % {"fields": fields})
        return redirect("catalogue:merge", self.merge.pk)


def _label(field: str) -> str:
    return str(LABELS[field]) if field in LABELS else wording.label(field)
