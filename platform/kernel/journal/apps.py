from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "kernel.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        from kernel import rounds
        from kernel.journal.relaying import deliver_batch

        rounds.register("journal", deliver_batch)
        autodiscover_modules("subscribers")
