"""When a person hides the address of a service or shows it, what was said of its places follows."""

from django.db import connection

from catalogue.models import Service
from catalogue.registry.fields import PLACES

HIDDEN = """
    select coalesce(jsonb_agg(place || '{{"secret": true}}' order by number), '[]')
    from jsonb_array_elements({places}) with ordinality as each(place, number)
"""
FORGET_IN_CLAIMS = f"""
    update catalogue_claim c set value = public.catalogue_without_secrets(({HIDDEN.format(places="c.value")}))
    where c.service_id = %(service)s and c.field = 'places'
"""  # noqa: S608 - names of our own
# What was compared before is kept to be looked at; a street that has become a secret may not be read there either.
FORGET_IN_CHANGES = f"""
    update catalogue_change c set fields = (
        select jsonb_agg(case when word->>'field' <> 'places' then word else word || jsonb_build_object(
            'old', case when jsonb_typeof(word->'old') = 'array'
                        then public.catalogue_without_secrets(({HIDDEN.format(places="word->'old'")})) end,
            'new', case when jsonb_typeof(word->'new') = 'array'
                        then public.catalogue_without_secrets(({HIDDEN.format(places="word->'new'")})) end) end)
        from jsonb_array_elements(c.fields) word)
    where c.service_id = %(service)s and c.fields @> '[{{"field": "places"}}]'
      and not exists (select from catalogue_batch b where b.id = c.batch_id and b.state = 'COMPARED')
"""  # noqa: S608 - names of our own
REMEMBER = f"""
    with taken as (select %(service)s::uuid as known_id), shown as ({PLACES})
    update catalogue_claim c set value = shown.doc from shown
    where c.id = (select max(id) from catalogue_claim where service_id = %(service)s and field = 'places'
                  and voice = 'REGISTER' and undone_at is null)
"""  # noqa: S608 - names of our own


def forget_streets(service: Service) -> None:
    """Leave of this service's addresses the municipality alone, in everything that was ever said of them."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_IN_CLAIMS, {"service": service.pk})
        cursor.execute(FORGET_IN_CHANGES, {"service": service.pk})


def remember_streets(service: Service) -> None:
    """The addresses are no secret: the register's last word on them is again what stands in the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, {"service": service.pk})
