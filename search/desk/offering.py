"""What people of a municipality looked for in vain, offered to the chapters of its analysis."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.tenancy import entered
from planning.figures import ChapterKind, FigureSource, Offered
from search import naming
from search.desk import unmet
from tenants.queries import towns_of_site

NAME = "unmet-needs"
MOST = 60


def unmet_needs(key: str, first: date, last: date) -> Offered:
    """By kind of help, in the municipalities of a tenant, in whole months; small numbers together or left out."""
    with entered(""):
        found = unmet.needs_in(towns_of_site(key), first, last)
    names = naming.kinds()
    rows = [
        [names.get(need.kind_code, need.kind_code) if need.kind_code else _("other kinds together"), str(need.count)]
        for need in found[:MOST]
    ]
    heads = [_("Kind of service"), _("Looked for in vain")]
    return Offered(heads, rows, _("searches on the pages of this system, whole months"), last)


UNMET = FigureSource(
    NAME,
    gettext_lazy("Help looked for in vain"),
    gettext_lazy(
        "How often people looked for a kind of help in the municipalities of the plan and found none within reach. One "
        "visitor counts once a day; numbers under five are put together or left out."
    ),
    frozenset({ChapterKind.PROVIDERS, ChapterKind.NEEDS}),
    unmet_needs,
)
