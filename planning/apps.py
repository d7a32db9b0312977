from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("community plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planning.knowing.publishing import needs_by_measure
        from planning.structure.publishing import also_publish
        from ui import menu

        also_publish("needs", needs_by_measure)

        menu.register(
            "plans",
            _("Plans at work"),
            "planning:plans",
            site="municipality",
            permission="planning.read_draft",
            order=40,
        )
