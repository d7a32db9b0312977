"""Documents carry a version that rises in the order of commits; mistyped words are compared inside the database."""

from django.db import migrations

NEXT_VERSION = """
create function public.search_next_version() returns trigger language plpgsql as $$
begin
    new.version := nextval('public.search_document_version');
    return new;
end $$
"""
TRIGGER = """
create trigger search_next_version before insert or update on public.search_document
for each row execute function public.search_next_version()
"""

STEPS = [
    ("create extension if not exists fuzzystrmatch with schema public", migrations.RunSQL.noop),
    ("create sequence public.search_document_version", "drop sequence public.search_document_version"),
    (NEXT_VERSION, "drop function public.search_next_version()"),
    (TRIGGER, "drop trigger search_next_version on public.search_document"),
]


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]

    operations = [migrations.RunSQL(forward, back) for forward, back in STEPS]
