"""What is missing where: every number opens a list of exactly so many entries, each in the reader's own territory."""

import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from support.counting import questions
from support.services import make_service
from support.world import FOUNDED

from catalogue import tasks
from catalogue.models import Editorship, Place, Provider, QualitySnapshot, Reach, Service, ServiceAtPlace
from catalogue.quality import reporting, scopes
from catalogue.quality.reporting import NOWHERE, Wanted
from catalogue.quality.scoring import score_services
from catalogue.quality.snapshots import picture_quarter

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
BYSTRICA, BREZNO_DISTRICT, BETA_TOWN = "508438", "SK0323", "518158"


def standing(name: str, town: str | None, **facts: Any) -> Any:
    """A service with a place in a municipality."""
    service = make_service(name, forms=["AMBULATORY"], **facts)
    place = Place.objects.create(provider=service.provider, name=name, municipality_id=town)
    ServiceAtPlace.objects.create(service=service, place=place)
    return service


@pytest.fixture
def services(db: None) -> dict[str, Any]:
    """One in each town, one that comes to a whole region, one ended and one not public."""
    made = {
        "alfa": standing("V Alfe", BYSTRICA, phones=["+421905123456"]),
        "beta": standing("V Bete", BETA_TOWN, kind="SK448-35", emails=["beta@example.org"]),
        "wide": make_service("V celom kraji", forms=["OUTREACH"]),
        "ended": standing("Skončená", BYSTRICA, ended_on=DAY - timedelta(days=1)),
        "hidden": standing("Neverejná", BYSTRICA, is_published=False),
    }
    Reach.objects.create(service=made["wide"], level="REGION", code="SK032")
    score_services(day=DAY)
    return made


def names(rows: Any) -> set[str]:
    return {row.name for row in rows}


def test_region_counts_what_the_public_sees_and_runs(services: Any) -> None:
    assert names(scopes.of_the_region(DAY).services) == {"V Alfe", "V Bete", "V celom kraji"}


def test_municipality_counts_what_stands_in_it_or_comes_to_it(services: Any, alfa: Any, beta: Any) -> None:
    assert names(scopes.of_a_municipality(alfa, DAY).services) == {"V Alfe", "V celom kraji"}
    assert names(scopes.of_a_municipality(beta, DAY).services) == {"V Bete", "V celom kraji"}


def test_editor_counts_its_own_running_entries_also_those_not_public(services: Any, person: Any, region: Any) -> None:
    editor = person("PROVIDER_EDITOR", at=region)
    Editorship.objects.create(provider=services["alfa"].provider, account=editor, starts_on=FOUNDED.date())
    other = Provider.objects.create(country="SK", name="Iný", created_at=FOUNDED, changed_at=FOUNDED)
    Service.objects.filter(pk=services["beta"].pk).update(provider=other)
    assert names(scopes.of_an_editor(editor, DAY).services) == {"V Alfe", "V celom kraji", "Neverejná"}


def test_each_number_opens_exactly_so_many_entries(services: Any) -> None:
    scope = scopes.of_the_region(DAY)
    ids = list(scope.services.values_list("pk", flat=True))
    checked = 0
    for by, groups in (("district", reporting.by_district(ids, DAY)), ("kind", reporting.by_kind(ids, DAY))):
        for group in groups:
            assert reporting.services_of(scope, Wanted(**{by: group.key}), DAY).count() == group.services
            for gap in group.gaps:
                for state in ("missing", "partly"):
                    wanted = Wanted(**{by: group.key, state: gap.criterion.code})
                    assert reporting.services_of(scope, wanted, DAY).count() == getattr(gap, state)
                    checked += getattr(gap, state)
    assert checked > 20


def test_entry_that_only_comes_to_a_wide_area_stands_in_no_district(services: Any) -> None:
    scope = scopes.of_the_region(DAY)
    assert names(reporting.services_of(scope, Wanted(district=NOWHERE), DAY)) == {"V celom kraji"}


def test_criterion_that_does_not_apply_is_not_missing(services: Any) -> None:
    total = reporting.total([services["wide"].pk], DAY)
    assert total is not None
    address = next(gap for gap in total.gaps if gap.criterion.code == "ADDRESS")
    assert (address.missing, address.asked) == (0, 0)


# --- quarters --------------------------------------------------------------------------------------------------------
def test_quarter_is_pictured_for_all_and_for_each_part(services: Any, alfa: Any) -> None:
    picture_quarter(DAY)
    rows = {(row.scope, row.key): row for row in QualitySnapshot.objects.all()}
    assert rows["ALL", ""].services == 3
    assert rows["TENANT", alfa.key].services == 2
    assert rows["KIND", "SK448-35"].services == 1
    assert rows["PROVIDER", str(services["alfa"].provider_id)].services == 3
    assert rows["DISTRICT", "SK0321"].services == 1
    assert rows["ALL", ""].missing["APPLY"] == 3
    assert rows["ALL", ""].quarter == date(2026, 10, 1)


