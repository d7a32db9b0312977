"""Assembles the documents: a booklet of an area, one service, a short list. Call it in the language of the document."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import labels
from catalogue.booklet.choices import Area, Choice, group_name
from catalogue.booklet.entries import anchor_of, entry
from catalogue.booklet.gathering import provider_phones
from catalogue.booklet.registers import places_register, reach_register
from catalogue.cards import GroupCard, KindCard, ServiceCard
from catalogue.models import Booklet, KindGroup, ServiceKind, TargetGroup
from kernel.collation import sort_key
from tenants.addresses import address_of
from tenants.models import Tenant
from ui.documents import (
    Block,
    Contents,
    Cover,
    Document,
    Entry,
    Frame,
    Heading,
    Paragraph,
    Register,
    Span,
)
from ui.typography import date_long, number

NAMES_IN_CONTENTS = 60
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
LICENCE_NAME = "CC BY-SA 4.0"  # the registers the facts come from ask for it


def booklet(choice: Choice, area: Area, here: Tenant, cards: list[ServiceCard], at: datetime) -> Document:
    """The whole booklet: title page, contents, chapters, register of places, and where the facts come from."""
    order = _order(area, choice.language)
    chapters = _by_group(cards, order) if choice.chapters == Booklet.Chapters.GROUP else _by_kind(cards, order, 1)
    numbers = provider_phones(cards)
    blocks: list[Block] = [Contents(_("Contents"), 3 if len(cards) <= NAMES_IN_CONTENTS else 2)]
    for part in chapters:
        blocks += [*_entry(part, here, numbers)] if isinstance(part, ServiceCard) else [part]
    blocks += _registers(cards, choice.language)
    blocks += _sources(cards, here)
    group = group_name(choice.target_group)
    title = _("Social services: %(group)s") % {"group": group} if group else _("Catalogue of social services")
    return Document(
        title=title,
        language=choice.language,
        author=here.name,
        made_at=at,
        blocks=tuple(blocks),
        cover=Cover(
            above=here.name,
            below=area.name if area.name != here.name else _("The whole region"),
            foot=_foot(len(cards), here, at),
        ),
        large=choice.is_large,
    )


def one_service(card: ServiceCard, here: Tenant, at: datetime, *, language: str, is_large: bool) -> Document:
    numbers = provider_phones([card]).get(card.provider_id, ())
    blocks = [*entry(card, here, numbers, whole=True), _printed(here, at)]
    return Document(card.name, language, here.name, at, tuple(blocks), large=is_large)


def short_list(cards: list[ServiceCard], here: Tenant, at: datetime, *, language: str, is_large: bool) -> Document:
    """Chosen services in the order they were chosen in."""
    numbers = provider_phones(cards)
    blocks: list[Block] = []
    for card in cards:
        blocks.append(Heading(card.name, 1, anchor_of(card)))
        blocks += entry(card, here, numbers.get(card.provider_id, ()))
    blocks.append(_printed(here, at))
    return Document(_("Chosen social services"), language, here.name, at, tuple(blocks), large=is_large)


# --- title page and last page -----------------------------------------------------------------------------------------
def _foot(count: int, here: Tenant, at: datetime) -> tuple[Any, ...]:
    holds = ngettext("%(count)s service", "%(count)s services", count) % {"count": number(count)}
    state = _("State of the catalogue on %(day)s") % {"day": date_long(timezone.localdate(at))}
    address = address_of(here)
    return (
        (Span(_("In danger of life call 112."), strong=True),),
        holds,
        state,
        (Span(_("The newest facts:") + " "), Span(address, link=address)),
        _licence(here),
    )


def _licence(here: Tenant) -> tuple[Span, ...]:
    said = _("Anyone may use the facts of this document if the source is named (%(name)s); licence:") % {
        "name": here.name
    }
    return (Span(f"{said} "), Span(LICENCE_NAME, link=LICENCE))


def _printed(here: Tenant, at: datetime) -> Paragraph:
    words = _("From the catalogue of %(name)s, state on %(day)s.") % {
        "name": here.name,
        "day": date_long(timezone.localdate(at)),
    }
    return Paragraph((Span(f"{words} "), *_licence(here)), kind="note")


def _sources(cards: Iterable[ServiceCard], here: Tenant) -> list[Block]:
    registers = sorted({labels.source(card.register) for card in cards if card.register})
    said = _("Facts of the registration come from the registers named below; everything else was told by providers.")
    return [
        Heading(_("Where these facts come from"), 1, "sources", new_page=True),
        Paragraph(said),
        *(Paragraph((Span(name, strong=True),)) for name in registers),
        Frame((Paragraph(_("Facts change. Please telephone before you set out.")),)),
        Paragraph(_licence(here)),
    ]


# --- chapters ---------------------------------------------------------------------------------------------------------
Order = Callable[[ServiceCard], tuple[Any, ...]]


def _order(area: Area, language: str) -> Order:
    """What stands in the area first, by municipality and name; then what comes to it from elsewhere, by name."""

    def key(card: ServiceCard) -> tuple[Any, ...]:
        towns = [place.municipality_name for place in card.places if place.municipality_code in area.municipalities]
        town = min((sort_key(name, language) for name in towns), default="")
        return (not towns, town, sort_key(card.name, language), str(card.id))

    return key


def _by_kind(cards: Iterable[ServiceCard], order: Order, level: int) -> list[Block | ServiceCard]:
    """Chapters of the law's own groups, in them the kinds: each with its name by law and in plain words."""
    positions = dict(ServiceKind.objects.values_list("code", "position"))
    kinds: dict[KindCard, list[ServiceCard]] = {}
    for card in cards:
        kinds.setdefault(card.kind, []).append(card)
    parts: list[Block | ServiceCard] = []
    chapter = ""
    for kind in sorted(kinds, key=lambda each: (positions.get(each.code, 0), each.code)):
        if level == 1 and kind.group != chapter:
            chapter = kind.group
            parts.append(Heading(_capital(KindGroup(chapter).label), 1, f"k{chapter}", new_page=True))
        parts.append(Heading(_capital(kind.name), 2))
        ordered = sorted(kinds[kind], key=order)
        parts.extend(ordered)
    return _chapters_once(parts)


