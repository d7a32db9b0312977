"""What municipalities say of services is kept apart by PostgreSQL itself, whatever our code asks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from support.services import make_service
from support.world import FOUNDED

from catalogue.models import Overlay
from catalogue.overlays.reading import own_overlay, rows_for_export, told_by_municipalities
from catalogue.overlays.writing import OverlayRefused, write_overlay
from kernel.journal.models import Entry
from kernel.tenancy import entered
from tenants.context import reading_for_the_region

pytestmark = pytest.mark.django_db
NOTES = {"alfa": "Poznámka Alfy", "beta": "Poznámka Bety"}


@pytest.fixture
def service(alfa: Any, beta: Any) -> Iterator[Any]:
    """One shared service of which both towns speak."""
    made = make_service()
    for name, tenant in (("alfa", alfa), ("beta", beta)):
        with entered(tenant.key):
            write_overlay(made, facts={"note": NOTES[name], "internal_note": "tajné"}, by=None, at=FOUNDED)
    return made


def raw_notes() -> list[str]:
    """What a cursor without any filter sees."""
    with connection.cursor() as cursor:
        cursor.execute("select note from public.catalogue_overlay order by note")
        return [note for (note,) in cursor.fetchall()]


def test_raw_cursor_sees_only_the_town_it_stands_in(service: Any, alfa: Any, beta: Any) -> None:
    with entered(alfa.key):
        assert raw_notes() == [NOTES["alfa"]]
    with entered(beta.key):
        assert raw_notes() == [NOTES["beta"]]


def test_forgotten_filter_of_the_orm_shows_nothing_of_others(service: Any, alfa: Any) -> None:
    with entered(alfa.key):
        assert [row.note for row in Overlay.objects.all()] == [NOTES["alfa"]]
        assert Overlay.objects.update(note="x") == 1


def test_two_towns_in_turn_on_one_connection_never_mix(service: Any, alfa: Any, beta: Any) -> None:
    """A pooled connection goes from hand to hand; the policy asks the path that is compared before every cursor."""
    ids = set()
    for _round in range(25):
        for name, tenant in (("alfa", alfa), ("beta", beta)):
            with entered(tenant.key):
                assert raw_notes() == [NOTES[name]]
                ids.add(connection.connection.info.backend_pid)
        assert raw_notes() == []
    assert len(ids) == 1


def test_path_set_behind_our_back_does_not_open_the_other_town(service: Any, alfa: Any, beta: Any) -> None:
    with entered(alfa.key):
        raw_notes()
        connection.connection.execute(f"set search_path = {beta.schema_name}, public")
        assert raw_notes() == [NOTES["alfa"]]


def test_path_undone_by_a_rollback_is_followed(service: Any, alfa: Any, beta: Any) -> None:
    with entered(beta.key):
        raw_notes()
    try:
        with entered(alfa.key), transaction.atomic():
            assert raw_notes() == [NOTES["alfa"]]
            raise LookupError
    except LookupError:
        pass
    with entered(beta.key):
        assert raw_notes() == [NOTES["beta"]]


def test_nobody_writes_into_the_word_of_another_town(service: Any, alfa: Any, beta: Any) -> None:
    with entered(alfa.key):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Overlay.objects.create(
                tenant_key=beta.key, service=make_service("Druhá"), note="podvrh", changed_at=FOUNDED
            )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Overlay.objects.filter(service=service).update(tenant_key=beta.key)
        Overlay.objects.filter(tenant_key=beta.key).delete()
    with entered(beta.key):
        assert raw_notes() == [NOTES["beta"]]


def test_public_schema_reads_nothing_unless_it_reads_for_the_region(service: Any) -> None:
    assert raw_notes() == []
    with reading_for_the_region():
        assert raw_notes() == sorted(NOTES.values())
    assert raw_notes() == []


def test_reading_for_the_region_ends_when_it_fails(service: Any) -> None:
    with pytest.raises(LookupError), reading_for_the_region():
        raise LookupError
    assert raw_notes() == []


def test_reading_for_the_region_writes_nothing_and_means_nothing_in_a_town(service: Any, alfa: Any) -> None:
    with reading_for_the_region():
        assert Overlay.objects.update(note="x") == 0
        assert Overlay.objects.all().delete()[0] == 0
        with entered(alfa.key):
            assert raw_notes() == [NOTES["alfa"]]


def test_our_role_is_bound_by_the_policies_although_it_owns_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relrowsecurity, c.relforcerowsecurity, r.rolsuper, r.rolbypassrls, c.relowner = r.oid"
            " from pg_class c, pg_roles r"
            " where c.oid = 'public.catalogue_overlay'::regclass and r.rolname = current_user"
        )
        assert cursor.fetchone() == (True, True, False, False, True)


def test_region_reads_what_towns_tell_the_public_and_no_internal_note(service: Any, alfa: Any) -> None:
    told = told_by_municipalities(service.pk)
    assert [(each.tenant_name, each.note) for each in told] == [
        ("Mesto Alfa", NOTES["alfa"]),
        ("Mesto Beta", NOTES["beta"]),
    ]
    assert not any("tajné" in str(each) for each in told)


def test_export_holds_all_that_the_town_said_and_nothing_else(service: Any, alfa: Any) -> None:
    with entered(alfa.key):
        rows = list(rows_for_export())
    assert [(row["service_id"], row["note"], row["internal_note"]) for row in rows] == [
        (service.pk, NOTES["alfa"], "tajné")
    ]


def test_word_that_says_nothing_any_more_is_taken_back(service: Any, alfa: Any) -> None:
    with entered(alfa.key):
        assert write_overlay(service, facts={"note": "", "internal_note": ""}, by=None, at=FOUNDED) is None
        assert own_overlay(service.pk) is None
    verbs = Entry.objects.filter(verb__startswith="catalogue.overlay").values_list("verb", "tenant_key")
    assert ("catalogue.overlay_taken_back", alfa.key) in verbs


def test_unchanged_word_writes_nothing(service: Any, alfa: Any) -> None:
    before = Entry.objects.count()
    with entered(alfa.key):
        write_overlay(service, facts={"note": NOTES["alfa"]}, by=None, at=FOUNDED)
    assert Entry.objects.count() == before


def test_region_has_no_word_of_its_own(service: Any) -> None:
    with pytest.raises(OverlayRefused):
        write_overlay(service, facts={"note": "kraj"}, by=None, at=FOUNDED)
