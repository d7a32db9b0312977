"""What happened to a plan and its parts, in words."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "added": _("added"),
    "changed": _("changed"),
    "moved": _("moved"),
    "removed": _("removed"),
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
    "calendar_changed": _("the calendar of the process was changed"),
    "notice_written": _("a notice was written"),
    "notice_changed": _("a notice was changed"),
    "notice_published": _("a notice was published"),
    "notice_withdrawn": _("a notice was taken back"),
    "notice_removed": _("a draft of a notice was removed"),
    "snapshot_taken": _("taken from the catalogue"),
}


def words_of(act: str) -> str:
    """What happened, in words; an act nobody has named stays what it is called."""
    return str(ACTS.get(act, act))
