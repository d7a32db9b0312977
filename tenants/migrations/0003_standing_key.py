"""In which tenant a session stands, as PostgreSQL itself sees it: what policies of row-level security ask.

It is read from the search path, which our connection compares before every cursor with what the server reports; a
setting of its own would be a second truth that a pooled connection could carry along.
"""

from django.db import migrations

STANDING_KEY = r"""
create function public.tenants_standing_key() returns text language sql stable parallel safe as $$
    select case
        when btrim(split_part(current_setting('search_path'), ',', 1), ' "') like 't\_%'
        then substr(btrim(split_part(current_setting('search_path'), ',', 1), ' "'), 3)
        else ''
    end
$$
"""

# Only in a transaction that has said so (`tenants.context.reading_for_the_region`), and only in the public schema.
READS_FOR_REGION = """
create function public.tenants_reads_for_region() returns boolean language sql stable parallel safe as $$
    select public.tenants_standing_key() = '' and coalesce(current_setting('opora.reads_for', true), '') = 'region'
$$
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_sort_keys")]

    operations = [
        migrations.RunSQL([STANDING_KEY], ["drop function public.tenants_standing_key()"]),
        migrations.RunSQL([READS_FOR_REGION], ["drop function public.tenants_reads_for_region()"]),
    ]
