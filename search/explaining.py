"""Why a result stands where it stands, in sentences for readers; the page „about the search“ tells the rest."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from search.danger import help_in
from search.freshness import HALF_A_YEAR, ROOM_HOLDS
from search.lexicon import fold, lemmas, words
from search.places import GONE_TO, distance
from search.request import SearchRequest
from search.speaking import language
from search.understanding import Question


class Explaining:
    """The question once, its reasons for each card."""

    def __init__(self, request: SearchRequest, question: Question, today: date) -> None:
        self.request, self.question, self.today, self.spoken = request, question, today, language()
        self.helping = help_in(question.danger)
        self.phrases = {code: phrase for code, _weight, phrase in question.said_of}
        as_written = {fold(word): word for word in reversed(words(request.written or request.text))}
        self.asked = {
            lemma: as_written.get(word.written, word.written) for word in question.words for lemma in word.lemmas
        }

    def reasons(self, card: Mapping[str, Any]) -> list[str]:
        return [*self._of_words(card), *self._of_place(card), *self._of_state(card)]

    def _of_words(self, card: Mapping[str, Any]) -> Iterator[str]:
        if card["service_kind"] in self.phrases:
            phrase = self.phrases[card["service_kind"]]
            if phrase:
                yield _("“%(words)s” leads to services of this kind.") % {"words": phrase}
            elif card["service_kind"] in self.helping:
                yield _("Services of this kind help where somebody is in danger.")
            else:
                yield _("Your words often speak of services of this kind.")
        named = lemmas(f"{card['name']} {card['provider']}", self.spoken)
        told = list(dict.fromkeys(self.asked[lemma] for lemma in named if lemma in self.asked))
        if told:
            yield _("Its name holds: %(words)s.") % {"words": ", ".join(told)}

    def _of_place(self, card: Mapping[str, Any]) -> Iterator[str]:
        where = self.request.where or self.request.near
        if where is None:
            return
        facts = {"place": where.name}
        if any(place["municipality_code"] in where.codes for place in card["places"]):
            yield _("It is in the place you want: %(place)s.") % facts
            return
        if any(area["code"] in where.areas for area in card["reach"]):
            yield _("It comes to where you want: %(place)s.") % facts
            return
        far = [distance(where, place["latitude"], place["longitude"]) for place in card["places"]]
        known = [kilometres for kilometres in far if kilometres is not None]
        if known and set(card["forms"]) & set(GONE_TO):
            yield _("It is about %(km)s km from: %(place)s.") % {**facts, "km": max(round(min(known)), 1)}
        elif any(place["is_secret"] for place in card["places"]):
            yield _("Its address is a secret; it is told to those who call.")
        elif "REMOTE" in card["forms"]:
            yield _("It helps by telephone or internet, from anywhere.")

    def _of_state(self, card: Mapping[str, Any]) -> Iterator[str]:
        if card["capacity_free"] and self._is_since(card["capacity_free_on"], ROOM_HOLDS):
            yield _("It told lately that it has room.")
        if self._is_since(card["confirmed_on"], HALF_A_YEAR):
            yield _("Its facts were confirmed within half a year.")
        if card.get("is_complete"):
            yield _("Its entry tells much: what it offers, for whom, how to apply.")

    def _is_since(self, day: str | None, days: int) -> bool:
        return day is not None and date.fromisoformat(day) >= self.today - timedelta(days=days)
