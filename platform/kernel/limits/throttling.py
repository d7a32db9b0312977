"""The limit of the API, in the words of the REST framework."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from kernel.limits.counting import Turn, address_of, spend

MINUTE = timedelta(minutes=1)


class ApiThrottle(BaseThrottle):
    """`OPORA_API_PER_MINUTE` requests (default 600) for a signed-in person or for an address."""

    turn: Turn | None = None

    def allow_request(self, request: Any, view: Any) -> bool:
        user = getattr(request, "user", None)
        who = f"user {user.pk}" if user is not None and user.is_authenticated else f"from {address_of(request)}"
        self.turn = spend(f"api {who}", getattr(settings, "OPORA_API_PER_MINUTE", 600), MINUTE)
        return self.turn.allowed

    def wait(self) -> float | None:
        return float(self.turn.wait) if self.turn is not None else None
