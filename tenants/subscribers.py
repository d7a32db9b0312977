"""What this room does when something happened elsewhere."""

from kernel.journal import Event, subscribe
from tenants.forgetting import forget_person


@subscribe("accounts.account_anonymised", name="tenants.forget_person")
def forget_people(events: list[Event]) -> None:
    """An anonymised person holds no roles and is named in no invitation."""
    for event in events:
        forget_person(event.subject_id, at=event.at)
