"""What stands first, the same in Elasticsearch and in PostgreSQL."""

from dataclasses import replace
from typing import Any

import pytest
from support import finding
from support.finding import ZVOLEN, service

from search.request import SearchRequest, Sort
from search.searching import find
from search.understanding import understand

COUNSELLING, EMERGENCY_HOUSING, CRISIS_HELP = "SK448-19", "SK448-29", "SK448-53"


@pytest.fixture
def bring(db: None, own_index: str, region: Any) -> Any:
    """Let services in and make them findable by both engines."""
    from django.core.management import call_command

    def brought(*services: dict[str, Any]) -> None:
        finding.bring(*services)
        call_command("search_update", verbosity=0)

    return brought


def found_names(text: str) -> list[str]:
    return [card["name"] for card in find(SearchRequest(text=text)).cards]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("mama zabuda", "Pre ľudí, ktorí zabúdajú, a ich blízkych."),
        ("otec sa po operacii nevie sam obliect", "Pomôžeme po operácii, kým sa človek zotaví."),
    ],
)
def test_of_one_kind_those_that_hold_a_word_come_first(bring: Any, backend: str, text: str, description: str) -> None:
    kind = understand(text).kinds[0][0]
    bring(
        service("a", name="Aktiv", kind=kind, description="Sme tu pre vás."),
        service("b", name="Breza", kind=kind, description="Starostlivosť každý deň."),
        service("z", name="Žofín", kind=kind, description=description),
    )
    assert found_names(text) == ["Žofín", "Aktiv", "Breza"]


def test_kinds_keep_their_order_when_the_likeliest_has_no_service(bring: Any, backend: str) -> None:
    bring(
        service("a", name="Aktiv", kind=CRISIS_HELP, description="Sme tu pre vás."),
        service("b", name="Breza", kind=COUNSELLING, description="Poradíme."),
        service("c", name="Cesta", kind="SK448-35", description="Domov."),
    )
    assert found_names("kam s opitym manzelom co ma bije") == ["Breza", "Aktiv"]


def test_of_several_likely_kinds_the_best_of_each_stands_first(bring: Any, backend: str) -> None:
    """She may need care at home or a new home; many homes do not hide the care."""
    text, likely, other = "starká nevládze", "SK448-35", "SK448-41"
    assert understand(text).rivals == (likely, other)
    bring(
        *(service(key, name=f"Dom {key}", kind=likely) for key in "abc"),
        *(service(key, name=f"Dar {key}", kind=other) for key in "xyz"),
    )
    found = found_names(text)
    assert {name[:3] for name in found[:2]} == {"Dom", "Dar"}
    assert [name[:3] for name in found[2:]] == ["Dom", "Dom", "Dar", "Dar"]
    request = SearchRequest(text=text, page_size=2)
    paged = [card["name"] for page in (1, 2, 3) for card in find(replace(request, page=page)).cards]
    assert paged == found
    assert find(replace(request, sort=Sort.NAME)).cards[0]["name"] == "Dar x"


def test_who_is_called_by_name_stands_above_a_likelier_kind(bring: Any, backend: str) -> None:
    bring(
        service("a", name="Opatrovanie A", kind="SK448-41"),
        service("b", name="Klub opatrovateliek Žužlinka", kind=COUNSELLING),
    )
    assert understand("žužlinka klub opatrovateliek").kinds[0][0] == "SK448-41"
    assert found_names("žužlinka klub opatrovateliek")[0] == "Klub opatrovateliek Žužlinka"


def test_words_of_everyday_phrases_name_nobody(db: None) -> None:
    """Else every service that is called like its kind would stand above those with a name of their own."""
    assert not understand("denný stacionár").may_name
    assert understand("charita žužlinka").may_name


def confirm(days_ago: int | None, *names: str) -> None:
    """As if these had been confirmed so many days ago."""
    from datetime import timedelta

    from django.core.management import call_command

    from catalogue.models import Service
    from kernel.clock import today

    on = None if days_ago is None else today() - timedelta(days=days_ago)
    Service.objects.filter(name__in=names).update(confirmed_on=on, confirmed_how="PROVIDER" if on else "")
    call_command("search_update", verbosity=0)
    finding.refresh()


