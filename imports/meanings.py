"""The answers that each question can have, in words: kinds by law, forms, types of providers, fields of ours."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue import intake
from imports.asking import LEFT_ASIDE, Subject
from imports.elements import naming

FORMS: dict[str, Any] = {
    "AMBULATORY": _("ambulatory"),
    "OUTREACH": _("outreach"),
    "RESIDENTIAL": _("residential"),
    "REMOTE": _("other (by telephone or online)"),
}
TYPES: dict[str, Any] = {
    "MUNICIPALITY": _("a municipality"),
    "FOUNDED_BY_MUNICIPALITY": _("founded by a municipality"),
    "FOUNDED_BY_REGION": _("founded by a region"),
    "NON_PUBLIC": _("non-public provider"),
}
FIELDS: dict[str, Any] = {
    "name": _("name"),
    "ico": _("IČO of the provider"),
    "type": _("type of provider"),
    "municipality": _("municipality, by name"),
    "municipality_code": _("municipality, by code"),
    "district": _("district"),
    "postcode": _("postcode"),
    "email": _("e-mail"),
    "phone": _("telephone"),
    "web": _("website"),
    "key": _("number of the service in the register"),
    "kind": _("kind of service"),
    "form": _("form of service"),
    "citation": _("target group (paragraph of the Act)"),
    "registered_on": _("date of registration"),
    "erased_on": _("date of erasure"),
    "starts_on": _("provided from"),
    "ends_on": _("provided until"),
    "capacity": _("registered capacity"),
    "street": _("street"),
    "house_number": _("house number (land register)"),
    "orientation_number": _("house number (street)"),
    "reach": _("municipalities the service comes to, by code"),
    "registrar": _("region that keeps the record"),
}
NAMING_OF = {"rpss-sk": "rpss_sk"}  # sources whose elements are asked about
Choices = list[tuple[str, Any]]


def meanings(source: str, subject: str, *, scope: str = "") -> Choices:
    """The possible answers with their words. An element may mean a field of its scope only, if one is given."""
    if subject == Subject.KIND:
        return [
            (kind.code, f"{kind.paragraph} {kind.name_sk or kind.name_cs}")
            for kind in intake.kinds()
            if kind.country == "SK"
        ]
    if subject == Subject.FORM:
        return list(FORMS.items())
    if subject == Subject.PROVIDER_TYPE:
        return [*TYPES.items(), (LEFT_ASIDE, _("none of these: leave it aside"))]
    return [*_fields(source, scope), (LEFT_ASIDE, _("nothing the catalogue needs: leave it aside"))]


def _fields(source: str, scope: str) -> Choices:
    if source not in NAMING_OF:
        return []
    names = naming(NAMING_OF[source])
    scopes = [scope] if scope in names.fields else list(names.fields)
    found = dict.fromkeys(name for each in scopes for name in names.names_of(each))
    return [(name, FIELDS[name]) for name in found]
