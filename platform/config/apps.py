from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app only for the commands that speak for the whole deployment."""

    name = "config"
