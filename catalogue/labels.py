"""Words for codes that stand in the tables: sources, languages, forms, units, ages and days."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.models import AgeGroup, Capacity, Form, Reach
from catalogue.registry.values import DAYS
from ui.typography import number

SOURCES = {
    "rpss": _("Register of providers of social services (Czechia)"),
    "rpss-sk": _("Central register of providers of social services (Slovakia)"),
    "bbsk": _("list of social services of the Banská Bystrica region"),
}
LANGUAGES = {
    "sk": _("Slovak"),
    "cs": _("Czech"),
    "en": _("English"),
    "de": _("German"),
    "hu": _("Hungarian"),
    "pl": _("Polish"),
    "rom": _("Romani"),
    "rue": _("Rusyn"),
    "uk": _("Ukrainian"),
    "ru": _("Russian"),
    "fr": _("French"),
    "it": _("Italian"),
    "es": _("Spanish"),
    "ro": _("Romanian"),
    "bg": _("Bulgarian"),
    "vi": _("Vietnamese"),
    "ar": _("Arabic"),
    "svk": _("Slovak Sign Language"),
    "cse": _("Czech Sign Language"),
    "sgn": _("sign language"),
}
DAY_NAMES = {code: WEEKDAYS[index] for index, code in enumerate(DAYS)}
FORMS = dict(Form.choices)
AGES = dict(AgeGroup.choices)
LEVELS = dict(Reach.Level.choices)


def capacity(count: int, unit: str) -> str:
    """A registered capacity in words: „117 miest“."""
    forms = {
        Capacity.Unit.BEDS: ngettext("%(count)s bed", "%(count)s beds", count),
        Capacity.Unit.CLIENTS: ngettext("%(count)s person", "%(count)s people", count),
        Capacity.Unit.CONTACTS: ngettext("%(count)s contact of 10 minutes", "%(count)s contacts of 10 minutes", count),
        Capacity.Unit.INTERVENTIONS: ngettext(
            "%(count)s intervention of 30 minutes", "%(count)s interventions of 30 minutes", count
        ),
        Capacity.Unit.CALLS: ngettext("%(count)s call", "%(count)s calls", count),
        Capacity.Unit.PLACES: ngettext("%(count)s place", "%(count)s places", count),
    }
    return forms[Capacity.Unit(unit)] % {"count": number(count)} if unit in forms else f"{count} {unit}"


def source(code: str) -> str:
    return str(SOURCES.get(code, code))


def language(code: str) -> str:
    return str(LANGUAGES.get(code, code))
