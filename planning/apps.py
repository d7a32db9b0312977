from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("community plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planning import subscribers  # noqa: F401
