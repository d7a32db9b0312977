"""The only reader of the system clock; views, tasks and management commands pass its answer down."""

from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The present day in the deployment's time zone."""
    return timezone.localdate()


def day_of(moment: datetime) -> date:
    """The day of a moment in the deployment's time zone: what is said after midnight was not said yesterday."""
    return timezone.localdate(moment)


def moment(day: date, at: time = time.min) -> datetime:
    """This time of this day in the deployment's time zone; midnight where none is told."""
    return timezone.make_aware(datetime.combine(day, at))
