"""What data there are, in the words of DCAT-AP: one description, written as JSON-LD and as Turtle."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from catalogue.opendata import schemas
from tenants.addresses import address_of
from tenants.models import Tenant

AUTHORITY = "http://publications.europa.eu/resource/authority/"
LICENCE = f"{AUTHORITY}licence/CC_BYSA_4_0"
LICENCE_PAGE = "https://creativecommons.org/licenses/by-sa/4.0/"
LANGUAGES = {"sk": f"{AUTHORITY}language/SLK", "cs": f"{AUTHORITY}language/CES", "en": f"{AUTHORITY}language/ENG"}
COUNTRIES = {"SK": f"{AUTHORITY}country/SVK", "CZ": f"{AUTHORITY}country/CZE"}
THEME = f"{AUTHORITY}data-theme/SOCI"
FREQUENCY = f"{AUTHORITY}frequency/CONT"
PUBLIC_ACCESS = f"{AUTHORITY}access-right/PUBLIC"
STABLE = f"{AUTHORITY}planned-availability/STABLE"
FILE_TYPES = {
    "CSV": (f"{AUTHORITY}file-type/CSV", "text/csv"),
    "XLSX": (f"{AUTHORITY}file-type/XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "NDJSON": (f"{AUTHORITY}file-type/JSON", "application/x-ndjson"),
}
MEDIA = "http://www.iana.org/assignments/media-types/"
HSDS = "https://docs.openreferral.org/en/3.1/"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class File:
    """One way to have a dataset."""

    format: str
    address: str


@dataclass(frozen=True, slots=True)
class Dataset:
    key: str
    title: str
    description: str
    keywords: tuple[str, ...]
    files: tuple[File, ...]


def datasets(region: Tenant) -> list[Dataset]:
    """The datasets of this installation in the reader's language."""
    hsds, lists = address_of(region, "/hsds/"), address_of(region, "/open-data/")

    def files(name: str, path: str) -> tuple[File, ...]:
        found = [File(ending.upper(), f"{lists}{name}.{ending}") for ending in ("csv", "xlsx") if name]
        return (*((File("NDJSON", f"{hsds}{path}"),) if path else ()), *found)

    return [
        Dataset(
            "services",
            _("Social services"),
            _("Services that are provided now, with their places, reach, contacts, opening hours and capacity."),
            (_("social services"), _("capacity"), _("contacts")),
            files("services", "services?format=ndjson&full=true"),
        ),
        Dataset(
            "providers",
            _("Providers of social services"),
            _("Who provides the services, with the IČO and contacts."),
            (_("providers"), _("social services")),
            files("providers", "organizations?format=ndjson&full=true"),
        ),
        Dataset(
            "activities",
            _("Related activities"),
            _("Help that stands in no register: clubs, self-help groups, food banks and the like."),
            (_("related activities"),),
            files("activities", ""),
        ),
        Dataset(
            "code-lists",
            _("Code lists"),
            _("Kinds of services by law, target groups, life situations, forms and age groups."),
            (_("code lists"),),
            files("", "taxonomy_terms?format=ndjson"),
        ),
    ]


Node = dict[str, Any]


def catalogue(region: Tenant) -> list[Node]:
    """The whole description as nodes that point to each other."""
    here = address_of(region, "/open-data/")
    publisher, contact = f"{here}#publisher", f"{here}#contact"
    spoken = {code: _by_key(region, code) for code in LANGUAGES}
    texts = {code: _texts(region, code) for code in LANGUAGES}
    keys = [each.key for each in datasets(region)]
    common = {"dct:publisher": _to(publisher), "dct:license": _to(LICENCE), "dct:accessRights": _to(PUBLIC_ACCESS)}
    service = f"{here}#hsds"
    nodes: list[Node] = [
        {
            "@id": f"{here}#catalog",
            "@type": "dcat:Catalog",
            "dct:title": _in_all(texts, 0),
            "dct:description": _in_all(texts, 1),
            "dct:publisher": _to(publisher),
            "dct:license": _to(LICENCE),
            "dct:language": _to(LANGUAGES[region.language]),
            "dct:spatial": _to(_place(region)),
            "dcat:themeTaxonomy": _to(f"{AUTHORITY}data-theme"),
            "foaf:homepage": _to(here),
            "dcat:dataset": [_to(f"{here}#{key}") for key in keys],
            "dcat:service": _to(service),
        },
        {
            "@id": service,
            "@type": "dcat:DataService",
            "dct:title": {"@value": f"HSDS {schemas.VERSION}", "@language": "en"},
            "dcat:endpointURL": _to(address_of(region, "/hsds/")),
            "dcat:endpointDescription": _to(address_of(region, "/hsds/openapi.json")),
            "dcat:servesDataset": [_to(f"{here}#{key}") for key in keys if key != "activities"],
            "dct:conformsTo": [_to(HSDS), _to(address_of(region, "/hsds/profile/"))],
            **common,
        },
        {"@id": publisher, "@type": "foaf:Agent", "foaf:name": region.name, "foaf:homepage": _to(address_of(region))},
        {"@id": contact, "@type": "vcard:Kind", "vcard:fn": region.name, **_mail(region)},
    ]
    for key in keys:
        nodes += _dataset(region, here, key, spoken, common | {"dcat:contactPoint": _to(contact)})
    return nodes


