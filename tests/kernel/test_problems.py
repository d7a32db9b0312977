"""Whoever asks the API is answered as a programme, whatever goes wrong."""

from typing import Any

import pytest

ENGLISH = {400: "The request cannot be understood.", 404: "Nothing was found at this address."}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/nope", 404),
        ("/api/", 404),
        ("/api/v1/search/services?kind=%00", 400),
        ("/api/v1/search/services?q=%00", 400),
        ("/api/v1/services/00000000-0000-0000-0000-00000000000%00", 404),
    ],
)
def test_errors_of_the_api_are_problems(region: Any, alfa: Any, browse: Any, address: str, status: int) -> None:
    for tenant in (region, alfa):
        answer = browse(tenant).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status
        assert answer.json()["detail"] == ENGLISH[status]


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ("sk", "Na tejto adrese sme nič nenašli."),
        ("cs-CZ,en;q=0.5", "Na této adrese jsme nic nenašli."),
        ("de", ENGLISH[404]),
        ("*", ENGLISH[404]),
    ],
)
def test_a_problem_speaks_the_language_the_programme_names(region: Any, browse: Any, asked: str, detail: str) -> None:
    assert browse(region).get("/api/v1/nope", headers={"accept-language": asked}).json()["detail"] == detail


def test_parameters_are_refused_in_english_or_as_asked(region: Any, browse: Any) -> None:
    address = "/api/v1/search/services?page=0"
    english = browse(region).get(address).json()["detail"]
    slovak = browse(region).get(address, headers={"accept-language": "sk"}).json()["detail"]
    assert english == "page must be a whole number from 1 to 200000."
    assert slovak not in {"", english}


def test_a_broken_part_is_told_to_machines_as_a_problem(rf: Any) -> None:
    from ui.errors import server_error, unavailable

    assert server_error(rf.get("/api/v1/services"))["Content-Type"] == "application/problem+json"
    away = unavailable(rf.get("/api/v1/services"))
    assert (away.status_code, away["Retry-After"]) == (503, "60")
    assert away["Content-Type"] == "application/problem+json"


def test_people_still_get_a_page(region: Any, browse: Any) -> None:
    assert browse(region).get("/nope")["Content-Type"].startswith("text/html")
