"""Which room stands in which schema: the only place that says so."""

SHARED_APPS = [
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "rules.apps.AutodiscoverRulesConfig",
    "accounts",  # before allauth, so that its pages and mails are found first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "config",
    "kernel.journal",
    "kernel.jobs",
    "kernel.mail",
    "kernel.limits",
    "tenants",
    "ui",
    "catalogue",
    "imports",
    "import_export",  # behind imports, whose command `import` goes before its own
    "search",
]
TENANT_APPS = ["planning"]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
