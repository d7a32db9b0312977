"""What happened to a plan and its parts, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTS = {
    "added": _("added"),
    "changed": _("changed"),
    "moved": _("moved"),
    "assessed": _("the planning was assessed"),
    "offered": _("offered to others as a template"),
    "offer_ended": _("no longer offered to others"),
    "levels_changed": _("levels or their names were changed"),
    "removed": _("removed"),
    "undone": _("put back as it was before"),
    "copied": _("copied from another plan"),
    "extended": _("extended"),
    "amended": _("amended"),
    "service_joined": _("joined to a service"),
    "service_parted": _("a service was removed"),
    "partner_added": _("a partner was added"),
    "partner_changed": _("a partner was changed"),
    "partner_removed": _("a partner was taken off"),
    "capacitychange_added": _("a change of services was added"),
    "capacitychange_changed": _("a change of services was changed"),
    "capacitychange_removed": _("a change of services was taken off"),
    "cost_added": _("costs were added"),
    "cost_changed": _("costs were changed"),
    "cost_removed": _("costs were taken off"),
    "indicator_added": _("an indicator was added"),
    "indicator_changed": _("an indicator was changed"),
    "indicator_removed": _("an indicator was taken off"),
    "risk_added": _("a risk was added"),
    "risk_changed": _("a risk was changed"),
    "risk_removed": _("a risk was taken off"),
    "linked": _("a link was added"),
    "unlinked": _("a link was removed"),
    "set_aside": _("set aside"),
    "taken_up": _("taken up again"),
    "accepted": _("accepted"),
    "reopened": _("reopened"),
    "figure_added": _("a table was added"),
    "figure_removed": _("a table was removed"),
    "snapshot_taken": _("taken from the catalogue"),
    "question_added": _("a question was added"),
    "question_changed": _("a question was changed"),
    "question_moved": _("a question was moved"),
    "question_removed": _("a question was removed"),
    "questions_taken": _("questions were taken over"),
    "opened": pgettext_lazy("survey, in its history", "opened"),
    "taken_back": pgettext_lazy("survey, in its history", "taken back"),
    "closed": pgettext_lazy("survey, in its history", "closed"),
    "results_published": _("results were published"),
    "results_withdrawn": _("results were withdrawn"),
    "quote_chosen": _("a text was chosen for the public"),
    "quote_removed": _("a text is no longer meant for the public"),
}


def words_of(act: str) -> str:
    """What happened, in words; an act nobody has named stays what it is called."""
    return str(ACTS.get(act, act))
