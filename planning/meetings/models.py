"""Meetings, what was on their agenda, who was asked and who came, what was resolved and what has to be done."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from kernel.files import stored_path
from kernel.tenancy import TenantRow
from planning.groups.models import Group, Person
from planning.meetings.participants import Participant
from planning.meetings.stages import Stage, words_of

__all__ = [
    "AgendaItem",
    "AgendaPaper",
    "Meeting",
    "MeetingGroup",
    "MeetingTask",
    "Participant",
    "Resolution",
]


class Meeting(TenantRow):
    """A meeting of one group, of several together, or of the public. Its id is the UID of its calendar entry for
    good; `sequence` rises with each change that people are told of. `content` is what was published, kept as it was.

    Of another kind than a plain meeting it is an open event: with a programme of blocks, and people may register."""

    class Kind(models.TextChoices):
        MEETING = "MEETING", pgettext_lazy("kind of meeting", "meeting")
        CONFERENCE = "CONFERENCE", pgettext_lazy("kind of meeting", "conference")
        HEARING = "HEARING", pgettext_lazy("kind of meeting", "public hearing")
        INFORMATION = "INFORMATION", pgettext_lazy("kind of meeting", "information day")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MEETING)
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
    takes_registrations = models.BooleanField(default=False)
    registration_until = models.DateTimeField(null=True)
    registration_closed = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(null=True)
    places_taken = models.PositiveIntegerField(default=0)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="meeting_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="event_is_open_to_everybody", condition=Q(kind="MEETING") | Q(is_open=True)),
            models.CheckConstraint(
                name="people_register_for_an_event_only", condition=Q(takes_registrations=False) | ~Q(kind="MEETING")
            ),
            models.CheckConstraint(
                name="no_more_places_are_taken_than_there_are",
                condition=Q(capacity__isnull=True) | Q(places_taken__lte=F("capacity")),
            ),
            models.CheckConstraint(
                name="event_has_at_least_one_place", condition=Q(capacity__isnull=True) | Q(capacity__gte=1)
            ),
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
    def is_event(self) -> bool:
        """Whether it is an open event with a programme, and no plain meeting."""
        return self.kind != Meeting.Kind.MEETING

    @property
    def stage_words(self) -> str:
        """Where it stands: whom nobody is invited to by name is announced."""
        return words_of(Stage(self.stage), is_event=self.is_event)

    @property
    def last_moment(self) -> datetime:
        """Until when somebody may register."""
        return min(self.registration_until or self.starts_at, self.starts_at)

    def is_registering(self, at: datetime) -> bool:
        """Whether anybody may register now."""
        is_told = self.stage == Stage.INVITED and self.takes_registrations
        return is_told and not self.registration_closed and at < self.last_moment

    @property
    def free_places(self) -> int | None:
        """How many places are left; None where there are as many as people come."""
        return None if self.capacity is None else self.capacity - self.places_taken

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
    """One point of the agenda, and afterwards what was said about it. At an open event it is a block of the programme:
    with its own time and room, and `speakers` as a list of `name` and `organisation`."""

    class Kind(models.TextChoices):
        INFORMATION = "INFORMATION", pgettext_lazy("agenda", "information")
        DISCUSSION = "DISCUSSION", pgettext_lazy("agenda", "discussion")
        DECISION = "DECISION", pgettext_lazy("agenda", "decision")
        LECTURE = "LECTURE", pgettext_lazy("agenda", "lecture")
        WORKSHOP = "WORKSHOP", pgettext_lazy("agenda", "workshop")
        BREAK = "BREAK", pgettext_lazy("agenda", "break")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(max_length=300)
    presenter = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    course = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    room = models.CharField(max_length=100, blank=True)
    about = models.TextField(blank=True)
    speakers = models.JSONField(default=list)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="agenda_item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="block_has_both_a_beginning_and_a_later_end",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                name="agenda_items_stand_one_after_another",
                fields=["meeting", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaPaper(TenantRow):
    """A file that belongs to a point of the agenda; a public one may be read by everybody."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=stored_path, max_length=200)
    file_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(name="agenda_paper_has_a_name", condition=~Q(name=""))]


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
    """What somebody took upon themselves at a meeting: a person, or an organisation by its name; until a day.

    `became` is the activity of a plan or the item of a year that was made of it."""

    class Became(models.TextChoices):
        ACTIVITY = "ACTIVITY", pgettext_lazy("task", "an activity of the plan")
        ITEM = "ITEM", pgettext_lazy("task", "an item of the action plan")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tasks")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, related_name="tasks", null=True)
    what = models.CharField(max_length=400)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    who = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_note = models.CharField(max_length=400, blank=True)
    done_by = models.UUIDField(null=True)
    became = models.UUIDField(null=True)
    became_what = models.CharField(max_length=10, choices=Became, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="task_says_what_it_became",
                condition=Q(became__isnull=True, became_what="") | (Q(became__isnull=False) & ~Q(became_what="")),
            ),
            models.UniqueConstraint(name="one_task_became_one_thing", fields=["became"]),
            models.CheckConstraint(name="task_says_what_is_to_be_done", condition=~Q(what="")),
            models.CheckConstraint(name="task_says_who_does_it", condition=Q(person__isnull=False) | ~Q(who="")),
        ]

    @property
    def owner(self) -> str:
        return self.person.name if self.person else self.who
