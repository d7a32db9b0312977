"""Services that left the public are remembered by their ids, whoever took them away; long lists are kept as files."""

import uuid

from django.db import migrations, models

import kernel.files

SERVICES_LEFT = """
create function public.catalogue_services_left() returns trigger language plpgsql as $$
begin
    insert into public.catalogue_departure (service_id, gone_at)
    select became.id, clock_timestamp() from became join affected using (id)
    where affected.is_published and not became.is_published
    on conflict (service_id) do update set gone_at = excluded.gone_at;
    delete from public.catalogue_departure gone using became
    where gone.service_id = became.id and became.is_published;
    return null;
end $$
"""

SERVICES_CAME = """
create function public.catalogue_services_came() returns trigger language plpgsql as $$
begin
    delete from public.catalogue_departure gone using became
    where gone.service_id = became.id and became.is_published;
    return null;
end $$
"""

SERVICES_WENT = """
create function public.catalogue_services_went() returns trigger language plpgsql as $$
begin
    insert into public.catalogue_departure (service_id, gone_at)
    select id, clock_timestamp() from affected where is_published
    on conflict (service_id) do update set gone_at = excluded.gone_at;
    return null;
end $$
"""


def _trigger(name: str, event: str, tables: str) -> tuple[str, str]:
    return (
        f"create trigger {name} after {event} on public.catalogue_service referencing {tables}"
        f" for each statement execute function public.{name}()",
        f"drop trigger {name} on public.catalogue_service",
    )


STEPS = [
    (SERVICES_LEFT, "drop function public.catalogue_services_left()"),
    (SERVICES_CAME, "drop function public.catalogue_services_came()"),
    (SERVICES_WENT, "drop function public.catalogue_services_went()"),
    _trigger("catalogue_services_left", "update", "old table as affected new table as became"),
    _trigger("catalogue_services_came", "insert", "new table as became"),
    _trigger("catalogue_services_went", "delete", "old table as affected"),
]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_desk")]

    operations = [
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("service_id", models.UUIDField(primary_key=True, serialize=False)),
                ("gone_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ListFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("list_name", models.CharField(max_length=40)),
                ("parameters", models.JSONField(default=dict)),
                ("language", models.CharField(max_length=2)),
                ("ending", models.CharField(max_length=4)),
                ("stamp", models.CharField(help_text="of the catalogue when the list was asked for", max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("job_id", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("file", models.FileField(blank=True, upload_to=kernel.files.stored_path)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        name="list_is_kept_once_for_a_state_of_the_catalogue",
                        fields=["list_name", "parameters", "language", "ending", "stamp"],
                    ),
                    models.CheckConstraint(
                        name="list_that_was_made_has_its_file", condition=models.Q(made_at=None) | ~models.Q(file="")
                    ),
                ],
                "indexes": [models.Index(name="list_file_by_age", fields=["asked_at"])],
            },
        ),
        *(migrations.RunSQL([forward], [back]) for forward, back in STEPS),
    ]
