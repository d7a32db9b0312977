"""Founding a site, the staff's list, the public choice of a municipality, the operator's commands."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from tenants.commands import add_domain, change_look, found_tenant
from tenants.errors import TenantRefused
from tenants.models import Membership, Municipality, Tenant

AT = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
FACTS = {"country": "SK", "language": "sk", "currency": "EUR", "by": None, "at": AT}


@pytest.mark.django_db
def test_staff_sees_all_sites_and_who_has_no_coordinator(person: Any, region: Any, alfa: Any, browse: Any) -> None:
    person("COORDINATOR", at=alfa)
    page = browse(region, person("AUDITOR", at=region)).get("/staff/sites/")
    assert [(row.name, row.municipalities, row.has_leader) for row, _address, _may_see in page.context["rows"]] == [
        ("Mesto Alfa", 1, True),
        ("Mesto Beta", 1, False),
    ]
    assert "/staff/sites/found/" not in page.content.decode()


@pytest.mark.django_db
def test_who_may_found_finds_the_way_to_it(person: Any, region: Any, browse: Any) -> None:
    page = browse(region, person("OPERATOR", at=region)).get("/staff/sites/").content.decode()
    assert "/staff/sites/found/" in page
    assert "/staff/roles/" in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/staff/sites/", "/staff/sites/found/", "/staff/roles/", "/my/"])
def test_strangers_are_sent_to_sign_in(path: str, region: Any, browse: Any) -> None:
    assert browse().get(path)["location"] == f"/accounts/login/?next={path}"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/staff/sites/", "/staff/sites/found/", "/staff/roles/"])
def test_coordinator_is_no_staff_of_the_region(path: str, person: Any, alfa: Any, region: Any, browse: Any) -> None:
    assert browse(region, person("COORDINATOR", at=alfa)).get(path).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/staff/sites/", "/my/", "/municipalities/", "/invitations/x/"])
def test_pages_of_the_region_are_not_on_a_towns_site(path: str, alfa: Any, browse: Any) -> None:
    assert browse(alfa).get(path).status_code == 404


@pytest.mark.django_db
def test_public_finds_the_site_of_its_municipality(region: Any, browse: Any) -> None:
    page = browse().get("/municipalities/", {"q": "banska byst"})
    found = [(row.name, [(site.name, address) for site, address in sites]) for row, sites in page.context["found"]]
    assert found == [("Banská Bystrica", [("Mesto Alfa", "http://alfa.localhost:8000/")])]
    assert [site.name for site, _address in page.context["sites"]] == ["Mesto Alfa", "Mesto Beta"]


@pytest.mark.django_db
def test_public_choice_shows_no_municipality_of_the_other_country(region: Any, browse: Any) -> None:
    assert browse().get("/municipalities/", {"q": "Ostrava"}).context["found"] == []


@pytest.mark.django_db
def test_sites_stand_in_slovak_order(region: Any, browse: Any) -> None:
    for number, name in enumerate(["Žiar", "Chotín", "Hrad", "Čadca", "Ivanka"]):
        with transaction.atomic():
            Tenant(name=name, kind="TOWN", country="SK", language="sk", founded_at=AT).save()
        add_domain(Tenant.objects.get(name=name), host=f"s{number}.localhost")
    names = [site.name for site, _address in browse().get("/municipalities/").context["sites"]]
    assert names == ["Čadca", "Hrad", "Chotín", "Ivanka", "Mesto Alfa", "Mesto Beta", "Žiar"]


@pytest.mark.django_db
def test_form_asks_for_a_job(person: Any, region: Any, browse: Any) -> None:
    from kernel.jobs.models import Job

    site = browse(region, person("METHODOLOGIST", at=region))
    facts = {"name": "Brezno", "kind": "TOWN", "municipalities": "Brezno", "palette": "green", "language": "sk"}
    answer = site.post("/staff/sites/found/", facts)
    job = Job.objects.get()
    assert answer["location"] == f"/jobs/{job.pk}/"
    assert (job.arguments["facts"]["host"], job.arguments["facts"]["covers"]) == ("brezno.localhost", ["508497"])
    assert site.get(answer["location"]).status_code == 200


@pytest.mark.django_db
def test_form_names_what_is_wrong(person: Any, region: Any, browse: Any) -> None:
    site = browse(region, person("OPERATOR", at=region))
    facts = {"name": "Nové", "kind": "TOWN", "palette": "blue", "language": "sk", "host": "alfa"}
    wrong = site.post("/staff/sites/found/", facts | {"municipalities": "Nikde\n"}).context["form"].errors
    assert "Nikde" in wrong["municipalities"][0]
    assert wrong["host"]
    several = site.post("/staff/sites/found/", facts | {"municipalities": "Brezno\nZvolen"}).context["form"].errors
    assert several["municipalities"]
    twice = site.post("/staff/sites/found/", facts | {"municipalities": "Porúbka"}).context["form"].errors
    assert "(" in twice["municipalities"][0]
    nowhere = site.post("/staff/sites/found/", facts | {"municipalities": ""}).context["form"].errors
    assert nowhere["municipalities"]
    region_plan = facts | {"kind": "REGIONAL", "host": "plan"}
    some = site.post("/staff/sites/found/", region_plan | {"municipalities": "Brezno"}).context["form"].errors
    assert list(some) == ["municipalities"]
    assert site.post("/staff/sites/found/", region_plan | {"municipalities": ""}).status_code == 302


def test_founded_site_has_its_tables_and_opens(own_database: str) -> None:
    tenant = found_tenant(name="Brezno", kind="TOWN", host="brezno.localhost", covers=["508497"], **FACTS)
    assert Tenant.objects.get(key=tenant.key).is_open
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where schemaname = %s", [tenant.schema_name])
        assert cursor.fetchone()[0] > 3


def test_job_founds_the_site(own_database: str) -> None:
    from kernel.jobs import enqueue, run_now

    facts = {key: value for key, value in FACTS.items() if key not in {"by", "at"}}
    facts |= {"name": "Zvolen", "kind": "TOWN", "host": "zvolen.localhost", "covers": []}
    job = enqueue("tenants.found_tenant", facts=facts, account=None)
    assert run_now(job).state == "DONE"
    assert Tenant.objects.get(name="Zvolen").is_open


def test_the_plan_of_the_region_has_one_site_for_all_municipalities(own_database: str) -> None:
    facts = FACTS | {"name": "Krajský plán", "kind": "REGIONAL"}
    tenant = found_tenant(host="plan.localhost", **facts)
    assert tenant.schema_name != "public"
    assert tenant.covers.count() == Municipality.objects.filter(region_code="SK032").count() > 500
    with pytest.raises(TenantRefused):
        found_tenant(host="druhy.localhost", **facts)


def test_founding_that_fails_leaves_nothing(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("no space left")

    monkeypatch.setattr("tenants.commands.call_command", broken)
    with pytest.raises(RuntimeError):
        found_tenant(name="Brezno", kind="TOWN", host="brezno.localhost", covers=["508497"], **FACTS)
    assert not Tenant.objects.filter(name="Brezno").exists()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_namespace where nspname like 't\\_%%'")
        assert cursor.fetchone()[0] == Tenant.objects.exclude(kind="REGION").count()


@pytest.mark.django_db
def test_unreadable_colours_are_refused(alfa: Any) -> None:
    with pytest.raises(TenantRefused):
        found_tenant(name="X", kind="TOWN", host="x.localhost", theme={"brand": "#ffff00"}, **FACTS)
    with pytest.raises(TenantRefused):
        change_look(alfa, theme={"palette": "pink"}, by=None, at=AT)
    change_look(alfa, theme={"palette": "green"}, by=None, at=AT)
    assert Tenant.objects.get(key=alfa.key).theme == {"palette": "green"}


@pytest.mark.django_db
def test_unknown_municipality_and_taken_host_are_refused(alfa: Any) -> None:
    with pytest.raises(TenantRefused, match="999999"):
        found_tenant(name="X", kind="TOWN", host="x.localhost", covers=["999999"], **FACTS)
    with pytest.raises(TenantRefused):
        add_domain(alfa, host="BETA.localhost")


@pytest.mark.django_db
def test_there_is_one_region(region: Any) -> None:
    facts = {"kind": "REGION", "schema_name": "public", "country": "SK", "language": "sk", "founded_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenant.objects.bulk_create([Tenant(name="Second", **facts)])


@pytest.mark.django_db
def test_operator_makes_accounts_roles_and_hosts(alfa: Any, region: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts.models import User

    said = io.StringIO()
    monkeypatch.setenv("FIRST_PASSWORD", "quiet river 42")
    call_command("create_account", "boss@example.org", name="Boss", password_from="FIRST_PASSWORD", stdout=said)
    call_command("give_role", "boss@example.org", "OPERATOR", stdout=said)
    call_command("give_role", "boss@example.org", "COORDINATOR", at="alfa.localhost", stdout=said)
    call_command("add_domain", "alfa.localhost", "www.alfa.localhost", stdout=said)
    user = User.objects.get(email="boss@example.org")
    assert user.check_password("quiet river 42")
    assert set(Membership.objects.filter(user=user).values_list("tenant__name", "role")) == {
        (region.name, "OPERATOR"),
        (alfa.name, "COORDINATOR"),
    }
    assert "quiet river" not in said.getvalue()


@pytest.mark.django_db
def test_made_up_password_is_printed_once(region: Any) -> None:
    from accounts.models import User

    said = io.StringIO()
    call_command("create_account", "boss@example.org", name="Boss", stdout=said)
    password = said.getvalue().strip().rsplit(" ", 1)[1]
    assert User.objects.get().check_password(password)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        ("create_account", "boss@example.org", "--name", "Boss", "--password-from", "NOT_SET"),
        ("give_role", "nobody@example.org", "OPERATOR"),
        ("add_domain", "nowhere", "x.localhost"),
        ("anonymise_account", "nobody@example.org", "--yes"),
    ],
)
def test_wrong_command_says_so(words: tuple[str, ...], region: Any) -> None:
    with pytest.raises(CommandError):
        call_command(*words)
