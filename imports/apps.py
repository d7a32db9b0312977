from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from imports import jobs, subscribers  # noqa: F401 - declares the kinds of job and who hears of what
        from imports.mapping import jobs as jobs_of_mappings  # noqa: F401
        from ui import menu

        menu.register(
            "imports", _("Imports"), "imports:runs", site="region", permission="imports.bring_in_register", order=80
        )
