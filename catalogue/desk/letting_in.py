"""Who may keep a provider's entries: asked, proved by its own e-mail or by staff, offered, taken, ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import tokens
from accounts.commands import create_account
from accounts.errors import LinkRefused
from accounts.models import User
from catalogue.commands import name_editor
from catalogue.desk.reachable import reachable
from catalogue.models import EditorOffer, EditorRequest, Editorship, Provider, Service
from kernel.clock import day_of
from kernel.errors import DomainError
from kernel.journal import record
from kernel.mail import send
from tenants.addresses import address_of
from tenants.giving import give_role
from tenants.queries import region
from tenants.roles import Role

PURPOSE = "catalogue.editor"
MAY_KEEP = gettext_lazy("You can keep the entries of %(provider)s")
REFUSED = gettext_lazy("Your request to keep the entries of %(provider)s was refused")


class EditorRefused(DomainError):
    default_code = "editor_refused"


# --- the provider's own addresses, masked -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Masked:
    """An address that the catalogue holds for a provider, as a stranger may see it; `key` says nothing of it."""

    key: str
    shown: str


def addresses_of(provider: Provider) -> dict[str, str]:
    """Addresses a link may go to, by key: the provider's own and those of its public services."""
    found = {email.lower(): email for email in provider.emails}
    for emails in Service.objects.published().filter(provider=provider).order_by("pk").values_list("emails", flat=True):
        found |= {email.lower(): email for email in emails if email.lower() not in found}
    return {_key(provider, email): found[email] for email in reachable(sorted(found))}


def masked_addresses(provider: Provider) -> list[Masked]:
    return [Masked(key, mask(email)) for key, email in addresses_of(provider).items()]


def mask(email: str) -> str:
    """j•••@e•••.sk: enough to know one's own address by, not enough to learn it. As long for every address."""
    name, _at, domain = email.partition("@")
    host, _dot, ending = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••.{ending}"


def _key(provider: Provider, email: str) -> str:
    return salted_hmac("catalogue.editor.address", f"{provider.pk} {email}").hexdigest()[:16]


# --- offers -------------------------------------------------------------------------------------------------------
@transaction.atomic
def offer_editorship(
    provider: Provider,
    *,
    email: str,
    is_manager: bool,
    origin: str,
    account: Any = None,
    by: Any,
    at: datetime,
) -> EditorOffer:
    """Send a one-time link to an address. An open offer there is withdrawn: the newest link counts."""
    address = email.strip().lower()
    holds = Editorship.objects.filter(account__email=address, provider=provider)
    if account is None and any(row.ended_at is None and row.ends_on is None for row in holds):
        raise EditorRefused(_("The person with this e-mail address keeps these entries already."), "editor_already")
    for old in EditorOffer.objects.open().filter(provider=provider, email=address):
        withdraw_offer(old, by=by, at=at)
    lifetime = timedelta(days=settings.OPORA_INVITATION_DAYS)
    offer = EditorOffer.objects.create(
        provider=provider,
        email=address,
        account=account,
        is_manager=is_manager,
        origin=origin,
        made_by=getattr(by, "pk", by),
        made_at=at,
        expires_at=at + lifetime,
    )
    secret = tokens.make_link(PURPOSE, offer, "", lifetime, at=at)
    _write("editor_offer", offer.email, provider, MAY_KEEP, offer, secret)
    record("catalogue.editor_offered", subject=offer, by=by, at=at, provider=provider.pk, origin=origin)
    return offer


@transaction.atomic
def ask_by_address(provider: Provider, *, key: str, account: Any, at: datetime) -> None:
    """Send the link to one of the provider's own addresses; whoever reads its mail lets in, oneself or who asked."""
    email = addresses_of(provider).get(key)
    if email is None:
        raise EditorRefused(_("Choose one of the addresses."), "no_address")
    if account is not None and keeps(provider, account, day_of(at)):
        raise EditorRefused(_("You keep these entries already."), "editor_already")
    offer_editorship(
        provider,
        email=email,
        is_manager=True,
        origin=EditorOffer.Origin.ADDRESS,
        account=account,
        by=account,
        at=at,
    )


def keeps(provider: Provider, account: Any, day: date) -> bool:
    return Editorship.objects.of(account, day).filter(provider=provider).exists()


@transaction.atomic
def withdraw_offer(offer: EditorOffer, *, by: Any, at: datetime) -> EditorOffer:
    """Take an offer back, or say no to it; its link is useless from now on."""
    if offer.taken_at is not None:
        raise EditorRefused(_("This offer was taken already; end the editor instead."))
    if offer.withdrawn_at is None:
        offer.withdrawn_at = at
        offer.save(update_fields=["withdrawn_at"])
        tokens.withdraw(PURPOSE, offer, at=at)
        record("catalogue.editor_offer_withdrawn", subject=offer, by=by, at=at, provider=offer.provider_id)
    return offer


def look_at_offer(secret: str, *, at: datetime) -> EditorOffer:
    """What is offered; changes nothing. Raises LinkRefused where the link leads nowhere any more."""
    link = tokens.look(secret, PURPOSE, tenant="", at=at)
    offer = EditorOffer.objects.select_related("provider", "account").get(pk=link.subject)
    if offer.taken_at is not None or offer.withdrawn_at is not None:
        raise LinkRefused(_("This link has been used already."), "link_used")
    return offer


