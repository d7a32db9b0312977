"""How far a job has come, said by the job and read by the page."""

from collections.abc import Callable
from typing import Any


class Cancelled(Exception):
    """The person asked for the job to end; raised by `progress.stop_if_cancelled()`."""


class Superseded(BaseException):
    """Another worker has taken this job over: end at once and write nothing."""


class Progress:
    """Given to the job; call it as often as you like, it is written down about once a second."""

    def __init__(self, told: "Callable[[Progress], None] | None" = None) -> None:
        self.done = 0
        self.total = 0
        self.message = ""
        self.superseded = False
        self.heeded = False  # the job has seen that it should end
        self._asked_to_end = False
        self._told = told

    def __call__(self, done: int, total: int, message: Any = "") -> None:
        if self.superseded:
            raise Superseded
        self.done, self.total = done, total
        if message:
            self.message = str(message)
        if self._told:
            self._told(self)

    def ask_to_end(self) -> None:
        self._asked_to_end = True

    @property
    def cancelled(self) -> bool:
        """Whether the job should end; a job that has asked and heard yes counts as cancelled."""
        if self._asked_to_end:
            self.heeded = True
        return self._asked_to_end

    def stop_if_cancelled(self) -> None:
        if self.superseded:
            raise Superseded
        if self.cancelled:
            raise Cancelled
