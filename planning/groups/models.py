"""People, groups and membership. To be a member and to have access are two things; membership is never deleted."""

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.tenancy import TenantRow
from planning.structure.models import Plan


class Party(models.TextChoices):
    """On whose side a member sits: the triad first, then everybody else."""

    COMMISSIONER = "COMMISSIONER", _("commissioner")
    PROVIDER = "PROVIDER", _("provider")
    USER = "USER", pgettext_lazy("party", "user of services")
    PUBLIC = "PUBLIC", pgettext_lazy("party", "public")
    STATE = "STATE", pgettext_lazy("party", "state")
    EXPERT = "EXPERT", _("expert")


TRIAD = (Party.COMMISSIONER, Party.PROVIDER, Party.USER)


class Period(Func):
    """From the first day to the last, both counted; without a last day it goes on."""

    function = "daterange"
    output_field: Any = DateRangeField()


class Person(TenantRow):
    """Somebody who takes part; an account and an e-mail may be missing."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    account = models.UUIDField(null=True, blank=True)
    calendar_number = models.PositiveIntegerField(
        default=0, help_text="in the secret address of the own calendar, so that a new one ends the old; 0: none yet"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(name="account_is_one_person", fields=["account"]),
        ]

    def __str__(self) -> str:
        return self.name


class GroupQuerySet(models.QuerySet["Group"]):
    def running_on(self, day: date) -> "GroupQuerySet":
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def open_to_the_public(self, day: date) -> "GroupQuerySet":
        """Those that everybody may see now."""
        return self.running_on(day).filter(is_public=True, started_on__lte=day)

    def of_plan(self, plan: Plan) -> "GroupQuerySet":
        """Groups of this plan and those that serve all plans."""
        return self.filter(Q(plan=plan) | Q(plan__isnull=True))


class Group(TenantRow):
    """The steering group or a working group; without a plan it serves all plans of the municipality."""

    class Kind(models.TextChoices):
        STEERING = "STEERING", _("steering group")
        WORKING = "WORKING", _("working group")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="groups", null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("what it deals with"), blank=True)
    quorum = models.PositiveSmallIntegerField(_("quorum in per cent of the members"), default=50)
    is_open = models.BooleanField(_("anybody may ask to join"), default=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    started_on = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=400, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="group_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="quorum_is_a_share", condition=Q(quorum__lte=100)),
            models.CheckConstraint(
                name="ended_group_has_a_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")
            ),
            models.CheckConstraint(
                name="group_ends_after_it_starts", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def sitting_on(self, day: date) -> "GroupMemberQuerySet":
        """Those whose mandate runs on this day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class GroupMember(TenantRow):
    """A person sits in a group from a day on, for somebody, until the mandate ends."""

    class Office(models.TextChoices):
        CHAIR = "CHAIR", _("chair")
        SECRETARY = "SECRETARY", _("secretary")
        MEMBER = "MEMBER", _("member")
        SUBSTITUTE = "SUBSTITUTE", _("substitute")
        GUEST = "GUEST", _("standing guest")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    office = models.CharField(_("office"), max_length=12, choices=Office, default=Office.MEMBER)
    party = models.CharField(_("side"), max_length=16, choices=Party)
    represents = models.CharField(_("whom the member represents"), max_length=300, blank=True)
    substitute_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="substitutes", null=True, blank=True
    )
    starts_on = models.DateField(_("mandate from"))
    ends_on = models.DateField(_("mandate to"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=400, blank=True)
    appointed_by = models.CharField(_("appointed by"), max_length=200, blank=True)
    name_is_public = models.BooleanField(_("agrees that the name is published"), default=False)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_it_starts", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="published_name_was_agreed_to", condition=Q(name_is_public=False) | Q(agreed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="substitute_stands_for_a_member",
                condition=Q(office="SUBSTITUTE", substitute_for__isnull=False)
                | (~Q(office="SUBSTITUTE") & Q(substitute_for__isnull=True)),
            ),
            models.UniqueConstraint(
                name="person_sits_in_a_group_once", fields=["group", "person"], condition=Q(ends_on__isnull=True)
            ),
            ExclusionConstraint(
                name="mandates_of_a_person_in_a_group_do_not_overlap",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (Period("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.group}"


class Application(TenantRow):
    """Somebody asks to join a group; the coordinator answers once. What is personal is forgotten after a time."""

    class State(models.TextChoices):
        WAITING = "WAITING", pgettext_lazy("application", "waiting")
        TAKEN = "TAKEN", pgettext_lazy("application", "taken in")
        DECLINED = "DECLINED", pgettext_lazy("application", "declined")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="applications")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    party = models.CharField(_("side"), max_length=16, choices=Party)
    represents = models.CharField(_("whom the member represents"), max_length=300, blank=True)
    why = models.TextField(_("why"), blank=True)
    name_is_public = models.BooleanField(_("agrees that the name is published"), default=False)
    asked_at = models.DateTimeField(help_text="also the moment of the consent to be kept, without which nobody asks")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    member = models.OneToOneField(
        GroupMember, on_delete=models.PROTECT, related_name="application", null=True, blank=True
    )
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="application_says_who_asks_and_how_to_answer",
                condition=Q(forgotten_at__isnull=False) | (~Q(name="") & ~Q(email="", phone="")),
            ),
            models.CheckConstraint(
                name="application_is_answered_or_waits",
                condition=Q(state="WAITING", answered_at__isnull=True)
                | (~Q(state="WAITING") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="taken_application_made_a_member",
                condition=Q(state="TAKEN", member__isnull=False) | (~Q(state="TAKEN") & Q(member__isnull=True)),
            ),
            models.CheckConstraint(name="declined_application_has_a_reason", condition=~Q(state="DECLINED", answer="")),
            models.CheckConstraint(
                name="waiting_application_is_not_forgotten", condition=~Q(state="WAITING", forgotten_at__isnull=False)
            ),
            models.UniqueConstraint(
                name="address_waits_for_a_group_once",
                fields=["group", "email"],
                condition=Q(state="WAITING") & ~Q(email=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.group}"
