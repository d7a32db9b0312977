"""Forms of meetings."""

import json
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.clock import day_of, moment, today
from kernel.files import COUNTED, LARGEST_PAPER
from planning.groups.models import Group, Party
from planning.groups.queries import told_apart
from planning.meetings.guards import HERE
from planning.meetings.models import AgendaItem, Meeting, MeetingTask, Participant, Resolution
from ui.forms import CheckedFile, DateField, IntegerField, offer, offer_rows

OF_AGENDA = (AgendaItem.Kind.INFORMATION, AgendaItem.Kind.DISCUSSION, AgendaItem.Kind.DECISION)
CLOCK = ["%H:%M", "%H.%M", "%H"]


def clock_field(label: Any, example: str) -> forms.TimeField:
    widget = forms.TimeInput({"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}, "%H:%M")
    return forms.TimeField(label=label, input_formats=CLOCK, widget=widget, help_text=example)


class GroupsField(forms.ModelMultipleChoiceField):
    """Groups to choose from; two of one name are told apart by their plans."""

    def offer(self, groups: QuerySet[Group]) -> None:
        self.labels = told_apart(groups)
        self.queryset = groups

    def label_from_instance(self, obj: Any) -> str:
        return self.labels.get(obj.pk) or str(obj)


class MeetingForm(forms.ModelForm):
    """When, where and for whom a meeting is."""

    groups = GroupsField(
        label=_("Which groups meet"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Several groups may meet together. Leave it empty for a meeting of the public."),
    )
    day = DateField(label=pgettext_lazy("meeting", "Day"))
    starts = clock_field(pgettext_lazy("meeting", "From"), "12:30")
    ends = clock_field(pgettext_lazy("meeting", "To"), "14:45")
    call_address = forms.URLField(
        label=_("Address of the call"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where people join who do not come in person."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Meeting
        fields = ("title", "place", "call_address", "is_open", "note")
        labels = {
            "title": _("Title of the meeting"),
            "place": _("Place"),
            "is_open": _("The public may come"),
            "note": _("What people should know"),
        }
        help_texts = {
            "place": _("House and room, for example: municipal office, room 290."),
            "is_open": _("An open meeting is shown to everybody once you have invited. A closed one is shown nowhere."),
        }
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [] if self.instance._state.adding else list(self.instance.groups.values_list("pk", flat=True))
        standing = Group.objects.running_on(today()) | Group.objects.filter(pk__in=chosen)
        cast(GroupsField, self.fields["groups"]).offer(standing.order_by("kind", "name").select_related("plan"))
        self.order_fields(["title", "groups", "day", "starts", "ends", "place", "call_address", "is_open", "note"])
        if not self.instance._state.adding:
            here = timezone.localtime(self.instance.starts_at)
            self.initial.update(
                {
                    "groups": chosen,
                    "day": day_of(self.instance.starts_at),
                    "starts": here.time(),
                    "ends": timezone.localtime(self.instance.ends_at).time(),
                    "version": self.instance.version,
                }
            )

    def facts(self) -> dict[str, Any]:
        """What the command takes: moments instead of a day and two times."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        day = self.cleaned_data["day"]
        said["starts_at"] = moment(day, self.cleaned_data["starts"])
        said["ends_at"] = moment(day, self.cleaned_data["ends"])
        return said | {"groups": list(self.cleaned_data["groups"])}


class ItemForm(forms.ModelForm):
    """One point of the agenda."""

    minutes = IntegerField(label=_("How many minutes"), required=False, min_value=1, max_value=600)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = AgendaItem
        fields = ("title", "kind", "presenter", "minutes")
        labels = {
            "title": _("What it is about"),
            "kind": _("What is expected"),
            "presenter": _("Who presents it"),
        }
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, capfirst(kind.label)) for kind in OF_AGENDA]
        offer(self, "kind", kinds)
        if not self.instance._state.adding:
            self.initial["version"] = self.instance.version

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AgendaPaperForm(forms.Form):
    """A file to a point of the agenda."""

    name = forms.CharField(label=_("What it is"), max_length=200, required=False)
    file = CheckedFile(
        kinds=COUNTED,
        largest=LARGEST_PAPER,
        label=_("File"),
        help_text=_("PDF, picture, text or table of an office program; at most 20 MB."),
    )


class InviteForm(forms.Form):
    """A late invitation is the coordinator's own decision."""

    although_late = forms.BooleanField(label=_("Invite nevertheless"), required=False)

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["although_late"]


class AnswerForm(forms.Form):
    """What an invited person answers."""

    answer = forms.ChoiceField(label=_("Will you come?"), choices=Participant.Answer.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the person who comes for you"), max_length=200, required=False)


class GuestForm(forms.Form):
    """Somebody who came and is no member."""

    name = forms.CharField(label=_("Name of the guest"), max_length=200)
    represents = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    party = forms.ChoiceField(label=_("Side"), initial=Party.PUBLIC)
    remote = forms.BooleanField(label=_("Takes part remotely"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [(party.value, capfirst(party.label)) for party in Party]
        offer(self, "party", sides)


class MinutesForm(forms.Form):
    """The course of each point in words, and who wrote and verified it."""

    number = forms.CharField(label=_("Number of the minutes"), max_length=40, required=False)
    written_by = forms.CharField(label=_("Written by"), max_length=200, required=False)
    verified_by = forms.CharField(label=_("Verified by"), max_length=200, required=False)
    next_time = forms.CharField(
        label=_("Next meeting"), max_length=200, required=False, help_text=_("Day and place, if they are known.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, meeting: Meeting, items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {f"course_{item.pk}": item for item in items}
        for place, (name, item) in enumerate(self.items.items(), 1):
            self.fields[name] = forms.CharField(
                label=f"{place}. {item.title}", required=False, widget=forms.Textarea({"rows": 6}), initial=item.course
            )
        for name in ("number", "written_by", "verified_by", "next_time", "version"):
            self.fields[name].initial = getattr(meeting, name)
        told = ("number", "written_by", "verified_by", "next_time", *self.items)
        self.fields["base"].initial = json.dumps({name: self.fields[name].initial for name in told})
        self.order_fields([*self.items])

    def courses(self) -> dict[UUID, str]:
        return {item.pk: self.cleaned_data[name] for name, item in self.items.items()}


class ResolutionForm(forms.ModelForm):
    """A resolution and its votes."""

    votes_for = IntegerField(label=pgettext_lazy("votes", "For"), min_value=0, max_value=9999)
    votes_against = IntegerField(label=pgettext_lazy("votes", "Against"), min_value=0, max_value=9999)
    abstained = IntegerField(label=pgettext_lazy("votes", "Abstained"), min_value=0, max_value=9999)
    conflicts = forms.TypedMultipleChoiceField(
        label=_("Conflict of interest"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who said before the vote that the matter concerns them or their organisation."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Resolution
        fields = ("text", "is_recommendation", "votes_for", "votes_against", "abstained")
        labels = {"text": _("Text of the resolution"), "is_recommendation": _("It is a recommendation only")}
        help_texts = {"is_recommendation": _("Without a quorum nothing else can be resolved.")}
        widgets = {"text": forms.Textarea({"rows": 5})}

    def __init__(self, *args: Any, people: list[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [(str(each.pk), each.name) for each in people if each.presence in HERE]
        offer(self, "conflicts", here)
        if not here:
            del self.fields["conflicts"]
        if not self.instance._state.adding:
            self.initial.update(
                {
                    "version": self.instance.version,
                    "conflicts": [str(each) for each in self.instance.conflicts],
                }
            )

    def facts(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return said | {"conflicts": self.cleaned_data.get("conflicts", [])}


class TaskForm(forms.ModelForm):
    """What somebody takes upon themselves."""

    due_on = DateField(label=_("Until when"))

    class Meta:
        model = MeetingTask
        fields = ("what", "person", "who", "due_on", "item")
        labels = {
            "what": _("What is to be done"),
            "person": _("Who"),
            "who": _("Or an organisation or office"),
            "item": _("Point of the agenda"),
        }
        help_texts = {"who": _("The public reads it. People are chosen above.")}

    def __init__(self, *args: Any, meeting: Meeting, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [("", ""), *people])
        offer_rows(self, "item", meeting.items.all())
        self.fields["item"].required = False

    def validate_constraints(self) -> None:
        """The command says in words what is missing."""

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class DoneForm(forms.Form):
    """How a task was done."""

    note = forms.CharField(label=_("How it was done"), max_length=400, required=False)


class ApproveForm(forms.Form):
    """On which day the minutes were approved."""

    on = DateField(label=_("On which day they were approved"))
