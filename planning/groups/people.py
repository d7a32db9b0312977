"""People who take part: each of them once, whatever the number of groups; an account may be linked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.journal import record
from kernel.tenancy import current_key, entered
from kernel.text import fold
from planning.groups.models import Person
from planning.structure.errors import PlanRefused

PERSON_FIELDS = ("name", "email", "phone")


class PersonKnown(PlanRefused):
    """Somebody with this e-mail or name is known already; `facts["known"]` holds the ids."""

    default_code = "person_known"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is not known yet. `is_another`: a look-alike is known, and it is somebody else."""

    name: str
    email: str = ""
    phone: str = ""
    is_another: bool = False


def people_like(name: str, email: str, *, but: uuid.UUID | None = None) -> list[Person]:
    """Known people with the same e-mail, or with the same name, case and diacritics aside."""
    folded, address = fold(name).strip(), email.strip().lower()
    rows = [row for row in Person.objects.order_by("name", "id") if row.pk != but]
    return [row for row in rows if (address and row.email == address) or (folded and fold(row.name).strip() == folded)]


def people_named(words: str, *, limit: int = 20) -> list[Person]:
    """Known people whose name or e-mail holds the words."""
    wanted = fold(words).split()
    rows = Person.objects.order_by("name", "id") if wanted else Person.objects.none()
    found = [row for row in rows if all(word in fold(f"{row.name} {row.email}") for word in wanted)]
    return found[:limit]


@transaction.atomic
def add_person(newcomer: Newcomer, *, by: Any, at: datetime) -> Person:
    """Somebody new; refused where a look-alike is known and nobody said that it is another person."""
    _one_after_the_other()
    name, email = newcomer.name.strip(), newcomer.email.strip().lower()
    if not name:
        raise PlanRefused(_("Write the name."))
    _refuse_twins(name, email, is_another=newcomer.is_another)
    person = Person.objects.create(name=name, email=email, phone=newcomer.phone.strip(), created_at=at)
    record("planning.person_added", subject=person, by=by, at=at)
    return person


def person_of(who: Person | Newcomer, *, by: Any, at: datetime) -> Person:
    """The person who is meant, made if not known yet."""
    return add_person(who, by=by, at=at) if isinstance(who, Newcomer) else who


@transaction.atomic
def change_person(
    person: Person, *, changes: Mapping[str, Any], version: int, is_another: bool = False, by: Any, at: datetime
) -> Person:
    """Correct the name or the contact, for all groups at once. `version`: the one that was read."""
    _one_after_the_other()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    refuse_overwriting(person, version)
    before = [getattr(person, name) for name in PERSON_FIELDS]
    for name in PERSON_FIELDS:
        setattr(person, name, str(changes.get(name, getattr(person, name))).strip())
    person.email = person.email.lower()
    after = [getattr(person, name) for name in PERSON_FIELDS]
    changed = [name for name, old, new in zip(PERSON_FIELDS, before, after, strict=True) if old != new]
    if not changed:
        return person
    if "email" in changed:
        _refuse_twins("", person.email, is_another=is_another, but=person.pk)
    person.version += 1
    person.save(update_fields=[*PERSON_FIELDS, "version"])
    record("planning.person_changed", subject=person, by=by, at=at, fields=changed)
    return person


@transaction.atomic
def link_account(person: Person, *, by: Any, at: datetime) -> Person:
    """Join the person to the account with the same e-mail. It opens nothing: access comes from roles alone."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    account = account_with(person.email)
    if account is None:
        raise PlanRefused(_("There is no account with this e-mail."))
    if person.account == account:
        return person
    if Person.objects.filter(account=account).exists():
        raise PlanRefused(_("This account is linked to another person already."))
    person.account = account
    person.version += 1
    person.save(update_fields=["account", "version"])
    record("planning.account_linked", subject=person, by=by, at=at, account=str(account))
    return person


@transaction.atomic
def part_account(person: Person, *, by: Any, at: datetime) -> Person:
    """The account is not this person's after all."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.account is None:
        return person
    account, person.account = person.account, None
    person.version += 1
    person.save(update_fields=["account", "version"])
    record("planning.account_parted", subject=person, by=by, at=at, account=str(account))
    return person


def account_with(email: str) -> uuid.UUID | None:
    """The live account with this e-mail address, if there is one."""
    address = email.strip().lower()
    if not address:
        return None
    with entered(""):
        found: uuid.UUID | None = (
            User.objects.filter(email=address, is_active=True).values_list("pk", flat=True).first()
        )
    return found


def refuse_overwriting(row: Any, version: int) -> None:
    """Whoever read an older version looks at the new one first."""
    if row.version != version:
        raise PlanRefused(
            _("Somebody else changed this in the meantime. Look at what stands there now and save again."),
            "changed_meanwhile",
        )


def _refuse_twins(name: str, email: str, *, is_another: bool, but: uuid.UUID | None = None) -> None:
    known = [] if is_another else people_like(name, email, but=but)
    if known:
        raise PersonKnown(
            _("Somebody with this e-mail or name is known already. Say whether it is the same person."),
            facts={"known": [row.pk for row in known]},
        )


def _one_after_the_other() -> None:
    """People of one municipality are added one after the other, so that nobody is added twice at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"planning.people.{current_key()}"])
