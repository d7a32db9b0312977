"""Forms of informing: a notice, an entry of the log, following, wishes about letters, a poster."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.clock import today
from kernel.files import COUNTED, LARGEST_PAPER
from planning.informing.models import Announcement, Channel
from planning.informing.telling import KINDS
from planning.structure.forms import PlanField
from planning.structure.models import Plan
from planning.structure.open_forms import OpenForm
from tenants.models import How, Language
from ui.forms import CheckedFile, DateField, offer, offer_rows

LONGEST = 4000


def _plan_field(empty: Any) -> PlanField:
    return PlanField(label=_("Which plan it is about"), queryset=Plan.objects.none(), required=False, empty_label=empty)


def _file_field(label: Any, help_text: Any) -> CheckedFile:
    return CheckedFile(kinds=COUNTED, largest=LARGEST_PAPER, label=label, required=False, help_text=help_text)


class _OfPlans(forms.ModelForm):
    """Names the plan it is about, or the municipality as a whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "plan", Plan.objects.order_by("-starts_on", "title", "pk"))

    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        plan = said.pop("plan")
        return said | {"plan_id": plan.pk if plan else None}


class NoticeForm(_OfPlans):
    """A short text for everybody."""

    plan = _plan_field(_("the whole municipality"))
    shown_from = DateField(label=_("Shown from"))
    shown_until = DateField(
        label=_("Shown until"),
        required=False,
        help_text=_("The last day on which it counts. It can be read afterwards too, marked as past."),
    )
    link = forms.URLField(
        label=_("Address of a page"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where people read more, if anywhere."),
    )
    file = _file_field(_("File"), _("PDF, picture or document; at most 20 MB. Everybody can open it."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Announcement
        fields = ("title", "text", "plan", "shown_from", "shown_until", "link", "file")
        labels = {"title": _("Title"), "text": _("Text")}
        help_texts = {
            "title": _("What happens, in one line: “We are looking for people into the group for seniors.”"),
            "text": _("Short and plain: what, when, where, whom to call."),
        }
        widgets = {"text": forms.Textarea({"rows": 6, "maxlength": LONGEST})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].max_length = LONGEST  # type: ignore[attr-defined]
        if self.instance._state.adding:
            self.fields["shown_from"].initial = today()
        else:
            self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("shown_from"), cleaned.get("shown_until")
        if first and last and last < first:
            self.add_error("shown_until", _("The last day must not come before the first one."))
        return cleaned

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        if len(text) > LONGEST:
            raise forms.ValidationError(_("Shorten the text to %(n)s characters.") % {"n": LONGEST})
        return text

    def validate_constraints(self) -> None:
        """The command says the same in words."""

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        said.pop("version")
        if not self.files.get("file"):
            said["file"] = None
        return said


class EntryForm(_OfPlans):
    """How people were told of something outside Opora."""

    plan = _plan_field(_("all plans of the municipality"))
    on = DateField(label=pgettext_lazy("log", "Day"))
    channel = forms.ChoiceField(label=pgettext_lazy("log", "How"), choices=lambda: [("", ""), *channels()])
    link = forms.URLField(
        label=_("Address of the proof"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("For example the page of the official board."),
    )
    file = _file_field(
        _("Proof"), _("A photograph of the board, the page of the newspaper, the leaflet; at most 20 MB.")
    )

    class Meta:
        model = Announcement
        fields = ("title", "on", "channel", "audience", "plan", "text", "link", "file")
        labels = {
            "title": _("What people were told"),
            "audience": _("For whom"),
            "text": _("Note"),
        }
        help_texts = {"audience": _("For example: everybody, seniors, providers, members of the group.")}
        widgets = {"text": forms.Textarea({"rows": 3})}

    def validate_constraints(self) -> None:
        """The command says the same in words."""


def channels() -> list[tuple[str, str]]:
    return [(each.value, str(capfirst(each.label))) for each in Channel]


class FollowForm(OpenForm):
    """Follow plans or the municipality by e-mail."""

    purpose = "planning.follow"

    topics = forms.MultipleChoiceField(
        label=_("What do you want to follow?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what you want to follow.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("We send a letter there with a link. Nothing else comes until you open it and agree."),
    )

    def __init__(self, *args: Any, topics: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topics", topics)


class WishForm(forms.Form):
    """How somebody wishes to hear of each kind of news, and what they follow."""

    def __init__(
        self,
        *args: Any,
        wishes: Mapping[str, str],
        kinds: Iterable[str],
        topics: Iterable[tuple[str, str]] = (),
        followed: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = list(topics)
        if offered:
            self.fields["topics"] = forms.MultipleChoiceField(
                label=_("What you follow"),
                choices=offered,
                initial=list(followed),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.kinds = list(kinds)
        for kind in self.kinds:
            self.fields[kind] = forms.ChoiceField(
                label=capfirst(KINDS[kind]), choices=How.choices, initial=wishes.get(kind, How.DAILY)
            )

    def wishes(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in self.kinds}


class PosterForm(forms.Form):
    """What the poster calls people to, its size and language."""

    of = forms.ChoiceField(label=_("What the poster is for"), widget=forms.RadioSelect)
    paper = forms.ChoiceField(label=_("Size"), choices=[("a4", "A4"), ("a3", "A3")], widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "of", offered)
