from django.apps import AppConfig


class UiConfig(AppConfig):
    """Page frames, parts and forms."""

    name = "ui"
    verbose_name = "Opora: look"

    def ready(self) -> None:
        from ui import menu

        menu.place("accessibility", "ui:accessibility")
        menu.place("contact", "ui:contact")
