"""Every indexed row carries a version that rises with each change of it or of what hangs on it.

The version is the search index's external version. Statement triggers keep it right whoever writes: the ORM, COPY or a
hand at the console. A row is touched once in a transaction, since nobody else sees the steps in between.
"""

from django.db import migrations

INDEXED = ["provider", "service", "relatedactivity", "mention"]
CHILDREN = ["serviceatplace", "reach", "capacity", "service_target_groups"]

NEXT_VERSION = """
create function public.catalogue_next_version() returns trigger language plpgsql as $$
begin
    new.version := nextval('public.catalogue_version');
    return new;
end $$
"""

TOUCH_SERVICES = """
create function public.catalogue_touch_services(ids uuid[]) returns void language sql as $$
    update public.catalogue_service set version = version
    where id = any (ids) and xmin <> pg_current_xact_id()::xid
$$
"""

CHILD_CAME_OR_WENT = """
create function public.catalogue_child_came_or_went() returns trigger language plpgsql as $$
begin
    perform public.catalogue_touch_services(array(select distinct service_id from affected));
    return null;
end $$
"""

CHILD_CHANGED = """
create function public.catalogue_child_changed() returns trigger language plpgsql as $$
begin
    perform public.catalogue_touch_services(
        array(select service_id from affected union select service_id from became)
    );
    return null;
end $$
"""

PLACE_CHANGED = """
create function public.catalogue_place_changed() returns trigger language plpgsql as $$
begin
    perform public.catalogue_touch_services(array(
        select distinct at.service_id from public.catalogue_serviceatplace at join affected on affected.id = at.place_id
    ));
    return null;
end $$
"""

PROVIDER_CHANGED = """
create function public.catalogue_provider_changed() returns trigger language plpgsql as $$
declare
    seen uuid[] := array(
        select became.id from became join affected using (id)
        where (became.name, became.ico, became.legal_form, became.type, became.phones, became.emails, became.webs,
               became.retired_on)
            is distinct from
              (affected.name, affected.ico, affected.legal_form, affected.type, affected.phones, affected.emails,
               affected.webs, affected.retired_on)
    );
begin
    perform public.catalogue_touch_services(array(
        select id from public.catalogue_service where provider_id = any (seen)
    ));
    update public.catalogue_relatedactivity set version = version
    where provider_id = any (seen) and xmin <> pg_current_xact_id()::xid;
    return null;
end $$
"""

KIND_CHANGED = """
create function public.catalogue_kind_changed() returns trigger language plpgsql as $$
begin
    perform public.catalogue_touch_services(array(
        select service.id from public.catalogue_service service join affected on affected.code = service.kind_id
    ));
    return null;
end $$
"""

TARGET_GROUP_CHANGED = """
create function public.catalogue_target_group_changed() returns trigger language plpgsql as $$
begin
    perform public.catalogue_touch_services(array(
        select distinct link.service_id from public.catalogue_service_target_groups link
        join affected on affected.code = link.targetgroup_id
    ));
    return null;
end $$
"""

FUNCTIONS = {
    "catalogue_next_version()": NEXT_VERSION,
    "catalogue_touch_services(uuid[])": TOUCH_SERVICES,
    "catalogue_child_came_or_went()": CHILD_CAME_OR_WENT,
    "catalogue_child_changed()": CHILD_CHANGED,
    "catalogue_place_changed()": PLACE_CHANGED,
    "catalogue_provider_changed()": PROVIDER_CHANGED,
    "catalogue_kind_changed()": KIND_CHANGED,
    "catalogue_target_group_changed()": TARGET_GROUP_CHANGED,
}


def _on_update(table: str, function: str) -> tuple[str, str]:
    return (
        f"create trigger {function} after update on public.catalogue_{table}"
        " referencing old table as affected new table as became"
        f" for each statement execute function public.{function}()",
        f"drop trigger {function} on public.catalogue_{table}",
    )


def _child(table: str) -> list[tuple[str, str]]:
    steps = [_on_update(table, "catalogue_child_changed")]
    for event, rows in [("insert", "new"), ("delete", "old")]:
        name = f"catalogue_child_{event}ed".replace("eed", "ed")
        steps.append(
            (
                f"create trigger {name} after {event} on public.catalogue_{table} referencing {rows} table as affected"
                " for each statement execute function public.catalogue_child_came_or_went()",
                f"drop trigger {name} on public.catalogue_{table}",
            )
        )
    return steps


def _version(table: str) -> tuple[str, str]:
    return (
        f"create trigger catalogue_next_version before insert or update on public.catalogue_{table}"
        " for each row execute function public.catalogue_next_version()",
        f"drop trigger catalogue_next_version on public.catalogue_{table}",
    )


STEPS = [
    ("create sequence public.catalogue_version", "drop sequence public.catalogue_version"),
    *((text, f"drop function public.{name}") for name, text in FUNCTIONS.items()),
    *(_version(table) for table in INDEXED),
    *(step for table in CHILDREN for step in _child(table)),
    _on_update("place", "catalogue_place_changed"),
    _on_update("provider", "catalogue_provider_changed"),
    _on_update("servicekind", "catalogue_kind_changed"),
    _on_update("targetgroup", "catalogue_target_group_changed"),
]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL([forward], [back]) for forward, back in STEPS]