@transaction.atomic
def take_offer(secret: str, *, account: Any, at: datetime) -> Editorship:
    """The account keeps the entries from now on; the link works this once."""
    link = tokens.use(secret, PURPOSE, tenant="", at=at)
    offer = EditorOffer.objects.select_for_update(of=("self",)).select_related("provider").get(pk=link.subject)
    offer.taken_at, offer.taken_by = at, account.pk
    offer.save(update_fields=["taken_at", "taken_by"])
    return let_in(offer.provider, account=account, is_manager=offer.is_manager, by=offer.made_by, at=at)


@transaction.atomic
def take_with_new_account(secret: str, *, name: str, password: str, at: datetime) -> User:
    """Make an account for the address the link went to, and let it keep the entries; both or neither."""
    offer, home = look_at_offer(secret, at=at), region()
    language = home.language if home else ""
    user = create_account(email=offer.email, name=name, password=password, language=language, by=None, at=at)
    take_offer(secret, account=user, at=at)
    return user


@transaction.atomic
def let_in(provider: Provider, *, account: Any, is_manager: bool, by: Any, at: datetime) -> Editorship:
    """Name an editor or a manager and give the role that goes with it."""
    home = region()
    if home is None:
        raise EditorRefused(_("This is not possible now."))
    role = Role.PROVIDER_MANAGER if is_manager else Role.PROVIDER_EDITOR
    give_role(home, user=account, role=role, by=by, at=at)
    editorship = name_editor(provider, account=account, by=by, at=at)
    if is_manager and not editorship.is_manager:
        editorship.is_manager = True
        editorship.save(update_fields=["is_manager"])
        record("catalogue.manager_named", subject=provider, by=by, at=at, account=account.pk)
    return editorship


@transaction.atomic
def end_editor(editorship: Editorship, *, by: Any, at: datetime) -> Editorship:
    """From this moment the account keeps these entries no more; the row stays as history."""
    held = Editorship.objects.select_for_update(of=("self",)).get(pk=editorship.pk)
    if held.ended_at is None:
        held.ended_at, held.ends_on = at, max(held.starts_on, day_of(at))
        held.save(update_fields=["ended_at", "ends_on"])
        record("catalogue.editor_ended", subject=held.provider, by=by, at=at, account=held.account_id)
    return held


# --- requests to staff ------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_staff(
    provider: Provider, *, name: str, email: str, phone: str, note: str, account: Any, at: datetime
) -> EditorRequest:
    """Ask to be let in by staff; asking again while one waits only puts the newer words in its place."""
    address = email.strip().lower()
    words = {"name": name.strip(), "phone": phone.strip(), "note": note.strip(), "account": account}
    request, is_new = EditorRequest.objects.get_or_create(
        provider=provider, email=address, state=EditorRequest.State.WAITING, defaults=words | {"asked_at": at}
    )
    if is_new:
        record("catalogue.editor_asked", subject=request, by=account, at=at, provider=provider.pk)
    else:
        EditorRequest.objects.filter(pk=request.pk).update(**words)
    return request


@transaction.atomic
def accept_request(request: EditorRequest, *, is_manager: bool, by: Any, at: datetime) -> EditorRequest:
    """Let the person in: the account that asked at once, else by a link to the address."""
    held = _answer(request, EditorRequest.State.ACCEPTED, "", by=by, at=at)
    if held.account is not None:
        let_in(held.provider, account=held.account, is_manager=is_manager, by=by, at=at)
        _write("editor_let_in", held.account.email, held.provider, MAY_KEEP)
    else:
        origin = EditorOffer.Origin.STAFF
        offer_editorship(held.provider, email=held.email, is_manager=is_manager, origin=origin, by=by, at=at)
    record("catalogue.editor_request_accepted", subject=held, by=by, at=at, provider=held.provider_id)
    return held


@transaction.atomic
def refuse_request(request: EditorRequest, *, reason: str, by: Any, at: datetime) -> EditorRequest:
    """Refuse and say why."""
    if not reason.strip():
        raise EditorRefused(_("Say why."), "no_reason")
    held = _answer(request, EditorRequest.State.REFUSED, reason.strip(), by=by, at=at)
    _write("editor_refused", held.email, held.provider, REFUSED, held)
    record("catalogue.editor_request_refused", subject=held, by=by, at=at, provider=held.provider_id)
    return held


def _answer(request: EditorRequest, state: str, reason: str, *, by: Any, at: datetime) -> EditorRequest:
    rows = EditorRequest.objects.select_for_update(of=("self",)).select_related("provider", "account")
    held = rows.get(pk=request.pk)
    if held.state != EditorRequest.State.WAITING:
        raise EditorRefused(_("This request was answered already."), "answered")
    held.state, held.reason, held.answered_at = state, reason, at
    held.answered_by = getattr(by, "pk", by)
    held.save(update_fields=["state", "reason", "answered_at", "answered_by"])
    return held


def _write(template: str, to: str, provider: Provider, title: Any, about: Any = None, secret: str = "") -> None:
    """A letter in the language of the region."""
    home = region()
    with translation.override(home.language if home else "sk"):
        path = f"/providers/editors/{secret}/" if secret else "/providers/mine/"
        facts = {
            "provider": provider,
            "about": about,
            "address": address_of(home, path) if home else path,
            "days": settings.OPORA_INVITATION_DAYS,
            "region": home,
        }
        subject = " ".join((str(title) % {"provider": provider.name}).split())[:380]
        text = render_to_string(f"catalogue/mail/{template}.txt", facts)
    send(to, subject, text, kind=PURPOSE, tenant="")
