from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("community plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planning.delivery import jobs as jobs_of_years  # noqa: F401 - declares the kinds of job
        from planning.events import posting  # noqa: F401 - declares kinds of job
        from planning.groups.queries import named_groups
        from planning.informing.finding import NOTICES
        from planning.knowing.publishing import needs_by_measure
        from planning.meetings.finding import MEETINGS
        from planning.structure import print_job  # noqa: F401 - declares a kind of job
        from planning.structure.finding import also_find
        from planning.structure.guarantors import name_groups
        from planning.structure.publishing import also_publish
        from planning.structure.workbook import jobs as jobs_of_files  # noqa: F401 - declares a kind of job
        from ui import menu

        also_publish("needs", needs_by_measure)
        name_groups(named_groups)
        also_find("MEETING", MEETINGS)
        also_find("NOTICE", NOTICES)
        menu.place("rss", "planning:feed", site="municipality")

        menu.register(
            "plans",
            _("Plans at work"),
            "planning:plans",
            site="municipality",
            permission="planning.read_draft",
            order=40,
        )
        menu.register(
            "groups", _("Groups"), "planning:groups", site="municipality", permission="planning.read_draft", order=41
        )
        menu.register(
            "reports",
            _("My reports"),
            "planning:reports",
            site="municipality",
            permission="planning.see_own_reports",
            order=43,
        )
        menu.register(
            "meetings",
            _("Meetings"),
            "planning:meetings",
            site="municipality",
            permission="planning.read_draft",
            order=42,
        )
        menu.register(
            "surveys",
            _("Surveys"),
            "planning:surveys",
            site="municipality",
            permission="planning.read_draft",
            order=43,
        )
        menu.register(
            "informing",
            _("Informing people"),
            "planning:informing",
            site="municipality",
            permission="planning.read_draft",
            order=44,
        )
        menu.register(
            "letters",
            _("My letters"),
            "planning:letters_of_mine",
            site="municipality",
            permission="planning.see_own_letters",
            order=45,
        )
