"""Keeps a slow or dead Elasticsearch from costing every reader its patience.

After a failure this process asks PostgreSQL, while a thread of its own tries Elasticsearch every few seconds and lets
it back as soon as it answers. So a failure costs one reader at most the time limit, and nobody has to press anything.
"""

import logging
import threading
import time

from search.engine import client
from search.engine.client import FAILURES, SearchUnavailable, alias, reading, reason

log = logging.getLogger(__name__)

PAUSE = 3.0
LONGEST_WATCH = 3600.0


class Breaker:
    """Open: Elasticsearch is not asked. One for each process."""

    def __init__(self, pause: float = PAUSE) -> None:
        self.pause = pause
        self._open = False
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None

    @property
    def is_open(self) -> bool:
        if self._open and not (self._watcher and self._watcher.is_alive()):
            self._watch()  # threads do not survive a fork
        return self._open

    def failed(self, error: Exception) -> None:
        """Elasticsearch did not answer: ask PostgreSQL until it does."""
        with self._lock:
            if not self._open:
                log.warning("Elasticsearch does not answer (%s); PostgreSQL searches", error)
            self._open = True
        self._watch()

    def close(self) -> None:
        with self._lock:
            if self._open:
                log.info("Elasticsearch answers again")
            self._open = False

    def _watch(self) -> None:
        with self._lock:
            if self._watcher and self._watcher.is_alive():
                return
            self._watcher = threading.Thread(target=self._try_until_it_answers, name="search-probe", daemon=True)
            self._watcher.start()

    def _try_until_it_answers(self) -> None:
        until = time.monotonic() + LONGEST_WATCH
        while self._open and time.monotonic() < until:
            time.sleep(self.pause)
            if answers():
                self.close()


def answers() -> bool:
    """Whether there is an index behind the alias and it can be searched in time."""
    try:
        answer = reading().search(index=alias(), size=0, track_total_hits=False, timeout=client.TIME_LIMIT)
    except (SearchUnavailable, *FAILURES) as error:
        log.debug("The probe failed (%s)", reason(error))
        return False
    return not answer["timed_out"] and not answer["_shards"]["failed"]


breaker = Breaker()
