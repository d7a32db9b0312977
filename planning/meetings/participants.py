"""The people of a meeting: who was asked, who registered, what they answered, who came."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.tenancy import TenantRow
from planning.groups.models import Party, Person


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def on_the_list(self) -> "ParticipantQuerySet":
        """Without those who registered and have no place: they wait or withdrew, and did not come."""
        return self.filter(Q(registration__in=("", "TAKEN")) | Q(presence__in=("PRESENT", "REMOTE", "REPRESENTED")))

    def registered(self) -> "ParticipantQuerySet":
        return self.exclude(registration="")


class Participant(TenantRow):
    """Somebody who was asked to a meeting or came to it: the invitation, the answer, and the attendance.

    Without a person it is a guest. `told` is the sequence of the last letter, `represented_by` who came instead.
    Whoever registered for an open event has a `registration` and a `number`; contact and needs are forgotten in time.
    """

    class Registration(models.TextChoices):
        TAKEN = "TAKEN", pgettext_lazy("registration", "has a place")
        WAITING = "WAITING", pgettext_lazy("registration", "waits for a place")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("registration", "withdrew")

    class Need(models.TextChoices):
        SIGN_LANGUAGE = "SIGN_LANGUAGE", pgettext_lazy("need", "a sign language interpreter")
        CAPTIONS = "CAPTIONS", pgettext_lazy("need", "what is said as text")
        WHEELCHAIR = "WHEELCHAIR", pgettext_lazy("need", "access with a wheelchair")
        ASSISTANT = "ASSISTANT", pgettext_lazy("need", "a place for an assistant")
        DIET = "DIET", pgettext_lazy("need", "another meal")

    class Channel(models.TextChoices):
        EMAIL = "EMAIL", pgettext_lazy("invitation", "by e-mail")
        PAPER = "PAPER", pgettext_lazy("invitation", "on paper")

    class Answer(models.TextChoices):
        COMING = "COMING", _("I come")
        CANNOT = "CANNOT", _("I cannot come")
        SUBSTITUTE = "SUBSTITUTE", _("Somebody comes for me")

    class Presence(models.TextChoices):
        PRESENT = "PRESENT", pgettext_lazy("attendance", "present")
        REMOTE = "REMOTE", pgettext_lazy("attendance", "remote")
        REPRESENTED = "REPRESENTED", pgettext_lazy("attendance", "somebody came instead")
        EXCUSED = "EXCUSED", pgettext_lazy("attendance", "excused")
        ABSENT = "ABSENT", pgettext_lazy("attendance", "absent")

    meeting = models.ForeignKey("planning.Meeting", on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations", null=True)
    name = models.CharField(max_length=200)
    represents = models.CharField(max_length=300, blank=True)
    party = models.CharField(max_length=16, choices=Party)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    invited_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(null=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    presence = models.CharField(max_length=12, choices=Presence, blank=True)
    represented_by = models.CharField(max_length=200, blank=True)
    registration = models.CharField(max_length=10, choices=Registration, blank=True)
    number = models.PositiveIntegerField(null=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    needs = ArrayField(models.CharField(max_length=16, choices=Need), default=list, blank=True)
    needs_note = models.CharField(max_length=300, blank=True)
    may_write = models.BooleanField(default=False)
    registered_at = models.DateTimeField(null=True)
    told_registration = models.CharField(max_length=10, choices=Registration, blank=True)
    thanked_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="participant_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="registration_has_a_number_and_a_moment",
                condition=Q(registration="", number__isnull=True)
                | (~Q(registration="") & Q(number__isnull=False, registered_at__isnull=False)),
            ),
            models.UniqueConstraint(name="registrations_of_an_event_are_numbered", fields=["meeting", "number"]),
            models.UniqueConstraint(
                Lower("name"),
                "email",
                "phone",
                "meeting",
                name="somebody_registers_for_an_event_once",
                condition=Q(registration__in=("TAKEN", "WAITING")) & ~Q(email="", phone=""),
            ),
            models.UniqueConstraint(name="person_takes_part_in_a_meeting_once", fields=["meeting", "person"]),
            models.CheckConstraint(
                name="who_came_instead_has_a_name", condition=~Q(presence="REPRESENTED") | ~Q(represented_by="")
            ),
        ]

    def __str__(self) -> str:
        return self.name
