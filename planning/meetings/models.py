"""Meetings, what was on their agenda, who was asked and who came, what was resolved and what has to be done."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.files import stored_path
from kernel.tenancy import TenantRow
from planning.groups.models import Group, Party, Person
from planning.meetings.stages import Stage


class Meeting(TenantRow):
    """A meeting of one group, of several together, or of the public. Its id is the UID of its calendar entry for
    good; `sequence` rises with each change that people are told of. `content` is what was published, kept as it was."""

    title = models.CharField(max_length=300)
    groups = models.ManyToManyField(Group, through="MeetingGroup", related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    call_address = models.URLField(max_length=500, blank=True)
    is_open = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=400, blank=True)
    number = models.CharField(max_length=40, blank=True)
    written_by = models.CharField(max_length=200, blank=True)
    verified_by = models.CharField(max_length=200, blank=True)
    next_time = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=400, blank=True)
    approved_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    content = models.JSONField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="meeting_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="meeting_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="cancelled_meeting_has_a_reason", condition=~Q(stage=Stage.CANCELLED) | ~Q(cancelled_why="")
            ),
            models.CheckConstraint(
                name="published_minutes_were_approved_and_are_kept",
                condition=~Q(stage=Stage.PUBLISHED)
                | Q(approved_on__isnull=False, published_at__isnull=False, content__isnull=False),
            ),
        ]
        indexes = [models.Index(name="meeting_by_time", fields=["starts_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def call_link(self) -> str:
        """The address of the call where it is one to follow: nothing but the web."""
        return self.call_address if self.call_address.startswith(("https://", "http://")) else ""


class MeetingGroup(TenantRow):
    """A group meets in a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="of_groups")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="in_meetings")

    class Meta:
        constraints = [models.UniqueConstraint(name="group_meets_once_in_a_meeting", fields=["meeting", "group"])]


class AgendaItem(TenantRow):
    """One point of the agenda, and afterwards what was said about it."""

    class Kind(models.TextChoices):
        INFORMATION = "INFORMATION", pgettext_lazy("agenda", "information")
        DISCUSSION = "DISCUSSION", pgettext_lazy("agenda", "discussion")
        DECISION = "DECISION", pgettext_lazy("agenda", "decision")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(max_length=300)
    presenter = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    course = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="agenda_item_has_a_title", condition=~Q(title="")),
            models.UniqueConstraint(
                name="agenda_items_stand_one_after_another",
                fields=["meeting", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaPaper(TenantRow):
    """A file that belongs to a point of the agenda."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=stored_path, max_length=200)
    file_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(name="agenda_paper_has_a_name", condition=~Q(name=""))]


class Participant(TenantRow):
    """Somebody who was asked to a meeting or came to it: the invitation, the answer, and the attendance.

    Without a person it is a guest. `told` is the sequence of the last letter, `represented_by` who came instead.
    """

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

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
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

    class Meta:
        constraints = [
            models.CheckConstraint(name="participant_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(name="person_takes_part_in_a_meeting_once", fields=["meeting", "person"]),
            models.CheckConstraint(
                name="who_came_instead_has_a_name", condition=~Q(presence="REPRESENTED") | ~Q(represented_by="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Resolution(TenantRow):
    """What was resolved about a point, with votes. `conflicts` are ids of participants who said they are involved."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="resolutions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_recommendation = models.BooleanField(default=False)
    votes_for = models.PositiveSmallIntegerField(default=0)
    votes_against = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    conflicts = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(name="resolution_has_a_text", condition=~Q(text=""))]


class MeetingTask(TenantRow):
    """What somebody took upon themselves at a meeting: a person, or an organisation by its name; until a day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tasks")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, related_name="tasks", null=True)
    what = models.CharField(max_length=400)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    who = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_note = models.CharField(max_length=400, blank=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(name="task_says_what_is_to_be_done", condition=~Q(what="")),
            models.CheckConstraint(name="task_says_who_does_it", condition=Q(person__isnull=False) | ~Q(who="")),
        ]

    @property
    def owner(self) -> str:
        return self.person.name if self.person else self.who


class CalendarFeed(TenantRow):
    """The secret address of a person's own calendar carries this number; a new number makes the old address useless."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
