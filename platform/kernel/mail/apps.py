from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "kernel.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from kernel import rounds
        from kernel.mail.handing_over import hand_over_batch

        rounds.register("mail", hand_over_batch)
