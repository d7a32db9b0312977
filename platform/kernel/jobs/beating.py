"""Signs of life of a running job, written from a thread with a database session of its own.

Its own session, so that the page sees progress even while the work sits in one long transaction.
"""

import logging
import threading
from types import TracebackType

import psycopg

from kernel.bell import own_connection
from kernel.jobs.models import Job
from kernel.jobs.progress import Progress

log = logging.getLogger(__name__)

SECONDS = 1.0

SIGN_OF_LIFE = """
UPDATE public.jobs_job SET heartbeat_at = clock_timestamp(), done = %s, total = %s, message = %s
WHERE id = %s AND runner = %s AND state = 'RUNNING' RETURNING cancel_asked
"""


class Heartbeat(threading.Thread):
    """While its block runs: writes progress down, and brings back the wish to cancel or that the job was taken over."""

    def __init__(self, job: Job, progress: Progress) -> None:
        super().__init__(name=f"job-{job.pk}", daemon=True)
        self.job_id, self.runner = job.pk, job.runner
        self.progress = progress
        self._ended = threading.Event()

    def __enter__(self) -> "Heartbeat":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self.join(10)

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                with own_connection() as session:
                    while not self._ended.wait(SECONDS):
                        self._beat(session)
            except psycopg.Error as error:
                log.warning("No sign of life of job %s (%s)", self.job_id, type(error).__name__)
                self._ended.wait(SECONDS)

    def _beat(self, session: "psycopg.Connection[tuple[object, ...]]") -> None:
        progress = self.progress
        values = (progress.done, progress.total, progress.message, self.job_id, self.runner)
        row = session.execute(SIGN_OF_LIFE, values).fetchone()
        if row is None:
            progress.superseded = True
        elif row[0]:
            progress.ask_to_end()
