from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = _("municipalities and roles")

    def ready(self) -> None:
        from tenants import menu, subscribers  # noqa: F401

        menu.hang()
