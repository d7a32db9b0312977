"""What the page of results shows of an answer: results, filters, tags, ways to sort, and what else may be meant."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalogue.booklet.shortlist import Shortlist
from kernel.clock import day_of, now, today
from search import lexicon, naming, words
from search.atlas import map_of
from search.danger import Danger
from search.explaining import Explaining
from search.found import Found
from search.lines import banner
from search.mentioning import Mentioned, mentioned_in
from search.reading import PAGE_SIZE, Read
from search.request import FACETS, SearchRequest, Sort
from search.searching import Answer, Widened
from search.showing import Result, Showing, options, shown_at_once
from search.situations.signs import slugs_meant
from search.situations.steps import situation_at
from search.situations.views import address_of_situation, tiles
from search.speaking import country, language
from search.telling import FORM, PLACE, WISH

COUNSELLING = ("SK448-19", "CZ108-37")
PERHAPS = 3


class Shown:
    """What the page of results shows of an answer."""

    def __init__(self, request: HttpRequest, read: Read, answer: Answer) -> None:
        self.request, self.asked, self.place, self.answer = request, read.asked, read.place, answer
        self.told = read.told
        self.picked = Shortlist.asked(request)

    def context(self) -> dict[str, Any]:
        used = self.answer.request
        mentioned = self._mentioned()
        return {
            "mentioned": mentioned,
            "only_there": self._only_in(mentioned),
            "left_out": list(self._left_out()),
            "is_past_the_end": self.asked.page > used.page and not self.answer.widened,
            "asked": self.asked,
            "danger": banner(country(), self.danger, today()),
            "put_right": self.answer.question.put_right,
            "holds_no_word": bool(self.asked.written) and not lexicon.words(self.asked.written),
            "place": self.place,
            "place_text": self._place_text(),
            "plain": [*self.request.GET.getlist("plain"), *([FORM] if self.told.forms else [])],
            "found": self.answer.found,
            "widened": self.answer.widened.value,
            "results": self._results(),
            "map": map_of(self.answer.found.cards, used.where or used.near),
            "page_obj": page_of(self.answer.found, used),
            "facets": [self._facet(facet, title) for facet, title in titles().items()],
            "chosen": sum(len(self.asked.chosen(facet)) for facet in FACETS),
            "chips": list(self._chips()),
            "clear_url": self._clear(),
            "situation": naming.situation(self.request.GET.get("situation", "")),
            "guides": self._guides(),
            "picked": [str(each) for each in self.picked.ids],
            "picked_elsewhere": self._picked_elsewhere(),
            "list_is_full": self.picked.is_full,
            "list_url": f"{reverse('booklet:shortlist')}?{self.picked.query}",
            "tabs": tabs_of(self.asked.written, self._place_text()),
            "sorts": self._sorts(),
            "files": self._files(),
            "towns": naming.towns(),
            "situations": tiles() if self.answer.widened == Widened.NOTHING else [],
            "perhaps": self._perhaps() if self.answer.widened == Widened.NOTHING else [],
            "breadcrumbs": [(_("Home"), "/")],
        }

    @property
    def danger(self) -> Danger | None:
        """Of which danger the words speak: as they were written, or as they were probably meant."""
        return self.told.danger or self.answer.question.danger

    def _guides(self) -> list[tuple[str, str]]:
        """The pages of the situation that was chosen, or of those that the words speak of: names and addresses."""
        chosen = naming.situation(self.request.GET.get("situation", ""))
        meant = [chosen] if chosen else map(situation_at, slugs_meant(self.asked.written, language()))
        return [(found.name, address_of_situation(found.code)) for found in meant if found]

    def _results(self) -> list[Result]:
        used, at = self.answer.request, now()
        explaining = Explaining(used, self.answer.question, day_of(at))
        return Showing(used.where or used.near, at, explaining).results(self.answer.found.cards)

    def _picked_elsewhere(self) -> list[str]:
        """What is on the reader's list and has no box on this page, so that it is not lost when this one is sent."""
        here = {card["id"] for card in self.answer.found.cards}
        return [str(each) for each in self.picked.ids if str(each) not in here]

    def _place_text(self) -> str:
        """What stands in the box for the place; a place read from the words stays among them."""
        if self.told.place.where or not self.asked.where:
            return self.request.GET.get("municipality", "")
        return self.asked.where.name

    def _mentioned(self) -> Mentioned | None:
        """A municipality among the words that no filter was made of: one elsewhere, a village that may be a name, or
        another one than was chosen beside the words."""
        if self.told.place.where or self.place.is_unknown or PLACE in self.request.GET.getlist("plain"):
            return None
        found = self.told.elsewhere or mentioned_in(self.asked.written)
        chosen = self.asked.where
        return None if found and chosen and (not found.is_ours or found.code in chosen.codes) else found

    def _only_in(self, mentioned: Mentioned | None) -> str:
        """The same search in the municipality that the words name, without its name among the words."""
        if mentioned is None or not mentioned.is_ours:
            return ""
        return self._address({"q": mentioned.rest, "municipality": mentioned.code}, "q", "municipality")

    def _left_out(self) -> Iterable[str]:
        """Names of the filters that hold something nobody knows."""
        for facet, title in titles().items():
            if any(code and code not in naming.codes_of(facet) for code in self.request.GET.getlist(facet)):
                yield title
        code = self.request.GET.get("situation", "")
        if code and naming.situation(code) is None:
            yield _("Life situation")

    def _facet(self, facet: str, title: str) -> tuple[str, str, list[dict[str, Any]], int]:
        listed = options(facet, self.answer.found.facets.get(facet, {}), self.asked.chosen(facet))
        return facet, title, listed, shown_at_once(listed)

    def _chips(self) -> Iterable[tuple[str, str]]:
        """Each filter with the address that lacks it."""
        for tag in self.told.tags:
            yield tag.label, self._plain(tag.what)
        if self.asked.where and not self.told.place.where:
            yield self.asked.where.name, self._address({"municipality": ""}, "municipality")
        situation = naming.situation(self.request.GET.get("situation", ""))
        if situation:
            yield situation.name, self._address({}, "situation")
        for facet in FACETS:
            names = naming.codes_of(facet)
            for code in self.asked.chosen(facet):
                others = [each for each in self.asked.chosen(facet) if each != code]
                is_told = facet == "form" and not self.request.GET.getlist("form")
                yield names[code], self._plain(FORM) if is_told else self._address({facet: others})

    def _plain(self, what: str) -> str:
        """The same question, but these of its words are words again."""
        return self._address({"plain": [*self.request.GET.getlist("plain"), what]})

    def _perhaps(self) -> list[tuple[str, str]]:
        """The kinds that the words may mean, however unsure, and where one is advised: names and addresses."""
        names, place = naming.kinds(), self._place_text()
        guessed = [code for code, _weight in self.answer.question.kinds] or words.guesses(
            self.asked.written, language()
        )
        codes = dict.fromkeys([*guessed[:PERHAPS], *(code for code in COUNSELLING if code in names)])
        return [
            (capfirst(names[code]), f"{reverse('search:page')}?{urlencode({'kind': code, 'municipality': place})}")
            for code in codes
            if code in names
        ]

    def _clear(self) -> str:
        """Without any filter, also without those that were read from the words."""
        told = [tag.what for tag in self.told.tags if tag.what != WISH] + ([FORM] if self.told.forms else [])
        plain = list(dict.fromkeys([*self.request.GET.getlist("plain"), *told]))
        return self._address({"municipality": "", "plain": plain}, *FACETS, "situation")

    def _sorts(self) -> list[tuple[str, str, bool]]:
        """Label, address and whether it is the present one."""
        words = {Sort.FIT: pgettext("sort by", "best fit"), Sort.NAME: pgettext("sort by", "name")}
        if self.asked.where and self.asked.where.latitude is not None:
            words[Sort.NEAR] = pgettext("sort by", "distance")
        return [
            (label, self._address({"sort": sort.value}, "sort"), sort == self.asked.sort)
            for sort, label in words.items()
        ]

    def _files(self) -> list[tuple[str, str]]:
        """The found services as files: what it is called, and where it is. What was widened is no list to take away."""
        if self.answer.widened:
            return []
        asked = self._address({}, "sort")
        return [(ending.upper(), reverse("search:found", args=[ending]) + asked) for ending in ("xlsx", "csv")]

    def _address(self, changed: dict[str, Any], *without: str) -> str:
        given = {name: values for name, values in self.request.GET.lists() if name not in {"page", *without}}
        return "?" + urlencode({**given, **changed}, doseq=True)


def titles() -> dict[str, str]:
    """The facets in the order in which people decide."""
    return {"target_group": _("For whom"), "kind": _("Kind of service"), "form": _("How it is provided")}


def page_of(found: Found, asked: SearchRequest) -> Page[Any]:
    """Django's page, for the pager only; the engine has cut it already."""
    return Paginator(range(found.count), asked.page_size or PAGE_SIZE).get_page(asked.page)


def tabs_of(text: str, place: str) -> list[tuple[str, str, str]]:
    """The same words among services and in plans; the place comes back with the services."""
    said = {name: value for name, value in (("q", text), ("municipality", place)) if value}
    asked = f"?{urlencode(said)}" if said else ""
    return [
        ("services", _("Social services"), reverse("search:page") + asked),
        ("plans", _("Community plans"), reverse("search:plan") + asked),
    ]
