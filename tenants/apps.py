from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = _("municipalities and roles")

    def ready(self) -> None:
        from tenants import menu, subscribers  # noqa: F401

        menu.hang()
        _hear_only_of_tenants()


def _hear_only_of_tenants() -> None:
    """django-tenants hears of every row that is deleted, of whatever table, and while anybody does
    Django fetches all rows before it deletes them. It means tenants alone."""
    from django.db.models.signals import post_delete
    from django_tenants.signals import tenant_delete_callback
    from django_tenants.utils import get_tenant_model

    post_delete.disconnect(tenant_delete_callback)
    post_delete.connect(tenant_delete_callback, sender=get_tenant_model())
