"""The sources by name. A new register is one file here: it subclasses `Source` and is found by itself."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from imports.sources.base import Source


@cache
def all_sources() -> dict[str, Source]:
    """Every source that stands in this folder, by name."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    found = [source() for source in Source.__subclasses__()]
    return {source.name: source for source in sorted(found, key=lambda source: source.position)}


def source_named(name: str) -> Source:
    """The source with this name; raises KeyError when there is none."""
    return all_sources()[name]
