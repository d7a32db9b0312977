"""What a published plan rests on: the accepted chapters of its analysis, for everybody."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from kernel.access import PUBLIC, Permitted
from planning.knowing.drawing import figures_shown, summary_shown
from planning.knowing.publishing import figures_of, services_of
from planning.structure.pages.public import address_of, published_or_404


class AnalysisPage(Permitted, TemplateView):
    """One chapter with its tables and pictures, as it was published with the plan."""

    permission = PUBLIC
    template_name = "planning/knowing/public_chapter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = published_or_404(self.kwargs["plan"])
        chapter = next((each for each in plan.chapters if each.kind == self.kwargs["chapter"]), None)
        if chapter is None:
            raise Http404
        told = services_of(chapter)
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "chapter": chapter,
            "others": [each for each in plan.chapters if each is not chapter],
            "figures": figures_shown(figures_of(chapter)),
            "snapshot_on": told and told[0],
            "services": told and summary_shown(told[1]),
            "imprint": plan.imprint.lines(),
            "breadcrumbs": [(_("Home"), "/"), (plan.title, address_of(plan))],
        }
