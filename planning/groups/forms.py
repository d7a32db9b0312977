"""Forms of groups, people and mandates."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from planning.groups.applying import LINK, LONGEST
from planning.groups.models import Application, Group, GroupMember, Party, Person
from planning.groups.people import Newcomer
from planning.structure.forms import PlanField
from planning.structure.models import Plan
from planning.structure.open_forms import OpenForm
from ui.forms import DateField, IntegerField, offer, offer_rows

ANOTHER = "another"


class GroupForm(forms.ModelForm):
    """A group: what it is, for which plan, what it deals with and how open it is."""

    quorum = IntegerField(
        label=_("Quorum in per cent of the members"),
        initial=50,
        min_value=0,
        max_value=100,
        help_text=_("At least this share has to be there so that the group can decide. For more than half write 51."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    plan = PlanField(
        Plan.objects.none(),
        label=_("For which plan"),
        required=False,
        empty_label=_("all plans of the municipality"),
    )
    started_on = DateField(label=_("Works since"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Group
        fields = ("kind", "name", "about", "plan", "quorum", "started_on", "is_open", "is_public")
        labels = {
            "kind": _("What kind of group it is"),
            "name": _("Name of the group"),
            "about": _("What it deals with"),
            "is_open": _("Anybody may ask to join"),
            "is_public": _("Shown to the public"),
        }
        help_texts = {
            "about": _("Two or three sentences; the public reads them."),
            "is_public": _("The public sees what the group deals with and how many members each side has. "
                           "Names are shown only of those who agreed."),
        }  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "about": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.choices = [(each.value, capfirst(each.label)) for each in Group.Kind]  # type: ignore[attr-defined]
        offer_rows(self, "plan", Plan.objects.order_by("-starts_on", "title", "id"))
        self.fields["version"].initial = self.instance.version

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PersonForm(forms.ModelForm):
    """Name and contact. Where somebody alike is known, `offer` asks whether it is the same person."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Person
        fields = ("name", "email", "phone")
        labels = {"name": pgettext_lazy("person", "Name"), "email": _("E-mail"), "phone": _("Telephone")}
        help_texts = {
            "name": _("With titles, as it stands in papers."),
            "email": _("May be left out; invitations then come on paper or by telephone."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def offer(
        self, known: Sequence[Person], where: Mapping[Any, Sequence[GroupMember]], *, may_be: bool = True
    ) -> None:
        """Ask whether it is one of these people. `may_be`: whether one of them can be taken instead."""
        offered = [(str(row.pk), _told(row, where.get(row.pk, ()))) for row in known] if may_be else []
        self.fields["who"] = forms.ChoiceField(
            label=gettext("Is it one of these people?"),
            choices=[*offered, (ANOTHER, gettext("No, it is another person"))],
            widget=forms.RadioSelect,
            required=False,
        )

    @property
    def who(self) -> str:
        return str(self.data.get("who", ""))

    def newcomer(self) -> Newcomer:
        said = self.cleaned_data
        return Newcomer(said["name"], said["email"], said["phone"], is_another=self.who == ANOTHER)


def _told(person: Person, mandates: Sequence[GroupMember]) -> str:
    """Enough to recognise somebody: name, e-mail, groups."""
    groups = dict.fromkeys(mandate.group.name for mandate in mandates)
    return ", ".join(each for each in (person.name, person.email, person.phone, *groups) if each)


class MemberForm(forms.ModelForm):
    """A mandate: side, whom the member represents, office, from when to when, appointed by whom."""

    starts_on = DateField(label=_("Mandate from"))
    ends_on = DateField(label=_("Mandate to"), required=False, help_text=_("Empty: without an end."))
    agreed_on = DateField(label=_("Agreed on"), required=False, help_text=_("The day of the consent; empty: today."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = GroupMember
        fields = (
            "party", "represents", "office", "substitute_for", "appointed_by", "starts_on", "ends_on",
            "name_is_public", "agreed_on",
        )  # fmt: skip
        labels = {
            "party": _("On whose side"),
            "represents": _("Whom the member represents"),
            "office": _("Office"),
            "substitute_for": _("Substitute for"),
            "appointed_by": _("Appointed by"),
            "name_is_public": _("Agrees that the name is published"),
        }
        help_texts = {
            "represents": _("An organisation, a municipality or a group of people; may be left out."),
            "substitute_for": _("Only for a substitute."),
            "appointed_by": _("For example mayor, council, or the group itself."),
            "name_is_public": _("Without consent the public sees only the side."),
        }
        widgets = {"party": forms.RadioSelect, "office": forms.RadioSelect}

    def __init__(self, *args: Any, members: Iterable[GroupMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "party", parties())
        offer(self, "office", [(each.value, capfirst(each.label)) for each in GroupMember.Office])
        self.members = {str(one.pk): one for one in members if one.pk != self.instance.pk}
        choices = [("", gettext("nobody")), *((key, one.person.name) for key, one in self.members.items())]
        self.fields["substitute_for"] = forms.ChoiceField(
            label=self.fields["substitute_for"].label,
            help_text=self.fields["substitute_for"].help_text,
            choices=choices,
            required=False,
            initial=str(self.instance.substitute_for_id or ""),
        )
        if self.instance.substitute_for_id:
            self.initial["substitute_for"] = str(self.instance.substitute_for_id)
        self.fields["version"].initial = self.instance.version

    def clean_substitute_for(self) -> GroupMember | None:
        return self.members.get(self.cleaned_data["substitute_for"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        office, stands_for = cleaned.get("office"), cleaned.get("substitute_for")
        if office and (office == GroupMember.Office.SUBSTITUTE) != (stands_for is not None):
            self.add_error("substitute_for", _("A substitute stands for a member; say for whom. Nobody else does."))
        _in_order(self, cleaned)
        return cleaned

    def _post_clean(self) -> None:
        """The command checks and writes; the instance stays as it was read."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def parties() -> list[tuple[str, str]]:
    return [(party.value, str(capfirst(party.label))) for party in Party]


class EndForm(forms.Form):
    """On which day something ends, and why."""

    on = DateField(label=_("Last day"))
    why = forms.CharField(label=_("Why"), max_length=400)


class TakeForm(forms.Form):
    """From when whoever asked sits in the group."""

    starts_on = DateField(label=_("Mandate from"))
    ends_on = DateField(label=_("Mandate to"), required=False, help_text=_("Empty: without an end."))
    appointed_by = forms.CharField(label=_("Appointed by"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})


class DeclineForm(forms.Form):
    """Why not; the person reads it."""

    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The person reads it in the letter."),
    )


class JoinForm(OpenForm):
    """Ask to join a group, for anybody."""

    purpose = "planning.join"

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The answer comes here. Without an e-mail leave a telephone number."),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    party = forms.ChoiceField(label=_("For whom do you speak?"), widget=forms.RadioSelect)
    represents = forms.CharField(
        label=_("Whom you represent"),
        required=False,
        max_length=300,
        help_text=_("An organisation, a municipality or a group of people. If you speak for yourself, leave it empty."),
    )
    why = forms.CharField(
        label=_("Why you want to join"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Please write nothing about your health or about other people."),
    )
    name_is_public = forms.BooleanField(
        label=_("My name may be published in the list of members"),
        required=False,
        help_text=_("You need not agree; then only your side is counted."),
    )
    consent = forms.BooleanField(
        label=_("I agree that the municipality keeps what I have written here in order to answer me"),
        error_messages={"required": _("Without your consent we must not keep the application.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = {
            Party.COMMISSIONER: pgettext_lazy("I speak for", "the municipality or the region"),
            Party.PROVIDER: pgettext_lazy("I speak for", "a provider of services"),
            Party.USER: pgettext_lazy("I speak for", "users of services and their families"),
            Party.PUBLIC: pgettext_lazy("I speak for", "the public"),
            Party.STATE: pgettext_lazy("I speak for", "an office of the state"),
            Party.EXPERT: pgettext_lazy("I speak for", "experts"),
        }
        order = (Party.USER, Party.PUBLIC, Party.PROVIDER, Party.EXPERT, Party.COMMISSIONER, Party.STATE)
        offer(self, "party", [(party.value, words[party]) for party in order])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("email") or cleaned.get("phone")) and "email" not in self.errors:
            self.add_error("email", _("Leave an e-mail or a telephone number, so that we can answer."))
        if sum(len(LINK.findall(str(cleaned.get(name, "")))) for name in ("name", "represents", "why")) > 1:
            self.add_error("why", _("Leave out the web addresses; one at most can stand here."))
        return cleaned

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in super().said().items() if name != "consent"}


def initial_of_taking(application: Application, day: date) -> dict[str, Any]:
    """What the coordinator would write most often."""
    return {"starts_on": max(day, application.group.started_on)}


def _in_order(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.add_error("ends_on", _("The end must not come before the beginning."))
    return cleaned
