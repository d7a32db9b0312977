"""The sources by name. A new register is one file here: it subclasses `Source` and is found by itself.

Beside them stand the saved mappings: any spreadsheet that a person has taught the catalogue to read.
"""

from contextlib import suppress
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from imports.saved import SavedMapping
from imports.sources.base import Source
from imports.spreadsheets.spec import BadSpec


@cache
def built_in() -> dict[str, Source]:
    """Every source that stands in this folder, by name."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    found = [source() for source in Source.__subclasses__() if hasattr(source, "name")]
    return {source.name: source for source in sorted(found, key=lambda source: source.position)}


def all_sources() -> dict[str, Source]:
    """Every source, by name: those built in, then the saved mappings in the order of their names."""
    found = dict(built_in())
    for mapping in SavedMapping.objects.current():
        with suppress(BadSpec):  # one that cannot be read must not hide the others; its own page says so
            found[mapping.slug] = source_of(mapping)
    return found


def source_named(name: str) -> Source:
    """The source with this name; raises KeyError when there is none. One that is retired still names its old runs."""
    if name in built_in():
        return built_in()[name]
    mapping = SavedMapping.objects.newest(name)
    if mapping is None:
        raise KeyError(name)
    return source_of(mapping)


def source_of(mapping: SavedMapping) -> Source:
    """The saved mapping as a source."""
    from imports.sources.mapped import mapped_source

    return mapped_source(mapping.slug, mapping.name, mapping.parsed, mapping.country)
