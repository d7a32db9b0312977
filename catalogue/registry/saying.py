"""What people say of a service: the provider itself, staff on its behalf, the region when it overrides."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import JSONField, Value
from django.utils.translation import gettext as _

from catalogue.models import Claim, Provider, Service, Voice
from catalogue.registry.fields import BY_NAME, put_together
from catalogue.registry.settling import settle
from catalogue.registry.staging import vocabulary
from catalogue.registry.values import Unfit
from kernel.errors import DomainError


class WordRefused(DomainError):
    """The catalogue cannot hold what was said."""

    default_code = "word_refused"


def say(
    service: Service,
    facts: Mapping[str, Any],
    *,
    voice: str,
    source: str,
    by: Any,
    at: datetime,
    reason: str = "",
    until: date | None = None,
) -> list[str]:
    """Keep these words and let the ones that count stand; answers the fields whose shown value became another.

    The caller holds the service's row. `facts` are values as forms and records give them.
    """
    words = in_canonical_form(facts)
    if "provider" in words:
        words["provider"] = _whole(service.provider, words["provider"])
    Claim.objects.bulk_create(
        Claim(
            service=service,
            field=name,
            voice=voice,
            source=source,
            value=as_json(_without_secrets(value) if name == "places" else value),
            said_at=at,
            by=getattr(by, "pk", by),
            reason=reason,
            until=until,
        )
        for name, value in words.items()
    )
    return [each.field for each in settle([(service.pk, name) for name in words], at=at)]


def in_canonical_form(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The words in the form in which the catalogue compares them; refuses what it cannot hold."""
    known = vocabulary()
    words: dict[str, Any] = {}
    for name, value in sorted(put_together(facts).items()):
        try:
            words[name] = BY_NAME[name].canonical(value, known)
        except Unfit as unfit:
            raise WordRefused(
                _("The catalogue cannot hold this value."), unfit.problem, facts={"field": name}
            ) from unfit
    return words


def as_json(value: Any) -> Any:
    """The value as a column of JSON takes it: nothing, said of a day, is the JSON null and not a missing word."""
    return Value(None, JSONField()) if value is None else value


def unsay(service: Service, *, fields: list[str], voice: str, at: datetime) -> list[str]:
    """Take back all words of this voice on these fields; whoever spoke before counts again."""
    claims = Claim.objects.filter(service=service, field__in=fields, voice=voice, undone_at__isnull=True)
    touched = list(claims.values_list("service_id", "field").distinct())
    claims.update(undone_at=at)
    return [each.field for each in settle(touched, at=at)]


def _whole(shown: Provider, said: dict[str, str]) -> dict[str, str]:
    """What is said of the provider the service has, with the rest of what is known of it; another one stands alone."""
    known = {name: getattr(shown, name) for name in ("country", "ico", "legal_form", "name", "type")}
    is_same = said.get("ico", shown.ico) == shown.ico
    return (known if is_same else {"legal_form": "", "type": Provider.Type.UNKNOWN.value, "ico": ""}) | said


def _without_secrets(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    hidden = dict.fromkeys(("name", "street", "house_number", "postcode", "address_code"), "")
    return [place | hidden if place["secret"] else place for place in places]


def voice_of_provider(confirmed_how: str) -> str:
    """The source of a provider's word: itself, or staff who wrote down what it said by telephone."""
    return "staff" if confirmed_how == Service.Confirmation.STAFF else Voice.PROVIDER.lower()
