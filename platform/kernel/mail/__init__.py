"""Mail: recorded in the transaction that wants it, handed over afterwards, in doubt again with the same Message-ID.

Schema: public. Doors: `send`, `recent`, `backend.RecordingBackend`. Never speaks to a mail server within a request.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernel.mail.recording import recent, send

__all__ = ["recent", "send"]


def __getattr__(name: str) -> Any:
    """The doors need models, which cannot be loaded while Django still gathers its apps."""
    if name in __all__:
        from kernel.mail import recording

        return getattr(recording, name)
    raise AttributeError(name)
