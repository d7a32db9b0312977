"""What happened, once and for all, and who still has to hear of it.

Schema: public. Doors: `record`, `subscribe`, `relaying.deliver_pending`. Never holds personal data: ids and codes only.
"""

from typing import TYPE_CHECKING, Any

from kernel.journal.subscribing import Away, Event, Later, subscribe

if TYPE_CHECKING:
    from kernel.journal.writing import record

__all__ = ["Away", "Event", "Later", "record", "subscribe"]


def __getattr__(name: str) -> Any:
    """`record` needs models, which cannot be loaded while Django still gathers its apps."""
    if name == "record":
        from kernel.journal.writing import record

        return record
    raise AttributeError(name)
