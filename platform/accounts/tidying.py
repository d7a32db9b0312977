"""Throws away what nobody can use any more: sessions, ended sign-ins and links long out of date."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from accounts.models import OneTimeLink, SignIn
from kernel.tenancy import entered

KEPT_FOR = timedelta(days=30)


def tidy(*, at: datetime) -> int:
    """Answers how many rows went. A link stays a month after its time, so that it can still say it was used."""
    past = at - KEPT_FOR
    with entered(""):
        gone = [
            Session.objects.filter(expire_date__lt=at).delete(),
            OneTimeLink.objects.filter(expires_at__lt=past).delete(),
            SignIn.objects.filter(Q(ended_at__lt=past) | Q(started_at__lt=past)).delete(),
        ]
    return sum(number for number, _each in gone)
