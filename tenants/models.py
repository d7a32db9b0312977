"""Tenants, their hosts, the municipalities of the country and who may stand where."""

import secrets
import uuid
from datetime import date, datetime
from typing import Any, NoReturn
from urllib.parse import quote

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from kernel.tenancy import PREFIX, schema_of
from tenants.post_models import How, PostWish, Telling
from tenants.roles import Role

__all__ = [
    "Boundary",
    "Country",
    "Domain",
    "Duty",
    "How",
    "Invitation",
    "Language",
    "Membership",
    "Municipality",
    "PostWish",
    "Telling",
    "Tenant",
]

KEY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 10


def new_key() -> str:
    """An opaque key that says nothing of the tenant, without letters that are easily mistaken."""
    return "".join(secrets.choice(KEY_LETTERS) for _letter in range(KEY_LENGTH))


class Country(models.TextChoices):
    SK = "SK", _("Slovakia")
    CZ = "CZ", _("Czechia")


class Language(models.TextChoices):
    SK = "sk", _("Slovak")
    CS = "cs", _("Czech")
    EN = "en", _("English")


class Municipality(models.Model):
    """A municipality or city part of the official territory list (ŠÚ SR, RÚIAN)."""

    code = models.CharField(max_length=12, primary_key=True)
    country = models.CharField(max_length=2, choices=Country)
    name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=120, db_index=True)
    district_code = models.CharField(max_length=12, db_index=True)
    district_name = models.CharField(max_length=80)
    region_code = models.CharField(max_length=12, db_index=True)
    region_name = models.CharField(max_length=80)
    orp_code = models.CharField(max_length=8, blank=True)
    postcodes = ArrayField(models.CharField(max_length=5), default=list)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    is_city_part = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.CheckConstraint(
                name="municipality_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name with the district, since names repeat."""
        return f"{self.name} ({self.district_name})"


class Boundary(models.Model):
    """The outline of a municipality: outer rings of [longitude, latitude] in degrees, as an operator loaded them."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, primary_key=True, related_name="boundary"
    )
    rings = models.JSONField()

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")

    def __str__(self) -> str:
        return self.municipality_id


class Tenant(TenantMixin):
    """Who plans: a city, a town, a microregion of several municipalities, or the region.

    The region is two tenants: its portal, which stands in the public schema and founds all others, and the site of its
    own plan, which is a site like those of municipalities and covers them all.
    """

    class Kind(models.TextChoices):
        REGION = "REGION", _("region")
        CITY = "CITY", _("city")
        TOWN = "TOWN", _("town")
        MUNICIPALITY = "MUNICIPALITY", _("municipality")
        MICROREGION = "MICROREGION", _("microregion")
        REGIONAL = "REGIONAL", _("plan of the region")

    main_host = ""  # told by whoever asked for the hosts of many sites in one question

    auto_create_schema = False
    auto_drop_schema = False

    key = models.CharField(max_length=KEY_LENGTH, primary_key=True, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    country = models.CharField(max_length=2, choices=Country)
    region_code = models.CharField(
        max_length=12, blank=True, help_text="NUTS 3 code of the region; for the region only"
    )
    neighbour_districts = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        help_text="districts beyond the border whose services the catalogue keeps as well; for the region only",
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    currency = models.CharField(max_length=3, default="EUR")
    covers = models.ManyToManyField(Municipality, related_name="tenants", blank=True)
    theme = models.JSONField(default=dict, blank=True)
    coat_of_arms = models.TextField(blank=True, help_text="cleaned SVG, or a PNG as data")
    contact = models.JSONField(default=dict, blank=True)
    is_open = models.BooleanField(default=True)
    offers = models.JSONField(default=list, blank=True, help_text="published plans that others may begin with")
    founded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_region_in_a_deployment", fields=["kind"], condition=Q(kind="REGION")),
            models.UniqueConstraint(name="one_site_of_the_regions_plan", fields=["kind"], condition=Q(kind="REGIONAL")),
            models.CheckConstraint(
                name="tenant_schema_follows_from_its_key",
                condition=Q(kind="REGION", schema_name="public")
                | (~Q(kind="REGION") & Q(schema_name=Concat(Value(PREFIX), F("key")))),
            ),
            models.CheckConstraint(
                name="only_the_region_lists_neighbour_districts",
                condition=Q(kind="REGION") | Q(neighbour_districts=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def coat_of_arms_url(self) -> str:
        """The picture as the frame takes it; pictures are cleaned before they are kept."""
        arms = self.coat_of_arms
        return f"data:image/svg+xml,{quote(arms)}" if arms.startswith("<") else arms

    @property
    def is_region(self) -> bool:
        return self.kind == self.Kind.REGION

    @property
    def is_region_wide(self) -> bool:
        """Nobody who comes here says by that where they live."""
        return self.kind in (self.Kind.REGION, self.Kind.REGIONAL)

    @property
    def schema_key(self) -> str:
        """The key of the schema this tenant works in: empty for the region."""
        return "" if self.is_region else self.key

    def __enter__(self) -> NoReturn:
        """The library keeps one list of tenants for all threads here, so two requests would swap their schemas."""
        raise TypeError("Enter a tenant with tenants.context.in_tenant(key).")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.schema_name = schema_of(self.schema_key)
        super().save(*args, **kwargs)


class Domain(DomainMixin):
    """A host under which a tenant is reached; names may change, the tenant's key does not."""


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> "MembershipQuerySet":
        """Begun, not over and not taken away; a role that was taken away ends at that moment, not that night."""
        begun = self.filter(starts_on__lte=day, ended_at__isnull=True)
        return begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Membership(models.Model):
    """A person holds a role in a tenant for a time; what ended stays written."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=24, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="the last day, where it was agreed beforehand")
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="role_is_held_once_at_a_time",
                fields=["tenant", "user", "role"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.tenant_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor taken back; perhaps out of date."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def waiting(self, at: datetime) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__gt=at)


class Invitation(models.Model):
    """An offer of a role to an e-mail address. The link in the mail is a one-time link of `accounts`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    invited_by = models.UUIDField(null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.UUIDField(null=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_is_accepted_or_withdrawn_not_both",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="accepted_invitation_says_by_whom",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_invitation_to_a_role",
                fields=["tenant", "email", "role"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.tenant_id}"


class Duty(models.Model):
    """Something a municipality asks of a person: written by the room that asks, read by the person's one inbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="duties")
    source = models.CharField(max_length=40, help_text="which room asks, as `planning.reports`")
    thing = models.UUIDField(help_text="what it is about, in the tenant's own tables")
    whose = models.UUIDField(help_text="a mark of the e-mail address")
    title = models.CharField(max_length=400)
    count = models.PositiveIntegerField()
    due_on = models.DateField()
    path = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="duty_is_kept_once", fields=["tenant", "source", "thing", "whose"]),
        ]
        indexes = [models.Index(name="duty_by_person", fields=["whose", "due_on"])]

    def __str__(self) -> str:
        return f"{self.source} {self.thing}"
