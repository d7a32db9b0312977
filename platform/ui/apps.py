from django.apps import AppConfig


class UiConfig(AppConfig):
    """Page frames, parts and forms."""

    name = "ui"
    verbose_name = "Opora: look"
