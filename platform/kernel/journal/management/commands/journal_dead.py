"""`opora journal_dead`: what could not be delivered, and a fresh start for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kernel.journal.models import Delivery
from kernel.journal.relaying import retry_dead
from kernel.journal.subscribing import known_names


class Command(BaseCommand):
    """Lists dead letters, or gives them a fresh start with --retry."""

    help = "List deliveries that were laid aside; --retry gives them a fresh start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--subscriber", help="only those of this subscriber")
        parser.add_argument("--retry", action="store_true", help="have them tried again from the beginning")

    def handle(self, *args: Any, **options: Any) -> None:
        dead = Delivery.objects.dead()
        if options["subscriber"]:
            dead = dead.for_subscribers([options["subscriber"]])
        if options["retry"]:
            self.stdout.write(f"{retry_dead(dead)} deliveries will be tried again.")
            return
        for delivery in dead.with_entry().order_by("id").iterator():
            entry = delivery.entry
            place = entry.tenant_key or "public"
            self.stdout.write(
                f"{delivery.pk}  {delivery.subscriber}  {entry.verb}  {entry.subject_kind} {entry.subject_id}  "
                f"{place}  {entry.at:%Y-%m-%d %H:%M}  {delivery.error}"
            )
        self.stdout.write(f"{dead.count()} laid aside.")
        strangers = Delivery.objects.waiting().exclude(subscriber__in=known_names()).count()
        if strangers:
            self.stdout.write(f"{strangers} wait for subscribers that this release does not know.")
