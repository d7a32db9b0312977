"""The year's tasks, the rounds in which they are reported on, and pictures that never change."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.files import stored_path
from kernel.money import MoneyField
from kernel.tenancy import TenantRow
from planning.delivery.states import GOES_ON, ItemState, Verdict, YearState
from planning.structure.models import Node, Plan


class ActionPlan(TenantRow):
    """What is to be done of a plan in one year; amounts are in `currency`."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="action_plans")
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=12, choices=YearState, default=YearState.PROPOSED)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="plan_has_one_action_plan_a_year", fields=["plan", "year"]),
            models.CheckConstraint(name="year_is_a_year_of_our_time", condition=Q(year__range=(1990, 2200))),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}"


class YearStep(TenantRow):
    """The action plan entered a state on a day; going back is a step like any other."""

    action_plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=YearState)
    on = models.DateField(_("day"))
    is_back = models.BooleanField(default=False)
    why = models.CharField(_("reason"), max_length=400, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="steps_of_a_year_are_numbered", fields=["action_plan", "number"]),
            models.CheckConstraint(name="step_back_of_a_year_has_a_reason", condition=Q(is_back=False) | ~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class ItemQuerySet(models.QuerySet["ActionItem"]):
    def standing(self) -> "ItemQuerySet":
        """Those that were not removed, in the order of the plan."""
        return self.filter(removed_at__isnull=True).order_by("position", "id")

    def without_verdict(self) -> "ItemQuerySet":
        return self.standing().filter(verdict="")


class ActionItem(TenantRow):
    """A task of the year: for which measure or activity, with the number and title it had when it was taken over."""

    action_plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="items")
    node = models.ForeignKey(Node, on_delete=models.SET_NULL, null=True, related_name="action_items")
    position = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=400)
    task = models.TextField(_("task for the year"), blank=True)
    implementer = models.CharField(_("who carries it out"), max_length=300, blank=True)
    due_on = models.DateField(_("until when"), null=True, blank=True)
    budget = MoneyField(_("budget"), null=True, blank=True)
    result = models.CharField(_("expected result"), max_length=400, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    owner_email = models.EmailField(_("who reports on it"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ItemState, default=ItemState.NOT_STARTED)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict, blank=True)
    verdict_why = models.CharField(_("reason"), max_length=400, blank=True)
    comes_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="goes_to")
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=400, blank=True)
    changed_at = models.DateTimeField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="item_is_carried_over_once", fields=["comes_from"]),
            models.CheckConstraint(name="item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="budget_is_not_negative", condition=Q(budget__isnull=True) | Q(budget__gte=0)),
            models.CheckConstraint(name="weight_counts", condition=Q(weight__range=(1, 100))),
            models.CheckConstraint(
                name="removed_item_has_a_reason", condition=Q(removed_at__isnull=True) | ~Q(removed_why="")
            ),
            models.CheckConstraint(
                name="verdict_has_a_reason", condition=Q(verdict__in=["", Verdict.DONE]) | ~Q(verdict_why="")
            ),
        ]
        indexes = [models.Index(name="item_by_owner", fields=["owner_email"], condition=~Q(owner_email=""))]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def goes_on(self) -> bool:
        return self.verdict in GOES_ON


