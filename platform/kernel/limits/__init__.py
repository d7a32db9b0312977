"""How often somebody may do something: one counter in PostgreSQL for all processes and machines.

Schema: public. Doors: `spend`, `address_of`, `ApiThrottle`. Keys are fingerprints, so no address is kept.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernel.limits.counting import address_of, spend

__all__ = ["address_of", "spend"]


def __getattr__(name: str) -> Any:
    """The doors need models, which cannot be loaded while Django still gathers its apps."""
    if name in __all__:
        from kernel.limits import counting

        return getattr(counting, name)
    raise AttributeError(name)