def _dataset(
    region: Tenant, here: str, key: str, spoken: Mapping[str, Mapping[str, Dataset]], common: Node
) -> Iterator[Node]:
    said = {code: of[key] for code, of in spoken.items()}
    one = said[region.language]
    names = {file: f"{here}#{key}-{file.format.lower()}" for file in one.files}
    yield {
        "@id": f"{here}#{key}",
        "@type": "dcat:Dataset",
        "dct:title": [{"@value": each.title, "@language": code} for code, each in said.items()],
        "dct:description": [{"@value": each.description, "@language": code} for code, each in said.items()],
        "dcat:keyword": [{"@value": word, "@language": code} for code, each in said.items() for word in each.keywords],
        "dcat:theme": _to(THEME),
        "dct:accrualPeriodicity": _to(FREQUENCY),
        "dct:spatial": _to(_place(region)),
        "dct:language": _to(LANGUAGES[region.language]),
        "dcat:landingPage": _to(here),
        "dcat:distribution": [_to(name) for name in names.values()],
        "dct:publisher": common["dct:publisher"],
        "dct:accessRights": common["dct:accessRights"],
        "dcat:contactPoint": common["dcat:contactPoint"],
    }
    for file, name in names.items():
        kind, media = FILE_TYPES[file.format]
        yield {
            "@id": name,
            "@type": "dcat:Distribution",
            "dct:title": [
                {"@value": f"{each.title} ({file.format})", "@language": code} for code, each in said.items()
            ],
            "dcat:accessURL": _to(file.address),
            "dcat:downloadURL": _to(file.address),
            "dct:format": _to(kind),
            "dcat:mediaType": _to(f"{MEDIA}{media}"),
            "dct:license": _to(LICENCE),
            "dcatap:availability": _to(STABLE),
            **(
                {"dct:conformsTo": _to(HSDS), "dcat:accessService": _to(f"{here}#hsds")}
                if kind.endswith("JSON")
                else {}
            ),
        }


def _by_key(region: Tenant, language: str) -> dict[str, Dataset]:
    with translation.override(language):
        return {each.key: each for each in datasets(region)}


def _texts(region: Tenant, language: str) -> tuple[str, str]:
    with translation.override(language):
        title = _("Open data on social services: %(region)s") % {"region": region.name}
        return title, _("Social services of the region, their providers and places, kept up to date.")


def _in_all(texts: Mapping[str, tuple[str, str]], which: int) -> list[Node]:
    return [{"@value": each[which], "@language": code} for code, each in texts.items()]


def _to(address: str) -> Node:
    return {"@id": address}


def _place(region: Tenant) -> str:
    return f"http://data.europa.eu/nuts/code/{region.region_code}" if region.region_code else COUNTRIES[region.country]


def _mail(region: Tenant) -> Node:
    email = (region.contact or {}).get("email", "")
    return {"vcard:hasEmail": _to(f"mailto:{email}")} if email else {"vcard:hasURL": _to(address_of(region, "/"))}


# --- written ----------------------------------------------------------------------------------------------------------
def as_json_ld(nodes: list[Node]) -> str:
    return json.dumps({"@context": PREFIXES, "@graph": nodes}, ensure_ascii=False, indent=1)


def as_turtle(nodes: list[Node]) -> str:
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    for node in nodes:
        said = [f"a {node['@type']}"]
        said += [
            f"{name} {', '.join(_turtle(each) for each in (value if isinstance(value, list) else [value]))}"
            for name, value in node.items()
            if not name.startswith("@")
        ]
        lines.append(f"\n<{node['@id']}>\n    " + " ;\n    ".join(said) + " .")
    return "\n".join(lines) + "\n"


def _turtle(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if "@id" in value:
        return f"<{value['@id']}>"
    return f"{_quoted(value['@value'])}@{value['@language']}"


def _quoted(text: str) -> str:
    """A text of Turtle escapes as a text of JSON does, as long as only what must be is escaped."""
    return json.dumps(text, ensure_ascii=False)
