"""The worker's application: finds the tasks of every room and the clock of the periodic ones."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("opora")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What happens by the clock, each task named by the room that owns it. The nightly ones come one after the other.
app.conf.beat_schedule = {
    "send jobs again that nobody claimed": {"task": "kernel.jobs.tasks.resend_unclaimed", "schedule": 10.0},
    "fetch registers that are due": {"task": "imports.tasks.fetch_due_sources", "schedule": crontab(minute="*/5")},
    "sweep counters of limits": {"task": "kernel.limits.tasks.sweep_counters", "schedule": crontab(minute="17")},
    "tidy accounts": {"task": "accounts.tasks.tidy_accounts", "schedule": crontab(hour="2", minute="5")},
    "forget old jobs": {"task": "kernel.jobs.tasks.forget_old_jobs", "schedule": crontab(hour="2", minute="15")},
    "forget done deliveries": {
        "task": "kernel.journal.tasks.forget_old_deliveries",
        "schedule": crontab(hour="2", minute="25"),
    },
    "forget old letters": {"task": "kernel.mail.tasks.forget_old_mail", "schedule": crontab(hour="2", minute="35")},
    "count the quality of entries": {
        "task": "catalogue.tasks.count_quality",
        "schedule": crontab(hour="2", minute="45"),
    },
    "end overrides that ran out": {"task": "catalogue.tasks.end_overrides", "schedule": crontab(hour="0", minute="20")},
    "forget old drafts": {"task": "catalogue.tasks.forget_old_drafts", "schedule": crontab(hour="2", minute="55")},
    "look for conflicts with registers": {
        "task": "catalogue.tasks.compare_words",
        "schedule": crontab(hour="0", minute="40"),
    },
    "forget who reported mistakes": {
        "task": "catalogue.tasks.forget_who_reported",
        "schedule": crontab(hour="2", minute="50"),
    },
    "forget who asked to join groups": {
        "task": "planning.tasks.forget_old_applications",
        "schedule": crontab(hour="3", minute="15"),
    },
    "forget who registered for events": {
        "task": "planning.tasks.forget_old_registrations",
        "schedule": crontab(hour="3", minute="20"),
    },
    "forget old lists": {"task": "catalogue.tasks.forget_old_lists", "schedule": crontab(hour="3", minute="25")},
    "mix answers to surveys": {"task": "planning.tasks.mix_answers", "schedule": crontab(hour="3", minute="20")},
    "look for duplicates": {"task": "catalogue.tasks.find_duplicates", "schedule": crontab(hour="3", minute="30")},
    "remind providers": {"task": "catalogue.tasks.remind_providers", "schedule": crontab(hour="7", minute="30")},
    "remind those who report": {"task": "planning.tasks.remind_owners", "schedule": crontab(hour="7", minute="15")},
    "write the letters of the day": {
        "task": "planning.tasks.write_daily_letters",
        "schedule": crontab(hour="7", minute="5"),
    },
    "forget followers who never agreed": {
        "task": "planning.tasks.forget_old_followers",
        "schedule": crontab(hour="3", minute="20"),
    },
    "remind of crisis lines": {"task": "search.tasks.remind_of_lines", "schedule": crontab(hour="7", minute="45")},
    "reconcile the search index": {"task": "search.tasks.reconcile_search", "schedule": crontab(hour="3", minute="5")},
}
