"""A provider with services, its editor, and a campaign that asks it."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from support.registers import service

OTHER = {"country": "SK", "ico": "00320480", "name": "Obec Baďan", "type": "MUNICIPALITY"}
LINK = re.compile(r"/providers/(?:confirm|editors)/[\w-]{20,}/")


def address(name: str, *args: Any) -> str:
    """A page of the catalogue by its name."""
    from django.urls import reverse

    return reverse(f"catalogue:{name}", args=args, urlconf="config.urls_region")


def three_services(load: Any) -> None:
    """Two of one provider with e-mail, one of another without."""
    from catalogue.models import Provider

    load([service("1"), service("2", row=2), service("3", row=3, provider=OTHER, phones=["+421905111222"])])
    Provider.objects.filter(ico="00648515").update(emails=["domov@example.sk"])


def prepared(*, day: date | None = None, at: datetime | None = None, **choice: Any) -> Any:
    """A campaign with its text, not sent yet."""
    from catalogue.desk.choosing import Choice, create_campaign, describe_campaign
    from kernel.clock import now, today

    on, moment = day or today(), at or now()
    campaign = create_campaign(Choice(**choice), title="Jesenné overenie", day=on, by=None, at=moment)
    return describe_campaign(
        campaign,
        title="Jesenné overenie",
        texts={"sk": "prosíme vás o kontrolu údajov.", "cs": "prosíme o kontrolu údajů."},
        term_on=on + timedelta(days=10),
        remind_before=3,
        remind_after=2,
        by=None,
        at=moment,
    )


def sent(**options: Any) -> Any:
    """The same, begun and with its letters written."""
    from catalogue.desk.sending import send_letters, start_campaign
    from kernel.clock import now, today
    from kernel.jobs import Progress

    campaign = start_campaign(
        prepared(**options), day=options.get("day") or today(), by=None, at=options.get("at") or now()
    )
    send_letters(campaign.pk, progress=Progress(), at=options.get("at") or now())
    return campaign


def letters_to(email: str) -> list[Any]:
    from kernel.mail.models import OutgoingMail

    return list(OutgoingMail.objects.filter(to=email).order_by("created_at", "pk"))


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found, text
    return found.group(0)


def link_to(email: str) -> str:
    """The link of the newest letter to an address."""
    return link_in(letters_to(email)[-1].text)
