"""What planning hangs on the menus: of everybody who comes, and of those who work in a municipality."""

from django.utils.translation import gettext_lazy as _

from ui import menu

# For everybody: name, label, address.
OPEN_ITEMS = (
    ("public_meetings", _("Public meetings"), "planning:public_meetings"),
    ("public_groups", _("Who prepares the plan"), "planning:public_groups"),
    ("notices", _("Notices"), "planning:notices"),
)
# Name, label, address, for whom; they stand in this order, from FIRST on.
ITEMS = (
    ("plans", _("Plans"), "planning:plans", "planning.read_draft"),
    ("groups", _("Groups"), "planning:groups", "planning.read_draft"),
    ("meetings", _("Meetings"), "planning:meetings", "planning.read_draft"),
    ("reports", _("My reports"), "planning:reports", "planning.see_own_reports"),
    ("surveys", _("Surveys"), "planning:surveys", "planning.read_draft"),
    ("informing", _("Informing people"), "planning:informing", "planning.read_draft"),
    ("letters", _("My letters"), "planning:letters_of_mine", "planning.see_own_letters"),
)
FIRST_OPEN, FIRST = 20, 40


def hang() -> None:
    menu.place("rss", "planning:feed", site="municipality")
    for order, (name, label, url_name) in enumerate(OPEN_ITEMS, FIRST_OPEN):
        menu.register(name, label, url_name, site="municipality", order=order)
    for order, (name, label, url_name, permission) in enumerate(ITEMS, FIRST):
        menu.register(name, label, url_name, site="municipality", permission=permission, order=order)
