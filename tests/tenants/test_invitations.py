"""Invitations: shown by GET, accepted by POST, once, in time, for the role they name."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.errors import LinkRefused
from accounts.models import SignIn, User
from kernel.mail.models import OutgoingMail
from tenants.errors import RoleRefused
from tenants.inviting import accept_invitation, accept_with_new_account, invite_person, look_at, withdraw_invitation
from tenants.models import Invitation, Membership
from tenants.roles import Role

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
NEW = {"name": "Eva Malá", "password": "lantern under the bridge"}


def invited(
    tenant: Any, email: str = "eva@example.org", role: Role = Role.OFFICER, at: datetime = AT, by: Any = None
) -> str:
    """Invite and answer the secret from the letter."""
    invite_person(tenant, email=email, role=role, by=by, at=at)
    return path_in_letter(email).split("/")[2]


def path_in_letter(email: str) -> str:
    text = OutgoingMail.objects.filter(to=email).order_by("-created_at", "-pk").first().text
    return text[text.index("/invitations/") :].split()[0]


@pytest.fixture
def path(alfa: Any) -> str:
    """An invitation whose time is running now."""
    from kernel.clock import now

    return f"/invitations/{invited(alfa, at=now())}/"


def test_letter_names_the_role_in_the_language_of_the_town(alfa: Any, person: Any) -> None:
    invite_person(alfa, email="eva@example.org", role=Role.OFFICER, by=person(), at=AT)
    letter = OutgoingMail.objects.get(to="eva@example.org")
    assert "Mesto Alfa" in letter.subject
    assert "http://localhost:8000/invitations/" in letter.text
    assert "Osoba 1" in letter.text
    assert letter.tenant_key == alfa.key


def test_looking_shows_the_offer_and_changes_nothing(path: str, browse: Any) -> None:
    for _time in range(3):
        page = browse().get(path)
        assert page.status_code == 200
        assert page.context["offer"].role == Role.OFFICER
    assert not Membership.objects.exists()
    assert not User.objects.exists()


def test_person_without_an_account_makes_one_and_is_signed_in(path: str, browse: Any, alfa: Any) -> None:
    site = browse()
    answer = site.post(path, NEW)
    assert answer["location"] == "/my/"
    user = User.objects.get()
    assert (user.email, user.name) == ("eva@example.org", "Eva Malá")
    assert user.emailaddress_set.get().verified
    assert Membership.objects.get().role == Role.OFFICER
    assert SignIn.objects.get().user == user
    assert "Mesto Alfa" in site.get("/my/").content.decode()


def test_person_signed_in_takes_the_role_to_that_account(path: str, browse: Any, person: Any, region: Any) -> None:
    user = person(email="other@example.org")
    site = browse(None, user)
    assert user.email in site.get(path).content.decode()
    site.post(path)
    assert Membership.objects.get().user == user
    assert User.objects.count() == 1


def test_known_address_is_asked_to_sign_in(path: str, browse: Any, person: Any) -> None:
    person(email="eva@example.org")
    page = browse().post(path, NEW)
    assert page.status_code == 200
    assert not Membership.objects.exists()
    assert "/accounts/login/?next=/invitations/" in page.content.decode()


def test_weak_password_is_refused_and_the_link_stays_good(path: str, browse: Any) -> None:
    page = browse().post(path, NEW | {"password": "short"})
    assert page.context["form"].errors["password"]
    assert not User.objects.exists()
    assert browse().post(path, NEW).status_code == 302


def test_invitation_is_accepted_once(path: str, browse: Any) -> None:
    browse().post(path, NEW)
    again = browse()
    assert again.get(path).status_code == 410
    assert again.post(path, NEW | {"name": "Someone"}).status_code == 410
    assert Membership.objects.count() == 1


def test_invitation_holds_for_fourteen_days(alfa: Any) -> None:
    secret = invited(alfa)
    assert look_at(secret, at=AT + timedelta(days=13, hours=23)).role == Role.OFFICER
    with pytest.raises(LinkRefused) as refusal:
        accept_with_new_account(secret, **NEW, at=AT + timedelta(days=14))
    assert refusal.value.code == "link_expired"
    assert not User.objects.exists()


def test_withdrawn_invitation_opens_nothing(alfa: Any) -> None:
    secret = invited(alfa)
    withdraw_invitation(Invitation.objects.get(), by=None, at=AT)
    with pytest.raises(LinkRefused):
        look_at(secret, at=AT)
    with pytest.raises(LinkRefused):
        accept_with_new_account(secret, **NEW, at=AT)
    assert not User.objects.exists()


def test_newest_invitation_to_a_role_counts(alfa: Any) -> None:
    first = invited(alfa)
    second = invited(alfa, at=AT + timedelta(minutes=1))
    with pytest.raises(LinkRefused):
        look_at(first, at=AT)
    assert look_at(second, at=AT).role == Role.OFFICER
    assert Invitation.objects.unanswered().count() == 1


def test_accepted_invitation_cannot_be_withdrawn(alfa: Any, person: Any) -> None:
    accept_invitation(invited(alfa), user=person(), at=AT)
    with pytest.raises(RoleRefused):
        withdraw_invitation(Invitation.objects.get(), by=None, at=AT)


def test_holder_of_the_role_is_not_invited_again(alfa: Any, person: Any) -> None:
    user = person("OFFICER", at=alfa)
    with pytest.raises(RoleRefused):
        invite_person(alfa, email=user.email.upper(), role=Role.OFFICER, by=None, at=AT)


def test_invitation_gives_the_named_role_whatever_is_posted(path: str, browse: Any) -> None:
    browse().post(path, NEW | {"role": "OPERATOR", "email": "boss@example.org", "tenant": "x"})
    assert Membership.objects.get().role == Role.OFFICER
    assert User.objects.get().email == "eva@example.org"


def test_guessed_link_is_refused(browse: Any, region: Any) -> None:
    assert browse().get("/invitations/guess/").status_code == 410


def test_coordinator_invites_from_the_page(person: Any, alfa: Any, browse: Any) -> None:
    site = browse(alfa, person("COORDINATOR", at=alfa))
    answer = site.post("/roles/invite/", {"email": "Eva@Example.org", "role": "GROUP_LEADER"})
    assert answer.status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.tenant) == ("eva@example.org", "GROUP_LEADER", alfa)
    assert "eva@example.org" in site.get("/roles/").content.decode()
    assert site.get(f"/roles/invitations/{invitation.pk}/").status_code == 200
    site.post(f"/roles/invitations/{invitation.pk}/")
    assert not Invitation.objects.unanswered().exists()


@pytest.mark.parametrize("role", ["OPERATOR", "DATA_STEWARD", "PROVIDER_EDITOR", "MICROREGION_MANAGER", ""])
def test_coordinator_cannot_offer_a_role_that_is_not_the_towns(role: str, person: Any, alfa: Any, browse: Any) -> None:
    site = browse(alfa, person("COORDINATOR", at=alfa))
    assert site.post("/roles/invite/", {"email": "eva@example.org", "role": role}).context["form"].errors["role"]
    assert not Invitation.objects.exists()


def test_invitation_of_another_town_does_not_exist_here(person: Any, alfa: Any, beta: Any, browse: Any) -> None:
    invited(beta)
    site = browse(alfa, person("COORDINATOR", at=alfa))
    assert site.post(f"/roles/invitations/{Invitation.objects.get().pk}/").status_code == 404


def test_methodologist_appoints_the_first_coordinator(person: Any, region: Any, alfa: Any, browse: Any) -> None:
    site = browse(region, person("METHODOLOGIST", at=region))
    assert site.get(f"/staff/sites/{alfa.key}/").status_code == 200
    site.post(f"/staff/sites/{alfa.key}/invite/", {"email": "eva@example.org", "role": "COORDINATOR"})
    assert Invitation.objects.get().tenant == alfa


def test_anonymised_person_leaves_no_address_and_no_role(alfa: Any, person: Any) -> None:
    from accounts.commands import anonymise_account
    from kernel.journal.relaying import deliver_pending

    user, _membership = accept_with_new_account(invited(alfa), **NEW, at=AT)
    anonymise_account(user, by=None, at=AT)
    deliver_pending()
    user.refresh_from_db()
    assert "eva" not in f"{user.email}{user.name}{Invitation.objects.get().email}".lower()
    assert not user.is_active
    assert not Membership.objects.filter(ended_at__isnull=True).exists()
    assert Membership.objects.filter(user=user).exists()
