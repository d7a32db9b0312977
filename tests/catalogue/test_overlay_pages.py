"""A municipality's word is seen on its own site, its internal part by its coordinator alone."""

from datetime import date
from typing import Any

import pytest
from support.counting import questions
from support.services import make_service
from support.world import FOUNDED

from catalogue.models import Overlay
from catalogue.overlays.writing import write_overlay
from kernel.tenancy import entered

pytestmark = pytest.mark.django_db
SAID = {
    "in_network": "on",
    "note": "Prispievame na dopravu.",
    "contact_name": "Sociálny úrad",
    "contact_phone": "048 123 45 67",
    "contact_email": "urad@example.org",
    "internal_note": "Tajná dohoda",
    "contract_number": "Z-7/2026",
    "contract_from": "1.1.2026",
    "contract_to": "31.12.2026",
}


@pytest.fixture
def service(alfa: Any, person: Any, browse: Any) -> Any:
    """A shared service of which the coordinator of alfa has said everything."""
    made = make_service()
    client = browse(alfa, person("COORDINATOR", at=alfa))
    answer = client.post(f"/services/{made.pk}/our-word/", SAID)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/services/{made.pk}/")
    return made


def page(client: Any, service: Any) -> str:
    answer = client.get(f"/services/{service.pk}/")
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_public_word_stands_on_the_own_site_as_the_word_of_the_municipality(
    service: Any, browse: Any, alfa: Any
) -> None:
    text = page(browse(alfa), service)
    assert "Slovo obce: Mesto Alfa" in text
    assert "Prispievame na dopravu." in text
    assert "urad@example.org" in text
    assert 'href="tel:+421481234567"' in text
    assert "Tajná dohoda" not in text
    assert "Z-7/2026" not in text


def test_word_of_one_town_is_not_seen_on_the_site_of_another(service: Any, browse: Any, beta: Any, person: Any) -> None:
    for client in (browse(beta), browse(beta, person("COORDINATOR", at=beta))):
        text = page(client, service)
        assert "Prispievame" not in text
        assert "Tajná" not in text


def test_coordinator_sees_contract_and_internal_note(service: Any, browse: Any, alfa: Any, person: Any) -> None:
    text = page(browse(alfa, person("COORDINATOR", at=alfa)), service)
    assert "Tajná dohoda" in text
    assert "Z-7/2026" in text


@pytest.mark.parametrize("role", ["OFFICER", "INTAKE_CLERK"])
def test_others_in_the_office_see_the_public_part_only(
    service: Any, browse: Any, alfa: Any, person: Any, role: str
) -> None:
    text = page(browse(alfa, person(role, at=alfa)), service)
    assert "Prispievame" in text
    assert "Tajná dohoda" not in text


def test_region_site_shows_it_to_staff_without_the_internal_part(
    service: Any, browse: Any, region: Any, person: Any
) -> None:
    assert "Prispievame" not in page(browse(region), service)
    assert "Prispievame" not in page(browse(region, person("AUDITOR", at=region)), service)
    text = page(browse(region, person("DATA_STEWARD", at=region)), service)
    assert "Prispievame" in text
    assert "Tajná" not in text


def test_word_leaves_the_service_itself_untouched(alfa: Any) -> None:
    made = make_service()
    made.refresh_from_db()
    before = (made.version, made.changed_at)
    with entered(alfa.key):
        write_overlay(made, facts={"note": "Naše slovo"}, by=None, at=FOUNDED)
    made.refresh_from_db()
    assert (made.version, made.changed_at) == before


def test_contract_cannot_end_before_it_begins(service: Any, browse: Any, alfa: Any, person: Any) -> None:
    client = browse(alfa, person("COORDINATOR", at=alfa))
    answer = client.post(f"/services/{service.pk}/our-word/", SAID | {"contract_to": "1.12.2025"})
    assert answer.status_code == 422
    assert "Zmluva nemôže" in answer.content.decode()


def test_unpublished_service_has_no_word(browse: Any, alfa: Any, person: Any) -> None:
    hidden = make_service(is_published=False)
    client = browse(alfa, person("COORDINATOR", at=alfa))
    assert client.get(f"/services/{hidden.pk}/our-word/").status_code == 404


def test_region_site_has_no_such_address(service: Any, browse: Any, region: Any, person: Any) -> None:
    client = browse(region, person("DATA_STEWARD", at=region))
    assert client.get(f"/services/{service.pk}/our-word/").status_code == 404


def test_list_and_file_hold_the_own_words(service: Any, browse: Any, alfa: Any, beta: Any, person: Any) -> None:
    own = browse(alfa, person("COORDINATOR", at=alfa))
    other = browse(beta, person("COORDINATOR", at=beta))
    assert service.name in own.get("/our-words/").content.decode()
    assert service.name not in other.get("/our-words/").content.decode()
    assert "Z-7/2026" in own.get("/our-words.csv").getvalue().decode()
    assert "Z-7/2026" not in other.get("/our-words.csv").getvalue().decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_constant_number_of_questions(browse: Any, alfa: Any, person: Any, count: int) -> None:
    with entered(alfa.key):
        for number in range(count):
            facts = {"note": str(number), "contract_to": date(2026, 1, 1)}
            write_overlay(make_service(str(number)), facts=facts, by=None, at=FOUNDED)
        assert Overlay.objects.count() == count
    assert questions(browse(alfa, person("COORDINATOR", at=alfa)), "/our-words/") == 5
