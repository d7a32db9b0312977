"""The Slovak central register of providers of social services: one XML, provider → providedService.

Which element means what stands in `imports/data/rpss_sk.toml`; what does not stand there, and the codes of kinds and
forms whose list is not published, are asked of the steward. A row whose kind nobody has named waits.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.utils.translation import gettext_lazy as _

from catalogue.intake import ServiceRecord, known_services
from imports import cleaning
from imports.addresses import street_and_number
from imports.asking import LEFT_ASIDE, Subject
from imports.desk import Desk, Kind, SeveralTowns, Town
from imports.elements import CODE, PLAIN, WORD, Elements, Said, naming
from imports.findings import Findings
from imports.forms_of_service import forms_of
from imports.learning import Trace, Witnesses, house_numbers, street_word
from imports.reading import xmls
from imports.reading.recognising import FileKind
from imports.reading.tables import Row
from imports.reasons import BrokenFile
from imports.sources.base import Source
from imports.sparing import Traits
from kernel.text import fold

NAME = "rpss-sk"
NAMES = "rpss_sk"
MUST_BE_THERE = {"provider": ("ico", "name"), "service": ("key", "kind")}
ADDRESS = ("street", "house_number", "orientation_number", "postcode", "name")
KEY = re.compile(r"\d{1,12}")


class RpssSk(Source):
    """All social services of Slovakia, of which those of the region enter."""

    name: ClassVar[str] = NAME
    title: ClassVar[Any] = _("Slovak register of providers of social services (XML)")
    hint: ClassVar[Any] = _(
        "The file RSS….xml from data.slovensko.sk, about 10 MB. It has not been tried on a whole real file yet: "
        "what it does not know it asks about, and rows it cannot be sure of wait."
    )
    kinds: ClassVar[tuple[FileKind, ...]] = (FileKind.XML,)
    country: ClassVar[Any] = "SK"
    is_whole: ClassVar[bool] = True
    is_dated: ClassVar[bool] = True
    position: ClassVar[int] = 2

    def prepare(self, desk: Desk) -> None:
        desk.elements = Elements(naming(NAMES), desk.questions)
        known = known_services(only_running=True)
        desk.witnesses = Witnesses(service for service in known if service.register != NAME)
        desk.known = {service.register_key for service in known_services(NAME)}

    def read(self, path: Path, file: BinaryIO, kind: FileKind) -> Iterator[Row]:
        number = 0
        for block in xmls.blocks(file, naming(NAMES).shape):
            for part in block.parts:
                number += 1
                yield Row(number, {"provider": block.own, "service": part})
        if not number:
            raise BrokenFile("NO_ROWS")

    def conclude(self, desk: Desk) -> None:
        """A file none of whose elements says what must be said is not understood, whatever else it holds."""
        missing = [
            f"{scope}/{naming(NAMES).first_name(scope, name)}"
            for scope, names in MUST_BE_THERE.items()
            for name in desk.elements.missing(scope, names)
        ]
        if missing:
            raise BrokenFile("MISSING_ELEMENTS", elements=", ".join(missing))

    def key_of(self, row: Row, desk: Desk) -> str:
        key = desk.elements.read("service", row.cells["service"]).one("key")
        return key if KEY.fullmatch(key) else ""

    def traits_of(self, row: Row, desk: Desk) -> Traits | None:
        """The register numbers its services; only without the number the rest has to tell."""
        if self.key_of(row, desk):
            return None
        provider, service = self._said(row, desk)
        kind = self._known_kind(service, desk)
        return Traits(
            ico=cleaning.ico(provider.one("ico"), "", Findings(row.number)),
            kind=kind.code if kind else "",
            forms=frozenset(_known_forms(service, desk)),
        )

    def given_back(self, row: Row, desk: Desk) -> Mapping[str, Any]:
        """Known elements alone; the address only of a kind that never hides it."""
        provider, service = self._said(row, desk)
        kind = self._known_kind(service, desk)
        hidden = () if kind and not kind.may_hide_address else ADDRESS
        return provider.sent_but_for(()) | service.sent_but_for(hidden)

    def _said(self, row: Row, desk: Desk) -> tuple[Said, Said]:
        read = desk.elements.read
        return read("provider", row.cells["provider"]), read("service", row.cells["service"])

    def clean(self, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
        provider, service = self._said(row, desk)
        key = service.one("key")
        ended_on = _ended_on(service, findings)
        registered_on = cleaning.day(service.one("registered_on"), "dateOfRegistration", findings)
        desk.see_days(registered_on, ended_on)
        if ended_on and key not in desk.known:
            findings.put_aside("past")
            return None
        town = _town(service, desk, findings)
        belongs_to = _belongs_to(town, provider, service, desk)
        is_here = not desk.here.isdisjoint(belongs_to)
        if not is_here and key not in desk.known and not findings.is_rejected:
            findings.put_aside("outside")
            return None
        desk.elements.ask("provider", row.cells["provider"], is_here=is_here)
        desk.elements.ask("service", row.cells["service"], is_here=is_here)
        if not KEY.fullmatch(key):
            findings.reject("identifier", key, "MISSING")
        ico = cleaning.ico(provider.one("ico"), "ico", findings)
        example = {"key": key, "provider": provider.one("name")[:120], "ico": ico, "town": town.name if town else ""}
        kind, forms = self._kind_and_forms(service, desk, findings, _trace(ico, town, service), example, is_here)
        starts_on = cleaning.day(service.one("starts_on"), "providedFrom", findings)
        if starts_on and ended_on and ended_on < starts_on:
            findings.reject("dateOfErasure", ended_on, "DATES_CROSSED")
        hides = kind is None or kind.may_hide_address
        place = _place(service, town, findings, hides=hides)
        fields: dict[str, Any] = {
            "provider": self._provider(provider, ico, desk, findings, example, is_here),
            "kind": kind.code if kind else "",
            "name": (place or {}).get("name") or _kind_name(kind),
            "forms": forms,
            "target_groups": sorted((_cited(service, desk) or kind).usual_groups) if kind else [],
            "target_note": cleaning.text("; ".join(service.all("citation", PLAIN, WORD))),
            "registered_on": registered_on,
            "starts_on": starts_on or registered_on,
            "ended_on": ended_on,
            "places": [place] if place else [],
            "capacities": _capacities(service, forms, findings),
            "phones": cleaning.phones(service.all("phone") or provider.all("phone"), "SK", "phone", findings),
            "emails": cleaning.emails(service.all("email") or provider.all("email"), "email", findings),
            "webs": cleaning.webs(service.all("web") or provider.all("web"), "web", findings),
        }
        if reach := _reach(service, desk):
            fields["reach"] = [{"level": "MUNICIPALITY", "code": code} for code in sorted(reach)]
        if findings.is_rejected or findings.waits:
            return None
        return ServiceRecord(self.name, key, row.number, fields, belongs_to)

    def _kind_and_forms(
        self, service: Said, desk: Desk, findings: Findings, trace: Trace, example: dict[str, Any], is_here: bool
    ) -> tuple[Kind | None, list[str]]:
        """What the row says of kind and form; where nobody knows its code the row waits and the steward is asked."""
        kind, forms = self._known_kind(service, desk), _known_forms(service, desk)
        written, form_written = _code_of(service, "kind"), _code_of(service, "form")
        if kind is None and not written:
            findings.reject("type", "", "MISSING")
        elif kind is None:
            findings.wait("type", written, "KIND_ASKED")
            trace_of_kind = trace.of(forms=forms)
            votes = desk.witnesses.kinds(trace_of_kind, but_for=_coded(desk)) if is_here else frozenset()
            asked = desk.questions.ask(Subject.KIND, written)
            asked.see(example | {"form": form_written, "word": service.one("kind", WORD)}, is_here=is_here, votes=votes)
        if not forms and not form_written:
            findings.reject("form", "", "MISSING")
        elif not forms:
            findings.wait("form", form_written, "FORM_ASKED")
            votes = desk.witnesses.forms(trace.of(kind=kind.code if kind else "")) if is_here else frozenset()
            asked = desk.questions.ask(Subject.FORM, form_written)
            asked.see(example | {"kind": written, "word": service.one("form", WORD)}, is_here=is_here, votes=votes)
        return kind, forms

    def _known_kind(self, service: Said, desk: Desk) -> Kind | None:
        """By a person's answer, by the register's code, by the name in the law, by the paragraph the row cites."""
        code = _code_of(service, "kind")
        if answer := desk.questions.answer_to(Subject.KIND, code):
            return desk.kinds_by_code.get(answer)
        if found := desk.kinds_by_register.get(code):
            return found if found.country == "SK" else None
        for word in (service.one("kind", WORD), code):
            if word and (found := desk.kind_named(word, "SK")):
                return found
        return None

    def _provider(
        self, provider: Said, ico: str, desk: Desk, findings: Findings, example: dict[str, Any], is_here: bool
    ) -> dict[str, Any]:
        name = cleaning.limited(cleaning.text(provider.one("name")), 300, "name", findings)
        if not name:
            findings.reject("name", "", "MISSING")
        written = provider.one("type", WORD, PLAIN, CODE)
        code = provider.one("type", CODE, PLAIN, WORD)
        known = naming(NAMES).types.get(fold(written)) or desk.questions.answer_to(Subject.PROVIDER_TYPE, code)
        if code and not known:
            desk.questions.ask(Subject.PROVIDER_TYPE, code).see(example | {"word": written}, is_here=is_here)
        type_ = known if known and known != LEFT_ASIDE else "UNKNOWN"
        return {"country": "SK", "ico": ico, "name": name, "legal_form": "", "type": type_}


def _code_of(said: Said, name: str) -> str:
    return cleaning.text(said.one(name, CODE, PLAIN, WORD))


def _coded(desk: Desk) -> set[str]:
    """Kinds whose code is known already: an unknown code does not mean one of them."""
    answered = {answer for (subject, _code), answer in desk.questions.answers.items() if subject == Subject.KIND}
    return answered | {kind.code for kind in desk.kinds_by_register.values() if kind.country == "SK"}


def _known_forms(service: Said, desk: Desk) -> list[str]:
    code = _code_of(service, "form")
    if answer := desk.questions.answer_to(Subject.FORM, code):
        return [answer]
    return sorted(forms_of(service.one("form", WORD)) or forms_of(code))


def _cited(service: Said, desk: Desk) -> Kind | None:
    """The kind whose paragraph stands where a target group should."""
    cited = re.search(r"§\s*(\d+[a-z]?)", service.one("citation"))
    return desk.kind_of_paragraph(cited[1], "SK") if cited else None


def _kind_name(kind: Kind | None) -> str:
    word = kind.names[0] if kind else ""
    return word[:1].upper() + word[1:]


def _ended_on(service: Said, findings: Findings) -> str | None:
    """A service is over when it was erased or is given no longer, whichever came first."""
    days = [
        cleaning.day(service.one("erased_on"), "dateOfErasure", findings),
        cleaning.day(service.one("ends_on"), "providedTo", findings),
    ]
    return min((day for day in days if day), default=None)


def _town(service: Said, desk: Desk, findings: Findings) -> Town | None:
    """The municipality of the place, by code or by name with district and postcode; none for a service without one."""
    if code := _lau(service.one("municipality_code") or service.one("municipality", CODE), desk):
        return desk.territory.towns[code]
    name = cleaning.text(service.one("municipality", PLAIN, WORD))
    if cleaning.is_nothing(name):
        return None
    postcode = re.sub(r"\s", "", service.one("postcode"))
    try:
        town = desk.territory.named(name, district=service.one("district", PLAIN, WORD), postcode=postcode)
    except SeveralTowns as several:
        findings.reject("municipality", name, "SEVERAL_MUNICIPALITIES", candidates=several.candidates)
        return None
    if town is None:
        findings.reject("municipality", name, "MUNICIPALITY")
    return town


def _lau(written: str, desk: Desk) -> str:
    """„SK0321508438“ and „508438“ are the same municipality."""
    code = cleaning.text(written)[-6:]
    return code if code in desk.territory.towns else ""


def _reach(service: Said, desk: Desk) -> set[str]:
    return {code for written in service.all("reach") if (code := _lau(written, desk))}


def _belongs_to(town: Town | None, provider: Said, service: Said, desk: Desk) -> frozenset[str]:
    """Where the place is and where it comes to; else whose registrar wrote it down; else where its provider sits."""
    codes = ({town.code} if town else set()) | _reach(service, desk)
    if codes:
        return frozenset(codes)
    registrar = fold(cleaning.text(service.one("registrar", WORD, PLAIN)))
    for name, code in desk.territory.regions.items():
        if name.split()[0] in registrar.split():  # „Banskobystrický samosprávny kraj“ keeps the Banskobystrický kraj
            return desk.territory.in_region(code)
    seat = _lau(provider.one("municipality_code"), desk)
    if not seat and (home := _town(provider, desk, Findings(0))):
        seat = home.code
    return frozenset({seat} - {""})


def _trace(ico: str, town: Town | None, service: Said) -> Trace:
    street, number = street_and_number(cleaning.text(service.one("street")), town.name if town else "")
    numbers = house_numbers(number, service.one("house_number"), service.one("orientation_number"))
    return Trace(ico, town.code if town else "", street_word(street), numbers)


def _place(service: Said, town: Town | None, findings: Findings, *, hides: bool) -> dict[str, Any] | None:
    """Where the service is given. Of an address that may be a secret nothing is told to the findings."""
    if town is None:
        return None
    told = Findings(0) if hides else findings
    street, number = street_and_number(cleaning.text(service.one("street")), town.name)
    numbers = [cleaning.text(service.one(name)) for name in ("house_number", "orientation_number")]
    written = "/".join(dict.fromkeys(each for each in numbers if not cleaning.is_nothing(each))) or number
    return {
        "name": cleaning.limited(cleaning.text(service.one("name", PLAIN, WORD)), 300, "name", told),
        "street": cleaning.limited(street, 160, "street", told),
        "house_number": cleaning.limited(written, 24, "house_number", told),
        "postcode": cleaning.postcode(service.one("postcode"), "SK", "postcode", told),
        "municipality": town.code,
        "address_code": "",
        "secret": hides and not written,
        "starts_on": None,
        "ended_on": None,
    }


def _capacities(service: Said, forms: list[str], findings: Findings) -> list[dict[str, Any]]:
    count = cleaning.whole_number(service.one("capacity"), "currentCapacity", findings)
    if not count or not forms:
        return []
    return [{"form": forms[0], "unit": "BEDS" if forms[0] == "RESIDENTIAL" else "PLACES", "count": count}]
