"""Chooses the settings by OPORA_ENV: dev (the default), test or production."""

import os

match os.environ.get("OPORA_ENV", "dev"):
    case "production":
        from config.settings.production import *  # noqa: F403
    case "test":
        from config.settings.test import *  # noqa: F403
    case _:
        from config.settings.dev import *  # noqa: F403
