"""Forms of an assessment: begin one, judge all criteria, make a task."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.meetings.models import Meeting
from planning.standards.assessing import Assessment, Judged, lists
from planning.standards.judging import Answer
from planning.standards.models import ChecklistWord
from ui.forms import DateField, offer, offer_rows

NONE = "NONE"
SCORES = [
    ("", _("not judged yet")),
    ("1", _("1 – it does not work")),
    ("2", _("2 – it works badly")),
    ("3", _("3 – it works with gaps")),
    ("4", _("4 – it works well")),
    ("5", _("5 – it works and others could learn from it")),
    (NONE, _("it does not apply")),
]


class BeginForm(forms.Form):
    """By which list, and on which day."""

    of = forms.ChoiceField(label=_("By which list"), widget=forms.RadioSelect)
    on = DateField(label=_("Day of the assessment"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer(self, "of", [(each.slug, each.name) for each in lists().values()])

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day lies ahead; tell only what is done."))
        return on


class JudgeForm(forms.Form):
    """All criteria on one page; what is left without a score stays unjudged."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment
        for line in assessment.lines:
            self._ask(line)

    def _ask(self, line: Judged) -> None:
        code, word = line.criterion.code, line.word
        score = "" if word is None else NONE if word.score is None else str(word.score)
        self.fields[f"{code}_score"] = forms.ChoiceField(
            label=_("How well it works"), choices=SCORES, required=False, initial=score
        )
        self.fields[f"{code}_evidence"] = forms.CharField(
            label=_("What proves it"),
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            initial=word.text if word else "",
        )
        self.fields[f"{code}_recommendation"] = forms.CharField(
            label=_("What to do better"),
            required=False,
            max_length=400,
            initial=word.recommendation if word else "",
            disabled=bool(word and word.task_id),
        )

    def lines(self) -> list[tuple[Judged, list[Any]]]:
        """Each criterion with its fields."""
        names = ("score", "evidence", "recommendation")
        return [(line, [self[f"{line.criterion.code}_{name}"] for name in names]) for line in self.assessment.lines]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for line in self.assessment.lines:
            score, evidence, better = self._said(line, cleaned)
            if score and not evidence:
                words = _("%(area)s: say what proves it, or why it does not apply.") % {"area": line.criterion.name}
                self.add_error(f"{line.criterion.code}_evidence", words)
            if not score and (evidence or better):
                words = _("%(area)s: choose a score, or say that it does not apply.") % {"area": line.criterion.name}
                self.add_error(f"{line.criterion.code}_score", words)
        return cleaned

    def answers(self) -> dict[str, Answer]:
        found = {}
        for line in self.assessment.lines:
            score, evidence, better = self._said(line, self.cleaned_data)
            if score:
                found[line.criterion.code] = Answer(None if score == NONE else int(score), evidence, better)
        return found

    def _said(self, line: Judged, cleaned: dict[str, Any]) -> tuple[str, str, str]:
        code = line.criterion.code
        said = [cleaned.get(f"{code}_{name}") or "" for name in ("score", "evidence", "recommendation")]
        return said[0], said[1].strip(), said[2].strip()


class TaskForm(forms.Form):
    """At which meeting, what, who and until when."""

    meeting = forms.ModelChoiceField(
        label=_("In the minutes of which meeting"),
        queryset=Meeting.objects.none(),
        help_text=_("Only meetings whose minutes are being written can take a task."),
    )
    what = forms.CharField(label=_("What is to be done"), max_length=400, widget=forms.Textarea({"rows": 2}))
    who = forms.CharField(label=_("Who does it"), max_length=200)
    due_on = DateField(label=_("Until when"))

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "meeting", meetings)


def begun(word: ChecklistWord) -> dict[str, Any]:
    """A task begins with the recommendation."""
    return {"what": word.recommendation}
