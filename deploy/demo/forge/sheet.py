"""The sheet of descriptions, contacts and hours that staff upload after the register file."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from forge import bbsk, hours, rpss
from forge.kinds import capitalised
from forge.names import person
from forge.places import load_locatives, locative
from forge.services import AS_OF, Service
from forge.words import Words, load_words
from forge.xlsx import write_xlsx

FIELDS = [
    "register_key", "ico", "kind", "form", "municipality", "street", "name", "description", "for_whom", "how_to_apply",
    "easy_text", "phones", "emails", "webs",
    "hours_mon", "hours_tue", "hours_wed", "hours_thu", "hours_fri", "hours_sat", "hours_sun",
    "prices", "languages", "accessibility", "reach", "capacity_free", "waiting_time", "confirmed_on", "confirmed_by",
]  # fmt: skip
HEADERS = {
    "sk": [
        "Kľúč v registri", "IČO", "Druh služby", "Forma", "Obec", "Ulica", "Názov", "Opis", "Pre koho", "Ako požiadať",
        "Ľahko čitateľný text", "Telefón", "E-mail", "Web", "Pondelok", "Utorok", "Streda", "Štvrtok", "Piatok",
        "Sobota", "Nedeľa", "Cena", "Jazyky", "Prístupnosť", "Dosah", "Voľné miesta", "Čakacia doba", "Potvrdené dňa",
        "Kto potvrdil",
    ],
    "cz": [
        "Klíč v registru", "IČO", "Druh služby", "Forma", "Obec", "Ulice", "Název", "Popis", "Pro koho", "Jak požádat",
        "Snadné čtení", "Telefon", "E-mail", "Web", "Pondělí", "Úterý", "Středa", "Čtvrtek", "Pátek",
        "Sobota", "Neděle", "Cena", "Jazyky", "Přístupnost", "Působnost", "Volná místa", "Čekací doba", "Potvrzeno dne",
        "Kdo potvrdil",
    ],
}  # fmt: skip
SHEET_NAMES = {"sk": "Opisy služieb", "cz": "Popisy služeb"}
SPOKEN = {
    "sk": [("sk", 1.0), ("hu", 0.12), ("rom", 0.06), ("en", 0.08), ("uk", 0.06)],
    "cz": [("cs", 1.0), ("pl", 0.08), ("sk", 0.1), ("uk", 0.1), ("en", 0.08)],
}
OVERNIGHT = {"SK448-25", "CZ108-63"}
SIGN_LANGUAGE = {"sk": "svk", "cz": "cse"}
HUNGARIAN_SPOKEN = {"SK0326", "SK0329", "SK032A", "SK0328"}
FORMS_CZ = {"amb": "ambulantní", "ter": "terénní", "pob": "pobytová"}


def reach_sort(service: Service) -> str:
    """How far the service comes by its codes of municipalities, a district or a region."""
    codes, home = set(service.reach), service.home
    if home.region_code in codes:
        return "region"
    if home.district_code in codes:
        return "district"
    return "municipalities" if codes - {home.code} else "municipality"


class Sheet:
    """Writes a line for every invented service; real organisations describe themselves."""

    def __init__(self, country: str, seed: int) -> None:
        self.country = country
        self.rng = Random(f"{seed}-{country}-sheet")
        self.words: Words = load_words(country)
        self.locatives = load_locatives(country)
        self.turn: dict[str, int] = {}
        self.told: set[str] = set()
        self.week: hours.Week = []

    def write(self, path: Path, services: Iterable[Service]) -> None:
        """The workbook."""
        write_xlsx(path, SHEET_NAMES[self.country], HEADERS[self.country], self.rows(services))

    def rows(self, services: Iterable[Service]) -> Iterator[list[str | int | None]]:
        """One row per service, columns as in FIELDS."""
        for service in services:
            self.week = hours.week(self.rng, service)
            texts = [*self._key(service), *self._about(service), *self._contact(service)]
            yield [*texts, *self.week, *self._practical(service)]

    def _key(self, service: Service) -> list[str | None]:
        home = service.places[0].home.name if service.places else None
        if self.country == "sk":
            form = bbsk.FORMS[service.forms[0]]
            return [None, service.provider.ico, service.kind.name, form, home, bbsk.street(service)]
        place = service.places[0]
        street = None if place.secret else f"{place.street or place.home.name} {place.number}"
        forms = ", ".join(FORMS_CZ[form] for form in service.forms)
        return [str(rpss.portal_id(service)), service.provider.ico, service.kind.name, forms, home, street]

    def _about(self, service: Service) -> list[str | None]:
        words = self.words.kinds[service.kind.code]
        return [
            self._name(service),
            self.describe(service),
            self._filled(service, self.rng.choice(words.for_whom)),
            self._filled(service, self.rng.choice(words.how_to_apply)),
            self.words.common["easy_texts"].get(service.kind.code),
        ]

    def _name(self, service: Service) -> str:
        if service.residential and not service.secret and self.rng.random() < 0.5:
            return service.provider.name.split(", ")[0]
        return f"{service.kind.title} {self._where(service)}"

    def describe(self, service: Service) -> str:
        """A hand-written text of the kind, then a sentence about this very place; no two services read the same."""
        texts = self.words.kinds[service.kind.code].texts_for(service.forms)
        turn = self.turn.get(service.kind.code, self.rng.randrange(len(texts)))
        self.turn[service.kind.code] = turn + 1
        text = ""
        for _ in range(40):
            text = f"{self._filled(service, texts[turn % len(texts)])} {self._filled(service, self._tail(service))}"
            if text not in self.told:
                break
        self.told.add(text)
        return text

    def _tail(self, service: Service) -> str:
        if service.secret:
            sort = "secret"
        elif service.kind.code in OVERNIGHT:
            sort = "night"
        elif service.residential:
            sort = "residential"
        elif "tel" in service.forms or service.kind.code == "CZ108-55":
            sort = "phone"
        else:
            sort = "day" if "amb" in service.forms else "field"
        narrow = bool(service.reach) and reach_sort(service) in {"municipality", "municipalities"}
        tails: list[str] = self.words.common["tails"][sort]
        tail = self.rng.choice([each for each in tails if not (narrow and "{okres}" in each)])
        return tail.replace("{dosah}", self._reach_in_words(service))

    def _reach_in_words(self, service: Service) -> str:
        """The sentence says what the column of reach says; without one the service works where it is."""
        words: list[str] = self.words.common["reach"][reach_sort(service)]
        return self.rng.choice(words)

    def _where(self, service: Service) -> str:
        return locative(service.home, self.country, self.locatives)

    def _filled(self, service: Service, text: str) -> str:
        """Put the place and the times into the text."""
        if "{" not in text:
            return text
        opens, closes = hours.common_span(self.week) or self.rng.choice(hours.VISITS)
        where = self._where(service)
        slots = {"v_obci": where, "V_obci": capitalised(where), "okres": service.home.district}
        return text.format(**slots, od=opens, do=closes, rokov=self.rng.randint(5, 28))

    def _contact(self, service: Service) -> list[str | None]:
        rng, provider = self.rng, service.provider
        phones = [service.phone] + ([provider.phone] if provider.phone != service.phone and rng.random() < 0.4 else [])
        return [", ".join(phones), service.email, provider.web if rng.random() < 0.9 else None]

    def _practical(self, service: Service) -> list[str | int | None]:
        rng, common = self.rng, self.words.common
        words = self.words.kinds[service.kind.code]
        free, wait = self._room(service)
        confirmed = AS_OF - timedelta(days=int(rng.triangular(2, 420, 40)))
        known = rng.random() < 0.9
        return [
            self._filled(service, rng.choice(words.prices)),
            ", ".join(self._languages(service)),
            ", ".join(self._accessibility(service)),
            ", ".join(service.reach) or None,
            free,
            rng.choice(common["waiting"][wait]) if wait else None,
            f"{confirmed.day}.{confirmed.month}.{confirmed.year}" if known else None,
            person(rng, self.country) if known else None,
        ]

    def _room(self, service: Service) -> tuple[int | None, str]:
        """Free places and how long people wait; homes are full far more often than day centres."""
        if not service.capacity or self.rng.random() < 0.35:
            return None, self.rng.choice(["", "", "none"])
        if service.residential and self.rng.random() < 0.65:
            return 0, "long"
        free = self.rng.randint(0, max(1, min(6, service.capacity // 5)))
        return free, "none" if free else "short"

    def _languages(self, service: Service) -> list[str]:
        own, *others = SPOKEN[self.country]
        chosen = [own[0]] + [code for code, chance in others if self.rng.random() < chance]
        if service.home.district_code in HUNGARIAN_SPOKEN and "hu" not in chosen and self.rng.random() < 0.5:
            chosen.append("hu")
        if "tlmočn" in service.kind.name or "tlumočn" in service.kind.name:
            chosen.append(SIGN_LANGUAGE[self.country])
        return chosen

    def _accessibility(self, service: Service) -> list[str]:
        words = self.words.common["accessibility"]
        if service.field_only:
            return []
        return [word for word in words if self.rng.random() < (0.45 if word == words[0] else 0.18)]
