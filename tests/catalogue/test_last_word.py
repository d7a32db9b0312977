"""Whatever is imported, edited, overridden and undone in whatever order: each field holds what its owner last said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.registers import AT, service, sheet

from catalogue import commands, intake
from catalogue.models import Service
from catalogue.registry.authority import Owner, rules

KINDS = {"1": "SK448-35", "2": "SK448-40"}  # of one kind they would be taken for one service
KEYS = tuple(KINDS)
PHONES, TEXTS, FORMS = ["+421905111222", "+421911222333"], ["Opis A", "Opis B"], ["AMBULATORY", "RESIDENTIAL"]
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "phones": st.lists(st.sampled_from(PHONES), max_size=1),
    "description": st.sampled_from(["", *TEXTS]),
    "forms": st.lists(st.sampled_from(FORMS), min_size=1, max_size=1),
    "capacities": st.sampled_from([[], *([{"form": "RESIDENTIAL", "unit": "BEDS", "count": each}] for each in (5, 9))]),
}
OF_PROVIDERS = ("phones", "description")
EMPTY = {"phones": [], "description": "", "forms": [], "capacities": []}


@dataclass
class Word:
    key: str
    field: str
    voice: str
    value: Any
    batch: Any = None
    undone: bool = False


@dataclass
class Memory:
    """What everybody said, kept the naive way."""

    words: list[Word] = field(default_factory=list)
    batches: list[Any] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)

    def standing(self, key: str, name: str = "") -> list[Word]:
        return [word for word in self.words if word.key == key and not word.undone and name in ("", word.field)]

    def own(self, key: str, name: str, voice: str) -> Word | None:
        return next((word for word in reversed(self.standing(key, name)) if word.voice == voice), None)

    def effective(self, key: str, name: str) -> Any:
        for voice in rules()[name].voices:
            word = self.own(key, name, voice)
            if word:
                return word.value
        return EMPTY[name]

    def hear(self, key: str, said: dict[str, Any], voice: str, batch: Any = None) -> None:
        for name, value in said.items():
            own = self.own(key, name, voice)
            silent = own is None and voice == "SHEET" and value == self.effective(key, name)
            if not silent and (own is None or own.value != value):
                self.words.append(Word(key, name, voice, value, batch))

    def undo(self, batch: Any) -> None:
        for key in KEYS:
            mine = [word for word in self.standing(key) if word.batch == batch]
            others = [word for word in self.standing(key) if word.batch != batch]
            brought_it = any(word.field == "kind" for word in mine) and all(word.field != "kind" for word in others)
            if brought_it and others:
                continue  # somebody has worked on it since: it stays whole
            for word in mine:
                word.undone = True
            if mine and not others:
                self.withdrawn.add(key)


Step = Callable[[Memory, Any], None]


def said(names: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: VALUES[name] for name in names})


def whole() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(VALUES)


def _load(memory: Memory, records: list[Any], at: Any, **facts: Any) -> Any:
    batch = intake.open_batch(source="bbsk", is_whole=False, at=at, **facts)
    intake.stage(batch, records, {"508438"})
    intake.compare(batch)
    intake.accept(batch, by=None, at=at)
    memory.batches.append(batch)
    return batch


def register(key: str, values: dict[str, Any]) -> Step:
    def step(memory: Memory, at: Any) -> None:
        batch = _load(memory, [service(key, kind=KINDS[key], **values)], at)
        memory.withdrawn.discard(key)
        memory.hear(key, values | {"kind": KINDS[key]}, "REGISTER", batch)

    return step


def of_sheet(key: str, values: dict[str, Any]) -> Step:
    def step(memory: Memory, at: Any) -> None:
        if memory.standing(key):
            batch = _load(memory, [sheet(key, **values)], at, adds_services=False)
            memory.hear(key, values, "SHEET", batch)

    return step


def provider(key: str, values: dict[str, Any]) -> Step:
    def step(memory: Memory, at: Any) -> None:
        if memory.standing(key):
            commands.describe_service(Service.objects.get(register_key=key), facts=values, by=None, at=at)
            memory.hear(
                key, {name: each for name, each in values.items() if each != memory.effective(key, name)}, "PROVIDER"
            )

    return step


def override(key: str, values: dict[str, Any]) -> Step:
    def step(memory: Memory, at: Any) -> None:
        if memory.standing(key) and values:
            held = Service.objects.get(register_key=key)
            commands.override_service(held, facts=values, reason="dôvod", until=None, by=None, at=at)
            memory.words += [Word(key, name, "REGION", value) for name, value in values.items()]

    return step


def end_override(key: str, name: str) -> Step:
    def step(memory: Memory, at: Any) -> None:
        if any(word.voice == "REGION" for word in memory.standing(key, name)):
            commands.end_override(Service.objects.get(register_key=key), fields=[name], by=None, at=at)
            for word in memory.standing(key, name):
                word.undone |= word.voice == "REGION"

    return step


def undo(number: int) -> Step:
    def step(memory: Memory, at: Any) -> None:
        if memory.batches:
            batch = memory.batches.pop(number % len(memory.batches))
            memory.undo(batch)
            intake.undo(batch, by=None, at=at)

    return step


KEY = st.sampled_from(KEYS)
STEPS = st.lists(
    st.one_of(
        st.builds(register, KEY, whole()),
        st.builds(of_sheet, KEY, said(OF_PROVIDERS)),
        st.builds(provider, KEY, said(OF_PROVIDERS)),
        st.builds(override, KEY, said(VALUES)),
        st.builds(end_override, KEY, st.sampled_from(sorted(VALUES))),
        st.builds(undo, st.integers(0, 9)),
    ),
    min_size=3,
    max_size=14,
)


def shown(held: Service, name: str) -> Any:
    if name != "capacities":
        return getattr(held, name)
    return [{"form": each.form, "unit": each.unit, "count": each.count} for each in held.capacities.all()]


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_each_field_holds_what_its_owner_last_said(steps: list[Step]) -> None:
    with transaction.atomic():
        memory = Memory()
        for number, step in enumerate(steps):
            step(memory, AT + timedelta(hours=number))
            for held in Service.objects.all():
                assert (held.withdrawn_on is not None) == (held.register_key in memory.withdrawn)
                if held.withdrawn_on is None:
                    for name in VALUES:
                        assert shown(held, name) == memory.effective(held.register_key, name), (number, name)
        transaction.set_rollback(True)


def test_the_rules_name_both_owners() -> None:
    owners = {name: rules()[name].owner for name in VALUES}
    assert owners == {
        "phones": Owner.PROVIDER,
        "description": Owner.PROVIDER,
        "forms": Owner.REGISTER,
        "capacities": Owner.REGISTER,
    }
