"""The local run: real parts of our own, plain HTTP on this machine."""

from pathlib import Path

from config.settings import environment as env
from config.settings.base import *  # noqa: F403
from config.settings.base import MEDIA_ROOT

SECRET_KEY = env.text("OPORA_SECRET_KEY") or env.kept_secret(Path(MEDIA_ROOT).parent / "secret")
DEBUG = env.flag("OPORA_DEBUG")
OPORA_GALLERY = env.flag("OPORA_GALLERY", True)

# Static files straight from the rooms: nothing to collect before the site can be seen.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
