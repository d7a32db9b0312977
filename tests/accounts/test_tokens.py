"""One-time links: looking changes nothing, using works once."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts import tokens
from accounts.errors import LinkRefused
from accounts.models import OneTimeLink

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make(**more: object) -> str:
    return tokens.make_link("test.purpose", "7", "alfa", HOUR, at=AT, **more)


def refused(secret: str, purpose: str = "test.purpose", **more: object) -> str:
    with pytest.raises(LinkRefused) as refusal:
        tokens.use(secret, purpose, **{"at": AT, **more})
    return refusal.value.code


def test_looking_any_number_of_times_does_not_use_up() -> None:
    secret = make(kind="x")
    for _time in range(5):
        assert tokens.look(secret, "test.purpose", at=AT).facts == {"kind": "x"}
    assert tokens.use(secret, "test.purpose", at=AT).subject == "7"


def test_link_is_used_once() -> None:
    secret = make()
    tokens.use(secret, "test.purpose", at=AT)
    assert refused(secret) == "link_used"


def test_link_holds_for_its_time_only() -> None:
    secret = make()
    assert refused(secret, at=AT + HOUR) == "link_expired"
    tokens.use(secret, "test.purpose", at=AT + HOUR - timedelta(seconds=1))


def test_link_holds_for_its_purpose_only() -> None:
    assert refused(make(), "another.purpose") == "link_unknown"


def test_link_of_one_tenant_is_unknown_in_another() -> None:
    secret = make()
    assert refused(secret, tenant="beta") == "link_unknown"
    assert refused(secret, tenant="") == "link_unknown"
    tokens.use(secret, "test.purpose", tenant="alfa", at=AT)


def test_withdrawn_link_is_useless() -> None:
    first, second = make(), make()
    assert tokens.withdraw("test.purpose", "7", at=AT) == 2
    assert refused(first) == refused(second) == "link_used"


def test_secret_is_kept_nowhere() -> None:
    secret = make()
    row = OneTimeLink.objects.get()
    assert secret not in "".join(str(value) for value in vars(row).values())
    assert len(secret) >= 43


def test_guessed_secret_is_refused() -> None:
    make()
    assert refused("x" * 43) == "link_unknown"
    assert refused("") == "link_unknown"


def test_a_code_is_typed_from_paper_and_works_as_a_link() -> None:
    code = tokens.make_code("test.purpose", "7", "alfa", HOUR, at=AT, number=7)
    printed = tokens.printed_code(code)
    assert [len(group) for group in printed.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("01IO")
    assert tokens.use(tokens.typed_code(f" {printed.lower()} "), "test.purpose", at=AT).subject == "7"
    assert refused(code) == "link_used"


def test_a_link_is_used_up_unseen_by_what_it_bears() -> None:
    secret, _other = make(number=7), make(number=8)
    assert [tokens.use_unseen("test.purpose", "7", at=AT, number=7) for _twice in range(2)] == [True, False]
    assert refused(secret) == "link_used"
    assert sorted((facts["number"], used) for facts, used in tokens.facts_of("test.purpose", "7")) == [
        (7, True),
        (8, False),
    ]
    assert [tokens.forget("test.purpose", "7", number=number) for number in (7, 8)] == [0, 1]
