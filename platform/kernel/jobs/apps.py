from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules, import_string
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "kernel.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        import_string(getattr(settings, "OPORA_CELERY_APP", "config.celery.app"))  # whom tasks are sent through
        autodiscover_modules("tasks")  # the kinds of job must be known to the page as well as to the worker