class MonitoringRound(TenantRow):
    """The coordinator asks how the year goes: for a period, to be answered by a day."""

    action_plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(_("name"), max_length=160)
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period to"))
    due_on = models.DateField(_("answer by"))
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    summary = models.TextField(_("summary for the public"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="round_has_a_name", condition=~Q(title="")),
            models.CheckConstraint(name="period_of_a_round_is_in_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(
                name="one_round_of_a_year_is_open", fields=["action_plan"], condition=Q(closed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReportQuerySet(models.QuerySet["Report"]):
    def awaited(self) -> "ReportQuerySet":
        """Those their owners still have to send, in rounds that are open."""
        return self.filter(stage__in=Report.AWAITED, round__closed_at__isnull=True, item__removed_at__isnull=True)


class Report(TenantRow):
    """What the owner of an item says of it in a round. Nothing said is nothing known; nought is a value.

    Readings of indicators hang on a report as rows of their own, see `readings`.
    """

    class Stage(models.TextChoices):
        DRAFT = "DRAFT", _("awaited")
        RETURNED = "RETURNED", pgettext_lazy("report", "returned")
        SUBMITTED = "SUBMITTED", _("sent in")
        ACCEPTED = "ACCEPTED", pgettext_lazy("report", "accepted")

    AWAITED = (Stage.DRAFT, Stage.RETURNED)
    TOLD = (Stage.SUBMITTED, Stage.ACCEPTED)

    round = models.ForeignKey(MonitoringRound, on_delete=models.CASCADE, related_name="reports")
    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="reports")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    state = models.CharField(_("state"), max_length=12, choices=ItemState, blank=True)
    per_cent = models.PositiveSmallIntegerField(_("done in per cent"), null=True, blank=True)
    spent = MoneyField(_("spent"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    link = models.URLField(_("link to a proof"), max_length=400, blank=True)
    file = models.FileField(_("file"), upload_to=stored_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    note = models.CharField(_("what to mend"), max_length=400, blank=True)
    asked_on = models.DateField(null=True)
    checked_on = models.DateField(_("checked by the group on"), null=True)
    checked_by_group = models.CharField(max_length=200, blank=True)
    check_note = models.CharField(_("what the group said"), max_length=400, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="item_is_reported_once_in_a_round", fields=["round", "item"]),
            models.CheckConstraint(
                name="per_cent_is_a_share", condition=Q(per_cent__isnull=True) | Q(per_cent__lte=100)
            ),
            models.CheckConstraint(name="spent_is_not_negative", condition=Q(spent__isnull=True) | Q(spent__gte=0)),
            models.CheckConstraint(name="returned_report_has_a_note", condition=~Q(stage="RETURNED") | ~Q(note="")),
            models.CheckConstraint(
                name="sent_report_says_the_state",
                condition=Q(stage__in=["DRAFT", "RETURNED"]) | (~Q(state="") & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="check_of_a_report_has_a_day_and_a_group",
                condition=Q(checked_on__isnull=True, checked_by_group="", check_note="")
                | (Q(checked_on__isnull=False) & ~Q(checked_by_group="")),
            ),
            models.CheckConstraint(name="file_of_a_report_has_a_name", condition=Q(file="") | ~Q(file_name="")),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.stage}"

    @property
    def safe_link(self) -> str:
        """The link to a proof, if it is an address one may follow."""
        return self.link if self.link.startswith(("https://", "http://")) else ""

    @property
    def is_awaited(self) -> bool:
        return self.stage in self.AWAITED


class Unchangeable(RuntimeError):
    """A picture was about to be changed or removed: always a mistake in the code."""


class PictureQuerySet(models.QuerySet["YearPicture"]):
    """Pictures are taken and taken back; there is no way to write one anew."""

    def update(self, **changes: Any) -> int:
        if set(changes) != {"withdrawn_at"}:
            raise Unchangeable("Pictures of a year stay as they are.")
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Unchangeable("Pictures of a year stay.")


class YearPicture(TenantRow):
    """The year as it stood at a moment, as plain values of a numbered shape. It is never changed, only taken back."""

    class Kind(models.TextChoices):
        PROMISED = "PROMISED", _("what was promised")
        ROUND = "ROUND", _("how far it is")
        CLOSED = "CLOSED", _("the closed year")

    action_plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="pictures")
    round = models.ForeignKey(MonitoringRound, on_delete=models.PROTECT, null=True, related_name="pictures")
    kind = models.CharField(max_length=10, choices=Kind)
    shape = models.PositiveSmallIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="year_is_frozen_once", fields=["action_plan"], condition=Q(kind="CLOSED")),
            models.UniqueConstraint(
                name="one_promise_of_a_year_is_shown",
                fields=["action_plan"],
                condition=Q(kind="PROMISED", withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_picture_of_a_round_is_shown",
                fields=["round"],
                condition=Q(kind="ROUND", withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="picture_of_a_round_names_it",
                condition=Q(kind="ROUND", round__isnull=False) | (~Q(kind="ROUND") & Q(round__isnull=True)),
            ),
            models.CheckConstraint(
                name="closed_year_is_not_taken_back", condition=~Q(kind="CLOSED") | Q(withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.action_plan_id}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if not self._state.adding and set(update_fields or ["*"]) != {"withdrawn_at"}:
            raise Unchangeable(f"{self} stays as it is.")
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable(f"{self} stays.")
