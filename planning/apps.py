from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("community plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planning.delivery import jobs  # noqa: F401 - declares the jobs
        from ui import menu

        menu.register(
            "plans",
            _("Plans at work"),
            "planning:plans",
            site="municipality",
            permission="planning.read_draft",
            order=40,
        )
        menu.register(
            "reports",
            _("My reports"),
            "planning:reports",
            site="municipality",
            permission="planning.see_own_reports",
            order=42,
        )
