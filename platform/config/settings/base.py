"""What all installations share."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.settings import environment as env
from config.settings.apps import INSTALLED_APPS, SHARED_APPS, TENANT_APPS  # noqa: F401
from config.settings.security import *  # noqa: F403
from config.settings.signin import *  # noqa: F403

# Workbooks from strangers are read by the parser that expands no entities, although lxml is there for documents.
os.environ.setdefault("OPENPYXL_LXML", "False")

ROOMS = Path(__file__).resolve().parents[2]  # the folder that holds kernel, accounts, ui, config
CHECKOUT = ROOMS.parent if ROOMS.name == "platform" else Path.cwd()

SECRET_KEY = env.text("OPORA_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.words("OPORA_HOSTS", "localhost,.localhost,127.0.0.1")
OPORA_REGION_HOST = env.text("OPORA_REGION_HOST", "localhost")
OPORA_PORT = env.number("PORT", 8000)  # as the public sees it
OPORA_DEMONSTRATION = env.flag("OPORA_DEMONSTRATION")
OPORA_GALLERY = env.flag("OPORA_GALLERY", OPORA_DEMONSTRATION)
OPORA_PROXIES = env.number("OPORA_PROXIES", 0)
OPORA_HOSTLESS_PATHS = {"/healthz", "/readyz"}
OPORA_OPERATOR_NAME = env.text("OPORA_OPERATOR_NAME")
OPORA_OPERATOR_CONTACT = env.text("OPORA_OPERATOR_CONTACT")

# A form sent from a municipality's site when the session has ended leads to the sign-in on the region's host.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += [f"{OPORA_REGION_HOST}:*"]

# --- database: one pool per process, one schema per tenant ---------------------------------------------------------
_database = env.database(env.address("DATABASE_URL") or "postgresql://opora@127.0.0.1:5432/opora")
DATABASES = {
    "default": {
        "ENGINE": "tenants.postgresql",
        **_database,
        "OPTIONS": {
            **_database["OPTIONS"],
            "pool": {"min_size": 1, "max_size": env.number("OPORA_POOL_SIZE", 8), "max_lifetime": 300, "timeout": 10},
        },
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASE_ROUTERS = ["kernel.staying.StayWhereRead", "django_tenants.routers.TenantSyncRouter"]
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_URLCONF = "config.urls_region"
ROOT_URLCONF = "config.urls_municipality"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

CACHES = {
    # Shared by all processes and there whenever the database is: rate limits, one-time marks.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "opora_cache",
        "KEY_FUNCTION": "kernel.cache.make_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Of one process, for seconds: which host belongs to which tenant.
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "opora"},
    # The same for names and lists that nobody changes: given out without a copy.
    "names": {"BACKEND": "kernel.cache.AsItIs", "LOCATION": "names"},
}

# --- requests ------------------------------------------------------------------------------------------------------
MIDDLEWARE = [
    "kernel.logs.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kernel.headers.SafeHeaders",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "tenants.middleware.ChooseTenant",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.SessionOfThisSite",
    "django.middleware.locale.LocaleMiddleware",
    "tenants.middleware.SpeakTheLanguageOfThePlace",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondStep",
    "tenants.middleware.AskForSecondStep",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ui.errors.ButtonsOnly",
    "kernel.asking.DecentRequests",
]
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "ui.forms.Renderer"
CSRF_FAILURE_VIEW = "ui.errors.csrf_failure"

# --- languages -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sk"
LANGUAGES = [("sk", _("Slovak")), ("cs", _("Czech")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "opora_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
FORMAT_MODULE_PATH = ["ui.formats"]
LOCALE_PATHS = [ROOMS / "kernel" / "locale"]  # the kernel itself is no Django app, its parts are
TIME_ZONE = env.text("OPORA_TIME_ZONE", "Europe/Bratislava")
USE_TZ = True
USE_I18N = True

# --- files ---------------------------------------------------------------------------------------------------------
_data = Path(env.text("OPORA_DATA") or CHECKOUT / ".opora")
STATIC_URL = "/static/"
STATIC_ROOT = _data / "static"
MEDIA_ROOT = _data / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
OPORA_UPLOAD_LIMIT = env.number("OPORA_UPLOAD_LIMIT_MB", 200) * 1024 * 1024
# Registers fetched by themselves: from hosts and from a folder named here, from nowhere else.
OPORA_FETCH_HOSTS = env.words("OPORA_FETCH_HOSTS")
OPORA_FETCH_FOLDER = env.text("OPORA_FETCH_FOLDER")
OPORA_FETCH_SECONDS = env.number("OPORA_FETCH_SECONDS", 900)

# --- personal data ---------------------------------------------------------------------------------------------------
# Days after the answer for which the address of somebody who told us of a mistake is kept.
OPORA_REPORTER_DAYS = env.number("OPORA_REPORTER_DAYS", 30)

# --- mail ----------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "kernel.mail.backend.RecordingBackend"
OPORA_MAIL_TRANSPORT = env.text("OPORA_MAIL_TRANSPORT", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("OPORA_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("OPORA_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("OPORA_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("OPORA_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("OPORA_MAIL_TLS")
DEFAULT_FROM_EMAIL = env.text("OPORA_MAIL_FROM", "opora@localhost")

# --- work outside the request --------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.address("OPORA_BROKER_URL")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5, "visibility_timeout": 3600}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- search --------------------------------------------------------------------------------------------------------
OPORA_ELASTICSEARCH_URL = env.address("OPORA_ELASTICSEARCH_URL")
OPORA_INDEX_PREFIX = env.text("OPORA_INDEX_PREFIX", "opora")

# --- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["kernel.access.ApiPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "kernel.http.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "kernel.http.problem_handler",
    "DEFAULT_THROTTLE_CLASSES": ["kernel.limits.throttling.ApiThrottle"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
OPORA_API_PER_MINUTE = env.number("OPORA_API_PER_MINUTE", 600)
SPECTACULAR_SETTINGS = {
    "TITLE": "Opora",
    "DESCRIPTION": "Search and catalogue of social services for programmes. Open to all, without a key. "
    "All of it at once, and what has changed, is published by HSDS at /hsds/.",
    "VERSION": "1",
    "LICENSE": {"name": "CC BY-SA 4.0", "url": "https://creativecommons.org/licenses/by-sa/4.0/"},
    "SERVE_INCLUDE_SCHEMA": False,
}

LOGGING_CONFIG = "kernel.logs.configure"
LOGGING = {"level": env.text("OPORA_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS = ["account.W001"]
