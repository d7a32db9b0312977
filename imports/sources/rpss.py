"""The Czech register of providers of social services (RPSS): one JSON of about 100 MB, history inside."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.utils.translation import gettext_lazy as _

from catalogue.intake import ServiceRecord
from imports import cleaning
from imports.desk import Desk, Kind
from imports.findings import Findings
from imports.reading import jsons
from imports.reading.recognising import FileKind
from imports.reading.tables import NOT_AN_OBJECT, Row
from imports.sources.base import Source
from imports.sparing import Traits
from kernel.text import fold

FORMS = {"amb": "AMBULATORY", "ter": "OUTREACH", "pob": "RESIDENTIAL"}
UNITS = {"luzka": "BEDS", "klient": "CLIENTS", "kontakt": "CONTACTS", "interv": "INTERVENTIONS", "hovor": "CALLS"}
AGE_GROUPS = frozenset(str(number) for number in range(1, 11))
REGIONS = {
    "19": "CZ010", "27": "CZ020", "35": "CZ031", "43": "CZ032", "51": "CZ041", "60": "CZ042", "78": "CZ051",
    "86": "CZ052", "94": "CZ053", "108": "CZ063", "116": "CZ064", "124": "CZ071", "132": "CZ080", "141": "CZ072",
}  # fmt: skip
# Names of people in office are in the file and are nobody's business here: they are dropped before anything is read.
# So are the attachments, whose names and addresses tell of people, and the notes beside telephones and e-mails.
NEVER_READ = ("statutarniOrgany", "statutarniOrgan", "vedouci", "kontaktniOsoby", "doplnkoveUdaje", "poznamka")
SECRET = ("utajenaAdresa", "adresaUtajena")

Item = Mapping[str, Any]


class Rpss(Source):
    """All social services of Czechia, of which those of the region enter."""

    name: ClassVar[str] = "rpss"
    title: ClassVar[Any] = _("Czech register of providers of social services (RPSS)")
    hint: ClassVar[Any] = _("The file rpss.json from the open data of the Czech ministry; about 100 MB.")
    kinds: ClassVar[tuple[FileKind, ...]] = (FileKind.JSON,)
    country: ClassVar[Any] = "CZ"
    is_whole: ClassVar[bool] = True
    is_dated: ClassVar[bool] = True
    position: ClassVar[int] = 1

    def read(self, path: Path, file: BinaryIO, kind: FileKind) -> Iterator[Row]:
        for number, item in enumerate(jsons.items(path, file, "polozky"), start=1):
            if isinstance(item, dict):
                kept = without_people(item)
                yield Row(number, kept, kept)
            else:
                yield Row(number, {NOT_AN_OBJECT: True}, {})

    def key_of(self, row: Row, desk: Desk) -> str:
        key = cleaning.text(row.cells.get("portalId"))
        return key if key.isdigit() else ""

    def traits_of(self, row: Row, desk: Desk) -> Traits | None:
        """The register numbers its services; only without the number the rest has to tell."""
        if self.key_of(row, desk):
            return None
        item, unheard = row.cells, Findings(row.number)
        written = item.get("poskytovatel")
        kind = desk.kinds_by_register.get(_id(item.get("druhSocialniSluzby")))
        return Traits(
            ico=cleaning.ico(written.get("ico"), "", unheard) if isinstance(written, dict) else "",
            kind=kind.code if kind else "",
            forms=frozenset(form for form, _entry in _forms(item, unheard)),
        )

    def given_back(self, row: Row, desk: Desk) -> Mapping[str, Any]:
        """Without people's names, and without addresses that are kept secret or, by the kind, perhaps should be."""
        item = dict(row.sent)
        kind = desk.kinds_by_register.get(_id(item.get("druhSocialniSluzby")))
        if kind is None or kind.may_hide_address or any(_is_secret_place(each) for each in _items(item, "zarizeni")):
            item |= {"zarizeni": [], "kontaktniAdresy": []}
        return item

    def clean(self, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
        item = row.cells
        key = cleaning.text(item.get("portalId"))
        if not key.isdigit():
            findings.reject("portalId", key, "MISSING")
        kind = self._kind(item, desk, findings)
        provider = _provider(item, findings)
        hides = kind is not None and kind.may_hide_address
        places = [_place(entry, desk, findings, hides=hides) for entry in _items(item, "zarizeni")]
        starts_on = cleaning.day(item.get("datumPoskytovaniOd"), "datumPoskytovaniOd", findings)
        ended_on = _ended_on(cleaning.day(item.get("datumPoskytovaniDo"), "datumPoskytovaniDo", findings), places)
        if starts_on and ended_on and ended_on < starts_on:
            findings.reject("datumPoskytovaniDo", ended_on, "DATES_CROSSED")
        desk.see_days(starts_on, ended_on)
        regions = _regions(item, findings)
        fields: dict[str, Any] = {
            "provider": provider,
            "kind": kind.code if kind else "",
            "name": _name(places, kind),
            "forms": sorted({form for form, _entry in _forms(item, findings)}),
            "target_groups": _target_groups(item, desk, findings),
            "target_note": cleaning.paragraphs(item.get("doplnujiciInformaceVekoveSkupiny")),
            "age_groups": _age_groups(item, findings),
            "registered_on": starts_on,
            "starts_on": starts_on,
            "ended_on": ended_on,
            "places": _unique_places(places),
            "capacities": _capacities(item, findings),
            "phones": cleaning.phones(_values(item, "telefony", "telefon"), "CZ", "telefony", findings),
            "emails": cleaning.emails(_values(item, "emaily", "email"), "emaily", findings),
            "webs": cleaning.webs(_values(item, "weby", "web"), "weby", findings),
        }
        if regions:
            fields["reach"] = [{"level": "REGION", "code": code} for code in regions]
        if findings.is_rejected:
            return None
        codes = {place["municipality"] or place["code_in_register"] for place in places} - {""}
        belongs_to = frozenset(codes).union(*(desk.territory.in_region(code) for code in regions))
        for place in places:
            del place["code_in_register"], place["key"]
        return ServiceRecord(self.name, key, row.number, fields, belongs_to)

    def _kind(self, item: Item, desk: Desk, findings: Findings) -> Kind | None:
        written = _id(item.get("druhSocialniSluzby"))
        kind = desk.kinds_by_register.get(written)
        if kind is None:
            findings.reject("druhSocialniSluzby", written, "KIND" if written else "MISSING")
        return kind


def without_people(item: Item) -> dict[str, Any]:
    """The record without names of persons, however deep the register has them."""
    return {name: _without_people(value) for name, value in item.items() if name not in NEVER_READ}


def _without_people(value: Any) -> Any:
    if isinstance(value, dict):
        return without_people(value)
    return [_without_people(each) for each in value] if isinstance(value, list) else value


def _items(item: Item, name: str) -> Iterator[Item]:
    """The records of a list; anything else in its place is none."""
    entries = item.get(name)
    return (entry for entry in entries if isinstance(entry, dict)) if isinstance(entries, list) else iter(())


def _id(reference: Any) -> str:
    return cleaning.text(reference.get("id")) if isinstance(reference, dict) else ""


def _code(entry: Item, name: str) -> str:
    """„Obec/554499“ → „554499“"""
    return _id(entry.get(name)).rpartition("/")[2]


def _values(item: Item, name: str, key: str) -> Iterator[Any]:
    """Contacts of the service; where it has none, those of its provider."""
    own = [entry.get(key) for entry in _items(item, name)]
    provider = item.get("poskytovatel")
    fallback = _items(provider, name) if isinstance(provider, dict) else iter(())
    return chain.from_iterable([own or [entry.get(key) for entry in fallback]])


def _provider(item: Item, findings: Findings) -> dict[str, Any]:
    written = item.get("poskytovatel")
    entry: Item = written if isinstance(written, dict) else {}
    name = cleaning.limited(cleaning.text(entry.get("nazev")), 300, "poskytovatel.nazev", findings)
    if not name:
        findings.reject("poskytovatel.nazev", "", "MISSING")
    ico = cleaning.ico(entry.get("ico"), "poskytovatel.ico", findings)
    return {"country": "CZ", "ico": ico, "name": name, "legal_form": "", "type": "UNKNOWN"}


def _is_secret(place: Item) -> bool:
    return any(place.get(name) is True for name in SECRET)


def _is_secret_place(entry: Item) -> bool:
    address = entry.get("adresa")
    return _is_secret(entry) or (isinstance(address, dict) and _is_secret(address))


def _place(entry: Item, desk: Desk, findings: Findings, *, hides: bool) -> dict[str, Any]:
    """A facility; a secret one keeps its municipality and nothing else of its address, not even its name.

    The published file simply leaves a secret address out, so a shelter without a house number is taken for secret.
    Of a kind that may hide its address nothing of it is told to the findings either.
    """
    written = entry.get("adresa")
    address: Item = written if isinstance(written, dict) else {}
    code = _code(address, "obec")
    if code and code not in desk.territory.towns:
        findings.leave_out("zarizeni.adresa.obec", code, "MUNICIPALITY")
    is_secret = _is_secret_place(entry) or (hides and not address.get("cisloDomovni"))
    told = Findings(0) if hides or is_secret else findings
    name = cleaning.limited(cleaning.text(entry.get("nazev")), 300, "zarizeni.nazev", told)
    place: dict[str, Any] = {
        "key": facility_key(name, address),
        "name": "" if is_secret else name,
        "street": "",
        "house_number": "",
        "postcode": "",
        "municipality": code if code in desk.territory.towns else "",
        "code_in_register": code,
        "address_code": "",
        "secret": is_secret,
        "starts_on": cleaning.day(entry.get("poskytujeOd"), "zarizeni.poskytujeOd", findings),
        "ended_on": cleaning.day(entry.get("poskytujeDo"), "zarizeni.poskytujeDo", findings),
    }
    if place["starts_on"] and place["ended_on"] and place["ended_on"] < place["starts_on"]:
        findings.leave_out("zarizeni.poskytujeOd", place["starts_on"], "PERIOD")
        place["starts_on"] = None
    if not place["secret"]:
        place |= _open_address(address, told)
    return place


def _open_address(address: Item, findings: Findings) -> dict[str, str]:
    street = address.get("ulice")
    numbers = [cleaning.text(address.get(name)) for name in ("cisloDomovni", "cisloOrientacni")]
    return {
        "street": cleaning.text(street.get("nazev")) if isinstance(street, dict) else "",
        "house_number": "/".join(number for number in numbers if number),
        "postcode": cleaning.postcode(address.get("psc"), "CZ", "zarizeni.adresa.psc", findings),
        "address_code": cleaning.text(address.get("kodAdresnihoMista")),
    }


def facility_key(name: str, address: Item) -> str:
    """The register gives facilities no id: the code of the address, else the name."""
    words = " ".join(fold(name).split())
    return cleaning.text(address.get("kodAdresnihoMista")) or hashlib.sha256(words.encode()).hexdigest()[:32]


def _unique_places(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each facility once, the one still open before a closed one, in an order that does not depend on the file."""
    ordered = sorted(places, key=lambda place: (place["key"], place["ended_on"] is not None, place["starts_on"] or ""))
    unique: dict[str, dict[str, Any]] = {}
    for place in ordered:
        unique.setdefault(place["key"], place)
    return list(unique.values())


def _ended_on(service_end: str | None, places: list[dict[str, Any]]) -> str | None:
    """A service runs while it and at least one of its facilities do; the two levels of the register disagree."""
    ends = [place["ended_on"] for place in places]
    last_place = max(ends) if ends and all(ends) else None
    known = [end for end in (service_end, last_place) if end]
    return min(known) if known else None


def _name(places: list[dict[str, Any]], kind: Kind | None) -> str:
    """The register names facilities, not services: their common name, else the kind."""
    open_places = [place for place in places if not place["ended_on"]] or places
    names = {place["name"] for place in open_places if place["name"]}
    if len(names) == 1:
        return str(names.pop())
    word = kind.names[0] if kind else ""
    return word[:1].upper() + word[1:]


def _forms(item: Item, findings: Findings) -> list[tuple[str, Item]]:
    found = []
    for entry in _items(item, "formy"):
        code = _code(entry, "forma")
        if code in FORMS:
            found.append((FORMS[code], entry))
        else:
            findings.leave_out("formy.forma", code, "FORM")
    return found


def _capacities(item: Item, findings: Findings) -> list[dict[str, Any]]:
    """Registered for a form of the service, never for a facility; equal units of one form are added up."""
    counts: dict[tuple[str, str], int] = {}
    for form, entry in _forms(item, Findings(0)):
        for capacity in _items(entry, "kapacity"):
            unit = UNITS.get(_code(capacity, "typ"))
            if unit is None:
                findings.leave_out("kapacity.typ", _code(capacity, "typ"), "UNIT")
                continue
            count = cleaning.whole_number(capacity.get("pocet"), "kapacity.pocet", findings)
            if count is not None:
                counts[form, unit] = counts.get((form, unit), 0) + count
    return [{"form": form, "unit": unit, "count": count} for (form, unit), count in sorted(counts.items())]


def _target_groups(item: Item, desk: Desk, findings: Findings) -> list[str]:
    """Our codes; a group that the register has and our list has not yet comes in under the register's own code."""
    codes = set()
    for entry in _items(item, "ciloveSkupiny"):
        written = _id(entry.get("cilovaSkupina"))
        group = desk.groups_by_register.get(written)
        if group is None and re.fullmatch(r"CilovaSkupinaOsoby/\w{1,30}", written):
            findings.mend("ciloveSkupiny", written, "TARGET_GROUP")
        elif group is None:
            continue
        codes.add(group.code if group else written)
    return sorted(codes)


def _age_groups(item: Item, findings: Findings) -> list[str]:
    codes = {_code(entry, "vekovaSkupina") for entry in _items(item, "vekoveSkupiny")}
    for unknown in sorted(codes - AGE_GROUPS):
        findings.leave_out("vekoveSkupiny", unknown, "AGE_GROUP")
    return sorted(codes & AGE_GROUPS)


def _regions(item: Item, findings: Findings) -> list[str]:
    codes = set()
    for entry in _items(item, "rozsirenePusobnostiVKraji"):
        written = _id(entry) or _id(entry.get("kraj"))
        code = REGIONS.get(written.rpartition("/")[2])
        if code:
            codes.add(code)
        else:
            findings.leave_out("rozsirenePusobnostiVKraji", written, "REGION")
    return sorted(codes)
