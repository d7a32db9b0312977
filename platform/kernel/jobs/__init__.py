"""Work outside the request: first a row in PostgreSQL, then a word to the broker; a lost broker loses nothing.

Schema: public. Doors: `job`, `enqueue`, `run_now`, `cancel`, `Progress`. Knows no job by name: rooms declare theirs.
"""

from typing import TYPE_CHECKING, Any

from kernel.jobs.declaring import job
from kernel.jobs.progress import Cancelled, Progress

if TYPE_CHECKING:
    from kernel.jobs.commands import cancel, enqueue
    from kernel.jobs.running import run_now

__all__ = ["Cancelled", "Progress", "cancel", "enqueue", "job", "run_now"]


def __getattr__(name: str) -> Any:
    """The doors that need models, which cannot be loaded while Django still gathers its apps."""
    if name in {"enqueue", "cancel"}:
        from kernel.jobs import commands

        return getattr(commands, name)
    if name == "run_now":
        from kernel.jobs.running import run_now

        return run_now
    raise AttributeError(name)