def test_picture_agrees_with_the_report_of_each_municipality(services: Any, alfa: Any, beta: Any) -> None:
    picture_quarter(DAY)
    for tenant in (alfa, beta):
        scope = scopes.of_a_municipality(tenant, DAY)
        total = reporting.total(scope.services.values_list("pk", flat=True), DAY)
        (quarter,) = reporting.course(scope)
        assert total is not None
        assert (quarter.services, quarter.score) == (total.services, round(total.score, 2))


def test_running_quarter_is_drawn_anew_and_a_past_one_stays(services: Any) -> None:
    picture_quarter(DAY)
    before = QualitySnapshot.objects.get(scope="ALL")
    Service.objects.update(how_to_apply="Zavolajte.")
    score_services(day=DAY)
    picture_quarter(DAY + timedelta(days=1))
    assert QualitySnapshot.objects.get(scope="ALL").score > before.score
    Service.objects.update(how_to_apply="")
    score_services(day=DAY)
    picture_quarter(date(2027, 1, 2))
    scores = [quarter.score for quarter in reporting.course(scopes.of_the_region(DAY))]
    assert len(scores) == 2
    assert scores[0] > scores[1]


def test_whoever_has_no_service_any_more_leaves_the_running_picture(services: Any) -> None:
    picture_quarter(DAY)
    Service.objects.filter(pk=services["beta"].pk).update(ended_on=DAY)
    picture_quarter(DAY + timedelta(days=1))
    assert not QualitySnapshot.objects.filter(scope="KIND", key="SK448-35").exists()


def test_night_task_counts_scores_and_the_quarter(services: Any) -> None:
    tasks.count_quality()
    assert QualitySnapshot.objects.filter(scope="ALL").exists()


# --- pages -----------------------------------------------------------------------------------------------------------
def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_first_quarter_is_said_to_be_the_first(services: Any, browse: Any, person: Any, region: Any) -> None:
    client = browse(region, person("DATA_STEWARD", at=region))
    assert 'r="5"' not in page(client, "/quality/")
    picture_quarter(DAY)
    text = page(client, "/quality/")
    assert text.count('r="5"') == 1
    assert "Toto je prvý štvrťrok" in text


def test_numbers_of_the_page_lead_to_their_lists(services: Any, browse: Any, person: Any, region: Any) -> None:
    client = browse(region, person("DATA_STEWARD", at=region))
    text = page(client, "/quality/?by=kind")
    links = re.findall(r'href="(/quality/services/\?[^"]+)">([\d\s]+)</a>', text)
    assert len(links) > 8
    for address, number in links:
        shown = page(client, address.replace("&amp;", "&"))
        assert shown.count('class="opora-result"') == int(number)


def test_coordinator_sees_the_own_territory_only(services: Any, browse: Any, person: Any, alfa: Any) -> None:
    text = page(browse(alfa, person("COORDINATOR", at=alfa)), "/quality/services/")
    assert "V Alfe" in text
    assert "V celom kraji" in text
    assert "V Bete" not in text
    assert "Neverejná" not in text
    assert "/describe/" not in text


def test_steward_may_mend_and_may_write_to_the_provider(services: Any, browse: Any, person: Any, region: Any) -> None:
    text = page(browse(region, person("DATA_STEWARD", at=region)), "/quality/services/")
    assert f"/services/{services['alfa'].pk}/describe/" in text
    assert 'href="mailto:beta@example.org?subject=' in text


def test_unknown_words_in_the_address_ask_for_nothing(services: Any, browse: Any, person: Any, region: Any) -> None:
    client = browse(region, person("DATA_STEWARD", at=region))
    assert page(client, "/quality/services/?missing=x'--&kind=nic&district=zz").count('class="opora-result"') == 3


def test_list_is_a_workbook_where_what_does_not_apply_is_empty(
    services: Any, browse: Any, person: Any, region: Any
) -> None:
    client = browse(region, person("DATA_STEWARD", at=region))
    answer = client.get("/quality/services.xlsx?kind=SK448-41")
    heads, *rows = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows(values_only=True)
    wide = next(row for row in rows if row[0] == "V celom kraji")
    assert len(rows) == 2
    assert wide[heads.index("Adresa")] is None
    assert wide[heads.index("Popis") if "Popis" in heads else heads.index("Opis")] == 0
    assert client.get("/quality/services.pdf").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "expected"), [("/quality/", 8), ("/quality/services/", 10)])
def test_pages_ask_a_constant_number_of_questions(
    browse: Any, person: Any, region: Any, count: int, address: str, expected: int
) -> None:
    for number in range(count):
        standing(f"Služba {number}", BYSTRICA)
    score_services(day=DAY)
    assert questions(browse(region, person("DATA_STEWARD", at=region)), address) == expected
