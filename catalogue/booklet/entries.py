"""One service on paper: plain words first, the telephone large, then what a person must know before calling."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.cards import Hours, PlaceCard, ServiceCard
from catalogue.registry.values import DAYS
from catalogue.showing import facts_of, hours_by_day, phones
from tenants.addresses import address_of
from tenants.models import Tenant
from ui.documents import Beside, Block, Code, Facts, Paragraph, Span, Words
from ui.typography import NBSP, date_long, number

ON_REGION = "config.urls_region"


def anchor_of(card: ServiceCard) -> str:
    return f"s{card.id}"


def page_of(here: Tenant, service: UUID) -> str:
    """The full address of the service's page on the region's site."""
    return address_of(here, reverse("catalogue:service", args=[service], urlconf=ON_REGION))


def entry(
    card: ServiceCard, here: Tenant, provider_numbers: tuple[str, ...] = (), *, whole: bool = False
) -> list[Block]:
    """What stands under the name of a service; `whole` adds what only its own page needs."""
    return [
        Beside(
            tuple(_first(card, provider_numbers)), Code(page_of(here, card.id), _("QR code: the page of this service"))
        ),
        Facts(tuple(_facts(card, whole=whole))),
    ]


def _first(card: ServiceCard, provider_numbers: tuple[str, ...]) -> list[Block]:
    said: list[Block] = []
    if card.ended_on is not None and not card.is_offered:
        ended = _("This service has ended: it was provided until %(day)s.") % {"day": date_long(card.ended_on)}
        said.append(Paragraph((Span(ended, strong=True),)))
    if card.kind_plain:
        said.append(Paragraph(capfirst(card.kind_plain), kind="lead"))
    said.append(Paragraph(_("Provided by: %(name)s") % {"name": card.provider_name}))
    own = phones(card.phones, card.kind.country)
    if own:
        said.append(Paragraph(_numbers(own), kind="large"))
    elif provider_numbers:
        said.append(Paragraph(_("The service has no contact of its own. Call its provider:")))
        said.append(Paragraph(_numbers(phones(provider_numbers, card.kind.country)), kind="large"))
    elif not (card.emails or card.webs):
        words = _("We do not know a contact yet. The social department of your municipality will help you find one.")
        said.append(Paragraph(words))
    if written := _written(card):
        said.append(Paragraph(written))
    return said


def _numbers(found: list[Any]) -> Words:
    return _joined([Span(each.written, link=f"tel:{each.address}") for each in found], "\n")


def _written(card: ServiceCard) -> Words:
    spans = [Span(email, link=f"mailto:{email}") for email in card.emails]
    spans += [
        Span(web.removeprefix("https://").removeprefix("http://").rstrip("/"), link=web if "://" in web else "")
        for web in card.webs
    ]
    return _joined(spans, "\n")


def _joined(spans: list[Span], between: str) -> tuple[Span, ...]:
    parts: list[Span] = []
    for span in spans:
        parts += [Span(between), span] if parts else [span]
    return tuple(parts)


def _facts(card: ServiceCard, *, whole: bool) -> list[tuple[str, Words]]:
    shown = facts_of(card)
    rows: list[tuple[str, Words]] = [
        (_("Opening hours"), hours(card.opening_hours)),
        (_("Price"), card.prices or (_("The service is free of charge by law.") if card.is_free else "")),
        (_("How to apply"), card.how_to_apply),
        (_("In easy-to-read words"), card.easy_text),
        (_("What you get"), card.description),
        (_("For whom"), _for_whom(card, shown)),
        (_("Where"), "\n".join(dict.fromkeys(place(each) for each in card.places))),
        (_("Where it comes to you"), ", ".join(_reach(area) for area in shown["reach"])),
        (_("How the service is provided"), ", ".join(str(form) for form in shown["forms"])),
        (_("Free places"), _free_places(card)),
        (_("Waiting time"), card.waiting_time),
        (_("Accessibility"), ", ".join(card.accessibility)),
        (_("Languages"), capfirst(", ".join(shown["languages"]))),
        (_("These facts"), confirmed(card)),
    ]
    if whole:
        capacities = ", ".join(f"{each['words']} ({each['form']})" for each in shown["capacities"])
        rows += [
            (_("Registered capacity"), capacities),
            (_("Kind by law"), f"{card.kind_name}, {card.kind.paragraph}"),
            (_("Taken from"), shown["source"]),
        ]
    return [(term, said) for term, said in rows if said]


def _for_whom(card: ServiceCard, shown: dict[str, Any]) -> str:
    lines = [card.for_whom, ", ".join(group.name for group in card.target_groups)]
    if shown["ages"]:
        lines.append(_("Age:") + " " + ", ".join(str(age) for age in shown["ages"]))
    return "\n".join(line for line in lines if line)


def place(card: PlaceCard) -> str:
    """A place as on an envelope; of a secret one only the municipality and why no more is said."""
    if card.is_secret:
        hidden = _("the address is not public, for the safety of those who live there. Please telephone.")
        return f"{card.municipality_name}: {hidden}" if card.municipality_name else capfirst(hidden)
    town = " ".join(part for part in (_postcode(card.postcode), card.municipality_name) if part)
    street = card.street_line if card.street or card.house_number else ""
    return ", ".join(part for part in (card.name, street, town) if part)


def _postcode(code: str) -> str:
    return f"{code[:3]}{NBSP}{code[3:]}" if code else ""


def _reach(area: dict[str, Any]) -> str:
    return str(area["level"]) if area["is_country"] or not area["name"] else f"{area['name']} ({area['level']})"


def _free_places(card: ServiceCard) -> str:
    if card.capacity_free is None:
        return ""
    if card.capacity_free_at is None:
        return number(card.capacity_free)
    facts = {"count": number(card.capacity_free), "day": date_long(card.capacity_free_at)}
    return _("%(count)s, as told on %(day)s") % facts


def confirmed(card: ServiceCard) -> str:
    """When and by whom the facts were confirmed; never more than is known."""
    if card.confirmed_on is None:
        return _("Nobody has confirmed these facts yet. They come from the register only, so please ask by telephone.")
    day = {"day": date_long(card.confirmed_on)}
    match card.confirmed_how:
        case "PROVIDER":
            return _("The provider confirmed them on %(day)s.") % day
        case "STAFF":
            return _("Staff of the region confirmed them by telephone on %(day)s.") % day
        case _:
            return _("They were confirmed on %(day)s for the region's list.") % day


def hours(given: tuple[Hours, ...]) -> str:
    """The open days, neighbours with the same hours together: „pondelok – piatok: 8:00–16:00“."""
    days, known = hours_by_day(given), {each.day for each in given}
    rows = [(name, opened, code in known) for (name, opened), code in zip(days, DAYS if days else (), strict=True)]
    lines = []
    for (opened, is_open), run in groupby(rows, key=lambda row: row[1:]):
        names = [row[0] for row in run]
        if is_open:
            span = names[0] if len(names) == 1 else f"{names[0]}{NBSP}–{NBSP}{names[-1]}"
            lines.append(f"{span}: {opened}")
    return "\n".join(lines)
