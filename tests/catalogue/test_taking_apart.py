"""A merge is taken apart again: both stand as they were, but for what was said since."""

from typing import Any

import pytest
from support.merging import as_it_was, mention, other_register
from support.registers import AT, LATER, the_service

from catalogue import commands
from catalogue.merging.commands import MergeRefused, merge_services, unmerge
from catalogue.models import (
    Merge,
    Service,
)

pytestmark = pytest.mark.django_db


def test_taking_apart_puts_both_back_as_they_were(pair: Any, person: Any) -> None:
    kept, gone = pair
    mention(gone, 1)
    before = as_it_was(kept, gone)
    chosen = {"description": "GONE", "phones": "BOTH"}
    merge = merge_services(kept, gone, chosen=chosen, by=person(), at=AT)
    assert as_it_was(kept, gone) != before
    done = unmerge(merge, by=person(), at=LATER)
    assert as_it_was(kept, gone) == before
    assert done.stayed == ()


def test_what_the_provider_said_since_stays_and_is_named(pair: Any, person: Any) -> None:
    kept, gone = pair
    merge = merge_services(kept, gone, chosen={"description": "GONE"}, by=None, at=AT)
    commands.describe_service(the_service("1"), facts={"description": "Celkom nový"}, by=person(), at=AT)
    done = unmerge(merge, by=None, at=LATER)
    assert done.stayed == ("description",)
    assert the_service("1").description == "Celkom nový"


def test_what_the_other_register_said_since_goes_back_to_its_own(pair: Any, bring: Any) -> None:
    kept, gone = pair
    merge = merge_services(kept, gone, chosen={}, by=None, at=AT)
    bring([other_register(target_note="nová poznámka")], at=LATER)
    unmerge(merge, by=None, at=LATER)
    assert (the_service("1").target_note, Service.objects.get(pk=gone.pk).target_note) == ("", "nová poznámka")


def test_an_import_after_taking_apart_knows_both(pair: Any, bring: Any) -> None:
    kept, gone = pair
    unmerge(merge_services(kept, gone, chosen={}, by=None, at=AT), by=None, at=AT)
    _batch, counts = bring([other_register()], at=LATER)
    assert (counts.new, counts.changed, counts.ended, counts.conflict) == (0, 0, 0, 0)


def test_the_last_merge_is_taken_apart_first(pair: Any, bring: Any) -> None:
    kept, gone = pair
    second = the_service("2")
    Service.objects.filter(pk=second.pk).update(kind=kept.kind_id)
    first = merge_services(kept, gone, chosen={}, by=None, at=AT)
    later = merge_services(the_service("2"), kept, chosen={}, by=None, at=AT)
    assert Service.objects.get(pk=gone.pk).merged_into_id == second.pk
    with pytest.raises(MergeRefused) as refusal:
        unmerge(first, by=None, at=LATER)
    assert refusal.value.code == "later"
    unmerge(later, by=None, at=LATER)
    assert Service.objects.get(pk=gone.pk).merged_into_id == kept.pk
    unmerge(first, by=None, at=LATER)
    assert Service.objects.filter(merged_into__isnull=False).count() == 0


def test_it_is_taken_apart_once(pair: Any) -> None:
    merge = merge_services(*pair, chosen={}, by=None, at=AT)
    unmerge(merge, by=None, at=LATER)
    with pytest.raises(MergeRefused):
        unmerge(merge, by=None, at=LATER)
    assert merge_services(*pair, chosen={}, by=None, at=LATER).pk != merge.pk
    assert Merge.objects.standing().count() == 1
