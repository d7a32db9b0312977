"""What a compared batch holds at a glance: how many of each kind are taken, and which fields it speaks of."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Count

from catalogue.models import Change

SPOKEN_OF = """
    select each->>'field', count(*) from catalogue_change c cross join lateral jsonb_array_elements(c.fields) each
    where c.batch_id = %(batch)s and c.kind = any (%(kinds)s) group by 1
"""


def taken_by_kind(batch_id: UUID) -> dict[str, int]:
    """How many changes of each kind are taken now."""
    rows = Change.objects.filter(batch_id=batch_id, is_taken=True).values("kind").annotate(number=Count("id"))
    return {row["kind"]: row["number"] for row in rows.order_by("kind")}


def fields_spoken_of(batch_id: UUID, *, kinds: Collection[str]) -> dict[str, int]:
    """Each field that changes of these kinds speak of, with their number."""
    with connection.cursor() as cursor:
        cursor.execute(SPOKEN_OF, {"batch": batch_id, "kinds": list(kinds)})
        return dict(cursor.fetchall())
