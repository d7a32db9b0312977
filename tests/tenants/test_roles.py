"""Who may give and end which role, and from when that counts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import rules
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.tenancy import entered
from tenants.errors import RoleRefused
from tenants.giving import end_role, give_role, roles_given_by
from tenants.models import Domain, Membership, Tenant
from tenants.roles import CATALOGUE_ROLES, LEADING_ROLES, MEANINGS, MUNICIPAL_ROLES, REGION_ROLES, Role

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
REGION_CAST = ("OPERATOR", "METHODOLOGIST", "DATA_STEWARD", "AUDITOR", "PROVIDER_EDITOR", "PROVIDER_MANAGER")
TOWN_CAST = ("COORDINATOR", "OFFICER", "INTAKE_CLERK", "COUNCIL_CLERK", "GROUP_LEADER", "GROUP_MEMBER")


def again(user: Any) -> Any:
    """The account as the next request loads it."""
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def cast(person: Callable[..., Any], region: Any, alfa: Any, beta: Any) -> dict[str, Any]:
    """One person of each role in the region and in the first town, and the coordinator of the other town."""
    people = {role: again(person(role, at=region)) for role in REGION_CAST}
    people |= {role: again(person(role, at=alfa)) for role in TOWN_CAST}
    return people | {"NEIGHBOUR": again(person("COORDINATOR", at=beta)), "NOBODY": person()}


def who_may(cast: dict[str, Any], permission: str, obj: Any = None) -> set[str]:
    return {name for name, user in cast.items() if rules.has_perm(permission, user, obj)}


def test_every_role_has_its_sentence() -> None:
    assert set(MEANINGS) == set(Role)
    assert all(str(sentence).endswith(".") for sentence in MEANINGS.values())
    assert set(Role) == REGION_ROLES | CATALOGUE_ROLES | MUNICIPAL_ROLES


def test_see_tenants(cast: dict[str, Any]) -> None:
    assert who_may(cast, "tenants.see_tenants") == {"OPERATOR", "METHODOLOGIST", "DATA_STEWARD", "AUDITOR"}


def test_found_tenant(cast: dict[str, Any]) -> None:
    assert who_may(cast, "tenants.found_tenant") == {"OPERATOR", "METHODOLOGIST"}


def test_see_and_give_roles_of_the_region(cast: dict[str, Any], region: Any) -> None:
    assert who_may(cast, "tenants.give_role", region) == {"OPERATOR", "DATA_STEWARD"}
    assert who_may(cast, "tenants.see_roles", region) == {"OPERATOR", "DATA_STEWARD", "AUDITOR"}


def test_see_and_give_roles_of_a_town_from_the_region(cast: dict[str, Any], alfa: Any) -> None:
    assert who_may(cast, "tenants.give_role", alfa) == {"OPERATOR", "METHODOLOGIST"}
    assert who_may(cast, "tenants.see_roles", alfa) == {"OPERATOR", "METHODOLOGIST", "AUDITOR"}


def test_see_and_give_roles_in_the_town_itself(cast: dict[str, Any], alfa: Any) -> None:
    with entered(alfa.key):
        assert who_may(cast, "tenants.give_role", alfa) == {"COORDINATOR"}
        assert who_may(cast, "tenants.see_roles_here") == {"COORDINATOR"}
        assert who_may(cast, "tenants.see_roles", alfa) == {"COORDINATOR", "AUDITOR"}


def test_coordinator_gives_nothing_in_another_town(cast: dict[str, Any], alfa: Any, beta: Any) -> None:
    with entered(beta.key):
        assert who_may(cast, "tenants.give_role", beta) == {"NEIGHBOUR"}
        assert who_may(cast, "tenants.give_role", alfa) == set()


def test_end_role(cast: dict[str, Any], alfa: Any, region: Any) -> None:
    officer = Membership.objects.get(user=cast["OFFICER"])
    coordinator = Membership.objects.get(user=cast["COORDINATOR"])
    editor = Membership.objects.get(user=cast["PROVIDER_EDITOR"])
    assert who_may(cast, "tenants.end_role", officer) == set()
    assert who_may(cast, "tenants.end_role", coordinator) == {"OPERATOR", "METHODOLOGIST"}
    assert who_may(cast, "tenants.end_role", editor) == {"OPERATOR", "DATA_STEWARD"}
    with entered(alfa.key):
        assert who_may(cast, "tenants.end_role", officer) == {"COORDINATOR"}
        assert who_may(cast, "tenants.end_role", coordinator) == set()


def test_nobody_ends_an_own_role(cast: dict[str, Any]) -> None:
    own = Membership.objects.get(user=cast["OPERATOR"])
    assert who_may(cast, "tenants.end_role", own) == set()


def test_region_appoints_leaders_and_they_the_rest(cast: dict[str, Any], alfa: Any) -> None:
    assert roles_given_by(cast["OPERATOR"], alfa) == {Role.COORDINATOR}
    with entered(alfa.key):
        assert roles_given_by(cast["COORDINATOR"], alfa) == MUNICIPAL_ROLES - {Role.MICROREGION_MANAGER}
    alfa.kind = "MICROREGION"
    assert roles_given_by(cast["OPERATOR"], alfa) == LEADING_ROLES


@pytest.mark.parametrize("role", sorted(REGION_ROLES | CATALOGUE_ROLES))
def test_role_of_the_region_cannot_be_held_in_a_town(role: Role, person: Any, alfa: Any) -> None:
    with pytest.raises(RoleRefused):
        give_role(alfa, user=person(), role=role, by=None, at=AT)


@pytest.mark.parametrize("role", sorted(MUNICIPAL_ROLES))
def test_role_of_a_town_cannot_be_held_in_the_region(role: Role, person: Any, region: Any) -> None:
    with pytest.raises(RoleRefused):
        give_role(region, user=person(), role=role, by=None, at=AT)


def test_role_of_one_town_counts_in_no_other(cast: dict[str, Any], alfa: Any, beta: Any) -> None:
    from tenants.predicates import is_coordinator

    with entered(beta.key):
        assert not is_coordinator(cast["COORDINATOR"])
    with entered(""):
        assert not is_coordinator(cast["COORDINATOR"])


def test_ended_role_stops_counting_at_once(person: Any, alfa: Any, browse: Any) -> None:
    user = person("COORDINATOR", at=alfa)
    site = browse(alfa, user)
    assert site.get("/roles/").status_code == 200
    end_role(Membership.objects.get(user=user), by=None, at=AT)
    assert site.get("/roles/").status_code == 403


def test_giving_twice_changes_nothing(person: Any, alfa: Any) -> None:
    user = person()
    first = give_role(alfa, user=user, role=Role.OFFICER, by=None, at=AT)
    assert give_role(alfa, user=user, role=Role.OFFICER, by=None, at=AT + timedelta(days=1)) == first
    assert Membership.objects.count() == 1


def test_ended_role_can_be_given_again_and_both_stay_written(person: Any, alfa: Any) -> None:
    user = person()
    end_role(give_role(alfa, user=user, role=Role.OFFICER, by=None, at=AT), by=None, at=AT)
    give_role(alfa, user=user, role=Role.OFFICER, by=None, at=AT)
    assert Membership.objects.filter(user=user).count() == 2
    assert Membership.objects.valid_on(AT.date()).filter(user=user).count() == 1


def test_agreed_last_day_counts_whole(person: Any, alfa: Any) -> None:
    membership = give_role(alfa, user=person(), role=Role.OFFICER, by=None, at=AT)
    Membership.objects.filter(pk=membership.pk).update(ends_on=AT.date())
    assert Membership.objects.valid_on(AT.date()).filter(pk=membership.pk).exists()
    assert not Membership.objects.valid_on(AT.date() + timedelta(days=1)).filter(pk=membership.pk).exists()


def test_giving_and_ending_are_recorded_without_names(person: Any, alfa: Any) -> None:
    from kernel.journal.models import Entry

    user = person()
    end_role(give_role(alfa, user=user, role=Role.OFFICER, by=user, at=AT), by=user, at=AT)
    facts = {"role": "OFFICER", "account": str(user.pk)}
    entries = Entry.objects.filter(tenant_key=alfa.key, verb__startswith="tenants.role")
    assert {entry.verb: entry.facts for entry in entries} == {"tenants.role_given": facts, "tenants.role_ended": facts}


def test_page_shows_people_of_this_town_only(person: Any, alfa: Any, beta: Any, browse: Any) -> None:
    coordinator = person("COORDINATOR", at=alfa)
    stranger = person("OFFICER", at=beta, email="marker-of-beta@example.org")
    page = browse(alfa, coordinator).get("/roles/")
    assert page.status_code == 200
    assert stranger.email not in page.content.decode()
    held = Membership.objects.get(user=stranger)
    assert browse(alfa, coordinator).post(f"/roles/{held.pk}/end/").status_code == 404


def test_coordinator_ends_a_role_after_a_question(person: Any, alfa: Any, browse: Any) -> None:
    site = browse(alfa, person("COORDINATOR", at=alfa))
    held = Membership.objects.get(user=person("OFFICER", at=alfa))
    assert site.get(f"/roles/{held.pk}/end/").status_code == 200
    held.refresh_from_db()
    assert held.ended_at is None
    assert site.post(f"/roles/{held.pk}/end/").status_code == 302
    held.refresh_from_db()
    assert held.ended_at is not None


def test_who_works_on_twenty_sites_asks_no_more_than_who_works_on_one(
    person: Callable[..., Any], alfa: Any, browse: Any
) -> None:
    """Also the first time: nothing is remembered of the hosts."""
    one, many = person("COORDINATOR", at=alfa), person("COORDINATOR", at=alfa)
    for number in range(20):
        facts = {"country": "SK", "language": "sk", "founded_at": AT, "is_open": True}
        site = Tenant.objects.create(name=f"Obec {number}", kind="TOWN", **facts)
        Domain.objects.create(tenant=site, domain=f"obec{number}.localhost", is_primary=True)
        give_role(site, user=many, role=Role.OFFICER, by=None, at=AT)
    asked = []
    for user in (one, many):
        client = browse(alfa, user)
        client.get("/work/plans/")
        caches["local"].clear()
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/work/plans/").content.decode()
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert "obec19.localhost" in page
