"""The tests: real parts of their own, started here; quick passwords, no second step unless a test asks for it."""

import os
from pathlib import Path

import embedded

_checkout = Path(__file__).resolve().parents[3]
os.environ.setdefault("OPORA_HOME", str(_checkout / ".opora" / "test"))
embedded.start(durable=False)

from config.settings import environment as env  # noqa: E402
from config.settings.base import *  # noqa: E402, F403

SECRET_KEY = "only for tests"
OPORA_GALLERY = True
OPORA_REQUIRE_SECOND_STEP = False
OPORA_INDEX_PREFIX = env.text("OPORA_INDEX_PREFIX", "test")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(os.environ["OPORA_HOME"]) / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # static files come from the rooms, nothing is collected