def _chapters_once(parts: list[Block | ServiceCard]) -> list[Block | ServiceCard]:
    """A group that comes back after another keeps its first chapter's name but needs an anchor of its own."""
    seen: dict[str, int] = {}
    told: list[Block | ServiceCard] = []
    for part in parts:
        if isinstance(part, Heading) and part.anchor:
            seen[part.anchor] = seen.get(part.anchor, 0) + 1
            again = f"{part.anchor}-{seen[part.anchor]}" if seen[part.anchor] > 1 else part.anchor
            part = Heading(part.text, part.level, again, part.new_page)  # noqa: PLW2901
        told.append(part)
    return told


def _by_group(cards: list[ServiceCard], order: Order) -> list[Block | ServiceCard]:
    """Chapters by target group; a service stands whole in its first one, in the others by name and page."""
    positions = dict(TargetGroup.objects.values_list("code", "position"))
    groups: dict[GroupCard | None, list[ServiceCard]] = {}
    for card in cards:
        for group in card.target_groups or (None,):
            groups.setdefault(group, []).append(card)
    told: set[UUID] = set()
    parts: list[Block | ServiceCard] = []
    for group in sorted(groups, key=lambda each: (each is None, positions.get(each.code, 0) if each else 0)):
        name = group.name if group else _("Not stated for whom")
        parts.append(Heading(_capital(name), 1, f"g{group.code if group else ''}", new_page=True))
        parts += _by_kind([card for card in groups[group] if card.id not in told], order, 2)
        again = sorted((card for card in groups[group] if card.id in told), key=order)
        if again:
            parts.append(Heading(_("Further services, described in other chapters"), 2))
            parts.append(Register(tuple(Entry(card.name, (anchor_of(card),)) for card in again)))
        told.update(card.id for card in groups[group])
    return parts


def _entry(card: ServiceCard, here: Tenant, numbers: dict[UUID, tuple[str, ...]]) -> list[Block]:
    return [Heading(card.name, 3, anchor_of(card)), *entry(card, here, numbers.get(card.provider_id, ()))]


def _registers(cards: list[ServiceCard], language: str) -> list[Block]:
    places, areas = places_register(cards, language), reach_register(cards, language)
    blocks: list[Block] = []
    if places:
        blocks += [Heading(_("Register of places"), 1, "places", new_page=True)]
        blocks += [Paragraph(_("Where services stand, and where they come to people at home.")), Register(places)]
    if areas:
        blocks += [Heading(_("Services for a whole district, region or country"), 1, "areas"), Register(areas)]
    return blocks


def _capital(text: Any) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]
