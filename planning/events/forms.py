"""Forms of open events."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.clock import day_of, moment
from planning.events.programme import speakers_of, speakers_text
from planning.events.registering import Said
from planning.meetings.forms import MeetingForm, clock_field
from planning.meetings.models import AgendaItem, Meeting, Participant
from planning.structure.errors import PlanRefused
from planning.structure.open_forms import OpenForm
from ui.forms import DateField, IntegerField, offer

EVENTS = [kind for kind in Meeting.Kind if kind != Meeting.Kind.MEETING]
BLOCKS = ("LECTURE", "WORKSHOP", "DISCUSSION", "INFORMATION", "BREAK")


class EventForm(MeetingForm):
    """When, where and what kind of event it is; everybody may come."""

    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Only if it lasts more than one day. For example 26.4.2026")
    )

    class Meta(MeetingForm.Meta):
        fields = ("kind", "title", "place", "call_address", "note")
        labels = MeetingForm.Meta.labels | {"kind": _("What it is"), "title": _("Title of the event")}
        widgets = {**MeetingForm.Meta.widgets, "kind": forms.RadioSelect}  # type: ignore[dict-item]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(kind.value, capfirst(kind.label)) for kind in EVENTS])
        self.fields["groups"].label = _("Which groups are invited too")
        self.fields["groups"].help_text = _("Their members get an invitation. Leave it empty to invite nobody by name.")
        self.order_fields(
            ["kind", "title", "day", "starts", "last_day", "ends", "place", "call_address", "groups", "note"]
        )
        if not self.instance._state.adding and day_of(self.instance.ends_at) != day_of(self.instance.starts_at):
            self.initial["last_day"] = day_of(self.instance.ends_at)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not come before the first."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        said = super().facts() | {"is_open": True}
        last = self.cleaned_data.get("last_day")
        return said | {"ends_at": moment(last, self.cleaned_data["ends"])} if last else said


class BlockForm(forms.Form):
    """One block of the programme."""

    title = forms.CharField(label=_("Title of the block"), max_length=300)
    kind = forms.ChoiceField(label=_("What kind of block it is"), widget=forms.RadioSelect, initial="LECTURE")
    day = DateField(label=pgettext_lazy("meeting", "Day"))
    starts = clock_field(pgettext_lazy("meeting", "From"), "9:00")
    ends = clock_field(pgettext_lazy("meeting", "To"), "10:30")
    room = forms.CharField(
        label=_("Room"), max_length=100, required=False, help_text=_("Blocks at the same time need different rooms.")
    )
    speakers = forms.CharField(
        label=_("Who speaks"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One on a line: the name, a dash, the organisation. The public reads it; ask the speakers."),
    )
    about = forms.CharField(
        label=pgettext_lazy("block", "What it is about"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, meeting: Meeting, block: AgendaItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in AgendaItem.Kind if kind.value in BLOCKS]
        kinds.sort(key=lambda kind: BLOCKS.index(kind.value))
        offer(self, "kind", [(kind.value, capfirst(kind.label)) for kind in kinds])
        self.initial["day"] = day_of(meeting.starts_at)
        if block is not None:
            self._fill(block)

    def _fill(self, block: AgendaItem) -> None:
        self.initial.update({"title": block.title, "kind": block.kind, "room": block.room, "about": block.about})
        self.initial.update({"speakers": speakers_text(block.speakers), "version": block.version})
        if block.starts_at and block.ends_at:
            self.initial["day"] = day_of(block.starts_at)
            self.initial["starts"] = timezone.localtime(block.starts_at).time()
            self.initial["ends"] = timezone.localtime(block.ends_at).time()

    def clean_speakers(self) -> list[dict[str, str]]:
        try:
            return speakers_of(self.cleaned_data["speakers"])
        except PlanRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "title": said["title"],
            "kind": said["kind"],
            "room": said["room"].strip(),
            "about": said["about"].strip(),
            "speakers": said["speakers"],
            "starts_at": moment(said["day"], said["starts"]),
            "ends_at": moment(said["day"], said["ends"]),
        }


class RegistrationForm(forms.Form):
    """Whether people register, until when, how many places there are."""

    takes = forms.BooleanField(
        label=_("People register"),
        required=False,
        help_text=_("Without it everybody just comes. The form opens once the event is announced."),
    )
    capacity = IntegerField(
        label=_("How many places there are"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Leave it empty where there is room for all. Who comes later waits and moves up by itself."),
    )
    day = DateField(
        label=_("Last day to register"), required=False, help_text=_("Leave it empty to take people until it begins.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = meeting.registration_until
        self.initial.update(
            {
                "takes": meeting.takes_registrations or not meeting.invited_at,
                "capacity": meeting.capacity,
                "day": day_of(until) if until else None,
                "version": meeting.version,
            }
        )
        self.meeting = meeting

    def facts(self) -> dict[str, Any]:
        """The last day counted to its end; on the day of the event until it begins."""
        said, day = self.cleaned_data, self.cleaned_data["day"]
        until = None
        if day:
            until = moment(day, datetime.max.time().replace(microsecond=0))
            until = self.meeting.starts_at if day == day_of(self.meeting.starts_at) else until
        return {"takes": said["takes"], "capacity": said["capacity"], "until": until, "version": said["version"]}


class Registering(forms.Form):
    """What everybody says who registers, on their own or by telephone."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    represents = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "organization"}),
        help_text=_("If you come for yourself, leave it empty."),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The confirmation comes here. Without an e-mail leave a telephone number."),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    needs = forms.MultipleChoiceField(
        label=_("Do you need something?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the coordinator sees it, and it is deleted a week after the event."),
    )
    needs_note = forms.CharField(
        label=_("More about what you need"),
        required=False,
        max_length=300,
        help_text=_("For example which sign language or which meal. Write nothing about your illness."),
    )
    may_write = forms.BooleanField(
        label=_("You may write to me once after the event, with what was presented"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "needs", [(need.value, capfirst(need.label)) for need in Participant.Need])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("email") or cleaned.get("phone")) and "email" not in self.errors:
            self.add_error("email", _t("Leave an e-mail or a telephone number, so that we can tell you of a change."))
        return cleaned

    def facts(self) -> Said:
        said = self.cleaned_data
        return Said(
            said["name"], said["email"], said["phone"], said["represents"], tuple(said.get("needs", ())),
            said.get("needs_note", ""), said["may_write"],
        )  # fmt: skip


