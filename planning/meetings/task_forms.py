"""The form that makes an activity, or an item of the action plan, of a task."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from planning.meetings.becoming import Place
from planning.meetings.models import MeetingTask
from planning.structure.models import Node
from planning.structure.tree import Branch
from ui.forms import offer


def _choice(branch: Branch) -> tuple[str, str]:
    return str(branch.node.pk), f"{branch.number} {branch.node.title}"


class BecomeForm(forms.Form):
    """What becomes of the task, under which measure, and who carries it out."""

    what = forms.ChoiceField(label=_("What becomes of it"), widget=forms.RadioSelect, initial="ACTIVITY")
    measure = forms.ChoiceField(
        label=_("Under which measure"), help_text=_("We chose the one that fits best; look whether it is right.")
    )
    title = forms.CharField(label=_("Title"), max_length=400)
    implementer = forms.CharField(
        label=_("Who carries it out"),
        max_length=300,
        required=False,
        help_text=_("An organisation or office. The public reads it once the plan is published; leave out names."),
    )

    def __init__(self, *args: Any, task: MeetingTask, places: list[Place], likely: Node | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = {str(branch.node.pk): branch.node for place in places for branch in place.measures}
        chosen = [
            (
                place.plan.with_years,
                [(str(branch.node.pk), f"{branch.number} {branch.node.title}") for branch in place.measures],
            )
            for place in places
        ]
        offer(self, "measure", [("", ""), *chosen])
        year = {"year": task.due_on.year}
        offer(
            self,
            "what",
            [
                (MeetingTask.Became.ACTIVITY.value, capfirst(MeetingTask.Became.ACTIVITY.label)),
                (MeetingTask.Became.ITEM.value, _("An item of the action plan %(year)s") % year),
            ],
        )
        self.initial.update({"title": task.what, "implementer": task.who, "measure": str(likely.pk) if likely else ""})

    @property
    def is_item(self) -> bool:
        return bool(self.cleaned_data["what"] == MeetingTask.Became.ITEM)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "measure": self.measures[said["measure"]],
            "title": said["title"],
            "implementer": said["implementer"],
        }
