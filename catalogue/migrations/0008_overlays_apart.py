"""No municipality sees or writes the overlay of another, whatever the code asks: row-level security.

FORCE, since our role owns the table and an owner is otherwise let through. The region may read in a transaction that
has said so, and writes nothing.
"""

from django.db import migrations

STEPS = [
    (
        "alter table public.catalogue_overlay enable row level security",
        "alter table public.catalogue_overlay disable row level security",
    ),
    (
        "alter table public.catalogue_overlay force row level security",
        "alter table public.catalogue_overlay no force row level security",
    ),
    (
        "create policy municipality_has_its_own on public.catalogue_overlay"
        " using (tenant_key = public.tenants_standing_key())"
        " with check (tenant_key = public.tenants_standing_key())",
        "drop policy municipality_has_its_own on public.catalogue_overlay",
    ),
    (
        "create policy region_reads on public.catalogue_overlay for select using (public.tenants_reads_for_region())",
        "drop policy region_reads on public.catalogue_overlay",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_quality_network_overlays"), ("tenants", "0003_standing_key")]

    operations = [migrations.RunSQL([forward], [back]) for forward, back in STEPS]
