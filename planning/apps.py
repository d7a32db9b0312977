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
        from planning.knowing.publishing import needs_by_measure
        from planning.structure import print_job  # noqa: F401 - declares a kind of job
        from planning.structure.guarantors import name_groups
        from planning.structure.publishing import also_publish
        from planning.structure.workbook import jobs as jobs_of_files  # noqa: F401 - declares a kind of job
        from ui import menu

        also_publish("needs", needs_by_measure)
        name_groups(named_groups)

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
            order=44,
        )
