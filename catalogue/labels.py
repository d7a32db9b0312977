"""Words for codes that stand in the tables: sources, languages, forms, units, ages and days."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from catalogue.models import AgeGroup, Capacity, Form, Reach
from catalogue.registry.values import DAYS

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
UNITS = dict(Capacity.Unit.choices)
FORMS = dict(Form.choices)
AGES = dict(AgeGroup.choices)
LEVELS = dict(Reach.Level.choices)


def source(code: str) -> str:
    return str(SOURCES.get(code, code))


def language(code: str) -> str:
    return str(LANGUAGES.get(code, code))
