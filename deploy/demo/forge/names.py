"""Names of organisations and of people: natural in form, nobody's in fact."""

import re
import unicodedata
from random import Random

from forge.places import read_lines

PATTERNS = {
    "sk": {
        "t": {
            "seniors": ["Domov seniorov {b}", "Zariadenie pre seniorov {b}", "Sociálne služby {b}"],
            "": ["Centrum sociálnych služieb {b}", "Mestské sociálne služby {b}"],
        },
        "r": {
            "seniors": ["Domov dôchodcov a domov sociálnych služieb {b}", "Centrum sociálnych služieb {b}"],
            "": ["Domov sociálnych služieb {b}", "Zariadenie sociálnych služieb {b}"],
        },
        "c": {"": ["Charita {b}", "Farská charita {b}", "Evanjelická pomoc {b}", "Diakonické stredisko {b}"]},
        "o": {"": ["{b}, o. z.", "Občianske združenie {b}", "{b} – susedská pomoc, o. z."]},
        "n": {"seniors": ["{b}, n. o.", "Domov {b}, n. o."], "": ["{b}, n. o.", "Centrum {b}, n. o."]},
        "s": {
            "family": ["Jasličky {b}, s. r. o."],
            "": ["Opatera {b}, s. r. o.", "Senior {b}, s. r. o.", "Starostlivosť {b}, s. r. o."],
        },
    },
    "cz": {
        "t": {
            "seniors": ["Domov pro seniory {b}, příspěvková organizace", "Sociální služby {b}, příspěvková organizace"],
            "": ["Městské centrum {b}, příspěvková organizace"],
        },
        "r": {"": ["Domov {b}, příspěvková organizace", "Centrum {b}, příspěvková organizace"]},
        "c": {"": ["Charita {b}", "Farní charita {b}", "Evangelická pomoc {b}", "Diakonické středisko {b}"]},
        "o": {"": ["{b}, z. s.", "Spolek {b}, z. s.", "{b} – sousedská pomoc, z. s."]},
        "n": {"": ["{b}, o. p. s.", "{b}, z. ú.", "Centrum {b}, z. ú."]},
        "s": {"": ["Rezidence {b}, s. r. o.", "Senior {b}, s. r. o.", "Péče {b}, s. r. o."]},
        "h": {"": ["Nemocnice {b}, a. s.", "Léčebna {b}, s. r. o."]},
    },
}

WOMEN = {
    "sk": ["Mária", "Anna", "Zuzana", "Katarína", "Jana", "Eva", "Lucia", "Martina", "Monika", "Ivana"],
    "cz": ["Marie", "Jana", "Eva", "Hana", "Lenka", "Kateřina", "Lucie", "Petra", "Veronika", "Alena"],
}
MEN = {
    "sk": ["Peter", "Ján", "Jozef", "Michal", "Tomáš"],
    "cz": ["Petr", "Jan", "Tomáš", "Josef", "Martin"],
}
SURNAMES = {  # of a man and of a woman
    "sk": [
        ("Breznan", "Breznanová"), ("Slatinský", "Slatinská"), ("Poľanský", "Poľanská"), ("Lúčny", "Lúčna"),
        ("Javor", "Javorová"), ("Lipovský", "Lipovská"), ("Orech", "Orechová"), ("Potočný", "Potočná"),
        ("Vŕba", "Vŕbová"), ("Horehronský", "Horehronská"),
    ],
    "cz": [
        ("Beskyd", "Beskydová"), ("Opavský", "Opavská"), ("Lipový", "Lipová"), ("Javor", "Javorová"),
        ("Ořech", "Ořechová"), ("Potoční", "Potoční"), ("Vrba", "Vrbová"), ("Lesní", "Lesní"),
        ("Hájek", "Hájková"), ("Březina", "Březinová"),
    ],
}  # fmt: skip


def person(rng: Random, country: str) -> str:
    """A first name and a surname that agree."""
    man, woman = rng.choice(SURNAMES[country])
    if rng.random() < 0.7:  # as in social work
        return f"{rng.choice(WOMEN[country])} {woman}"
    return f"{rng.choice(MEN[country])} {man}"


def slug(text: str) -> str:
    """'domov-seniorov-tri-breziny' from the full name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain)
    kept = re.sub(r"\b(o z|n o|s r o|z s|z u|o p s|a s|prispevkova organizace)\b", "", words)
    return "-".join(kept.split())


class Namer:
    """Gives every organisation a name nobody else in the file has."""

    def __init__(self, rng: Random, country: str) -> None:
        self.rng = rng
        self.country = country
        self.patterns = PATTERNS[country]
        self.brands = read_lines(f"brands_{country}.txt")
        self.used: set[str] = set()

    def organisation(self, owner: str, focus: str, town: str) -> str:
        """A new name for this kind of owner; the town joins in once the plain names are used up."""
        by_focus = self.patterns[owner]
        shapes = by_focus.get(focus) or by_focus[""]
        for brand in self.rng.sample(self.brands, len(self.brands)):
            name = self.rng.choice(shapes).format(b=brand)
            if name not in self.used:
                return self._keep(name)
        return self._keep(self._with_town(shapes, town))

    def _with_town(self, shapes: list[str], town: str) -> str:
        number = 1
        while True:
            brand = self.rng.choice(self.brands)
            label = f"{brand} {town}" if number < 40 else f"{brand} {town} {number - 38}"
            name = self.rng.choice(shapes).format(b=label)
            if name not in self.used:
                return name
            number += 1

    def _keep(self, name: str) -> str:
        self.used.add(name)
        return name