class RegisterForm(Registering, OpenForm):
    """Register without an account."""

    purpose = "planning.register"

    consent = forms.BooleanField(
        label=_("I agree that the municipality keeps what I have written here for this event"),
        error_messages={"required": _("Without your consent we must not keep the registration.")},
    )


class EnteredForm(Registering):
    """Somebody registers by telephone, or what was written is corrected; needs only for those who may see them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Participant | None = None, with_needs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "name": pgettext_lazy("person", "Name"), "email": _("E-mail"), "phone": _("Telephone"),
            "needs": _("What they need"), "needs_note": _("More about it"),
            "may_write": _("Agreed to be written to once after the event"),
        }  # fmt: skip
        for name, label in words.items():
            self.fields[name].label = label
        for name in ("name", "represents", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        for name in ("represents", "needs_note"):
            self.fields[name].help_text = ""
        self.fields["email"].help_text = _(
            "The confirmation goes there. Without it you call, also when a place is free."
        )
        self.row = row
        if not with_needs:
            del self.fields["needs"], self.fields["needs_note"]
        if row is not None:
            names = ("name", "represents", "email", "phone", "needs", "needs_note", "may_write", "version")
            self.initial.update({name: getattr(row, name) for name in names})

    def facts(self) -> Said:
        """What may not be seen is not overwritten either."""
        said = super().facts()
        if "needs" in self.fields or self.row is None:
            return said
        kept = (tuple(self.row.needs), self.row.needs_note)
        return Said(said.name, said.email, said.phone, said.represents, *kept, said.may_write)


class WalkInForm(forms.Form):
    """Somebody who came without having registered."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    represents = forms.CharField(label=_("Organisation"), max_length=300, required=False)


class PublicPapersForm(forms.Form):
    """Which papers everybody may read."""

    papers = forms.MultipleChoiceField(
        label=_("What everybody may download"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, papers: list[tuple[str, str]], public: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "papers", papers)
        self.initial["papers"] = public
