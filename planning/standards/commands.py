"""Acts on the checklist: say that an item is there or does not apply, and take the word back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.standards.checklist import all_items
from planning.standards.models import CHECKLIST, ChecklistWord
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.structure.locking import lock
from planning.structure.models import Plan


@transaction.atomic
def say_of_item(plan: Plan, item: str, *, verdict: str, text: str, by: Any, at: datetime) -> ChecklistWord:
    """Say where an item is, or why it does not apply; a later word takes the place of the earlier one."""
    plan = lock(plan)
    if item not in all_items():
        raise PlanRefused(_("This item is not on the checklist."))
    if not text.strip():
        raise PlanRefused(_("Say where it is, or why it does not apply."))
    facts = {"verdict": verdict, "text": text.strip(), "by": getattr(by, "pk", by), "at": at}
    word, _is_new = ChecklistWord.objects.update_or_create(plan=plan, list=CHECKLIST, item=item, defaults=facts)
    remember(plan, plan, "checklist_said", after={"item": item, "verdict": verdict}, why=text.strip(), by=by, at=at)
    record("planning.checklist_said", subject=plan, by=by, at=at, item=item, verdict=verdict)
    return word


@transaction.atomic
def take_word_back(plan: Plan, item: str, *, by: Any, at: datetime) -> None:
    """What was said of an item no longer holds; nothing happens where nothing was said."""
    plan = lock(plan)
    if ChecklistWord.objects.filter(plan=plan, list=CHECKLIST, item=item).delete()[0]:
        remember(plan, plan, "checklist_word_taken_back", before={"item": item}, by=by, at=at)
        record("planning.checklist_word_taken_back", subject=plan, by=by, at=at, item=item)
