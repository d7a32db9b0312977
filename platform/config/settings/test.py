"""The tests: real parts, quick passwords, no second step unless a test asks for it."""

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only for tests"
OPORA_GALLERY = True
OPORA_REQUIRE_SECOND_STEP = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
