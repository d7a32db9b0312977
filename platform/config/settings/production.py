"""A real installation: HTTPS only, secrets and addresses from the environment, nothing local."""

from config.settings import environment as env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES

SECRET_KEY = env.required("OPORA_SECRET_KEY")
ALLOWED_HOSTS = env.words("OPORA_HOSTS") or [env.required("OPORA_HOSTS")]
OPORA_REGION_HOST = env.required("OPORA_REGION_HOST")
DATABASES["default"].update(env.database(env.required("DATABASE_URL")) | {"OPTIONS": DATABASES["default"]["OPTIONS"]})
OPORA_GALLERY = env.flag("OPORA_GALLERY")
OPORA_PORT = 443

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("OPORA_BEHIND_PROXY", True) else None
SESSION_COOKIE_NAME = "__Host-opora_session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-opora_csrf"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-opora_language"
LANGUAGE_COOKIE_SECURE = True
