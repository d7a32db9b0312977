from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("community plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
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
            "meetings",
            _("Meetings"),
            "planning:meetings",
            site="municipality",
            permission="planning.read_draft",
            order=42,
        )