@pytest.mark.parametrize("text", ["opatrovanie", ""], ids=["a word", "nothing asked"])
def test_what_nobody_confirmed_lately_sinks(bring: Any, backend: str, text: str) -> None:
    bring(*(service(key, name=f"Opatrovanie {key}") for key in "abcd"))
    confirm(400, "Opatrovanie a")
    confirm(200, "Opatrovanie c")
    confirm(20, "Opatrovanie d")

    assert found_names(text) == [f"Opatrovanie {key}" for key in "dcab"]


def test_freshness_never_lifts_a_service_over_one_that_fits_better(bring: Any, backend: str) -> None:
    bring(
        service("a", name="Aktiv", kind="SK448-35", description="Domov pri lese."),
        service("b", name="Breza", kind="SK448-35", description="Domov. Ľudia s demenciou sú tu vítaní."),
        service("c", name="Domov pre seniorov Harmónia", kind="SK448-35"),
    )
    confirm(1, "Aktiv")

    assert found_names("Domov pre seniorov Harmónia")[0] == "Domov pre seniorov Harmónia"
    assert found_names("demencia")[0] == "Breza"


def test_of_two_alike_the_entry_that_tells_much_stands_first_and_says_so(
    region: Any, browse: Any, own_index: str, db: Any, backend: str
) -> None:
    from django.core.management import call_command
    from support.finding import bring, service

    told = {
        "description": "Prídeme k vám domov a pomôžeme s umývaním, obliekaním, varením, nákupom aj upratovaním. " * 3,
        "for_whom": "Pre starších ľudí.",
        "how_to_apply": "Zavolajte nám.",
        "phones": ["+421 48 123 45 67"],
        "emails": ["pomoc@opora.example"],
        "webs": ["https://opora.example"],
        "prices": "3 € za hodinu",
        "opening_hours": [{"day": "MO", "opens": "08:00", "closes": "16:00"}],
        "reach": [{"level": "DISTRICT", "code": "SK0321"}],
    }
    bring(service("a", name="Pomoc doma A"), service("b", name="Pomoc doma B", **told))
    call_command("search_update", verbosity=0)
    results = browse(region).get("/search", {"q": "opatrovateľská služba"}).context["results"]
    reason = "Jej záznam je podrobný: hovorí, čo ponúka, pre koho je a ako o ňu požiadať."
    assert {each.title: reason in each.reasons for each in results} == {"Pomoc doma B": True, "Pomoc doma A": False}
    if backend == "elasticsearch":  # PostgreSQL ranks the words of a long text lower, more than this lifts it
        assert [each.title for each in results] == ["Pomoc doma B", "Pomoc doma A"]


def test_of_those_who_come_here_the_local_one_stands_before_who_comes_everywhere(bring: Any, backend: str) -> None:
    from search.places import AROUND, by_code

    everywhere, here = [{"level": "REGION", "code": "SK032"}], [{"level": "MUNICIPALITY", "code": ZVOLEN}]
    bring(
        service("a", name="Opatrovanie Aktiv", at=[], reach=everywhere),
        service("z", name="Opatrovanie Žofín", at=[], reach=here),
    )
    request = SearchRequest(text="opatrovanie", where=by_code(ZVOLEN), around=AROUND)
    assert [card["name"] for card in find(request).cards] == ["Opatrovanie Žofín", "Opatrovanie Aktiv"]


def test_where_life_is_in_danger_help_by_telephone_stands_before_counselling_next_door(
    bring: Any, backend: str
) -> None:
    from search.places import AROUND, by_code

    bring(
        service("a", name="Poradňa", kind=COUNSELLING, at=[ZVOLEN], forms=["AMBULATORY"]),
        service("z", name="Linka", kind=CRISIS_HELP, at=[], forms=["REMOTE"], reach=[]),
    )
    request = SearchRequest(text="I want to kill myself", where=by_code(ZVOLEN), around=AROUND)
    assert [card["name"] for card in find(request).cards] == ["Linka", "Poradňa"]
