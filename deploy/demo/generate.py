"""Write the demonstration region's files: a register file in the publisher's format and the sheet beside it."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from forge import bbsk, rpss, rpss_sk
from forge.services import Region, Service
from forge.sheet import Sheet

COUNTRY_SHARE = 10  # of a country-wide file, one service in ten lies in the region
ENDED_SHARE = 0.15  # of the services in the real file have ended
REAL_SERVICES = 9
PUBLISHED: dict[str, dict[str, object]] = {
    "rpss": {"region": "cz", "services": 6733, "facilities": 18907, "history": True, "without_sheet": True},
    "rpss-sk": {"services": rpss_sk.PUBLISHED, "live": rpss_sk.PUBLISHED_LIVE, "region_live": rpss_sk.OF_REGION},
    "bbsk": {"region": "sk", "services": rpss_sk.OF_REGION, "without_sheet": True},
    "sheet": {"region": "sk", "services": 20_000 + 5, "without_sheet": False},
}


def main(arguments: list[str] | None = None) -> None:
    """Read the options and write the files of one country."""
    options = parse(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    writer = write_register if options.published == "rpss-sk" else WRITERS[options.region]
    for path in writer(options):
        print(f"{path.stat().st_size:>12,} {path}")


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--region", choices=["sk", "cz"])
    which.add_argument("--published", choices=list(PUBLISHED), help="one register at the size it is published in")
    parser.add_argument("--out", type=Path, required=True, help="folder the files are written to")
    parser.add_argument("--seed", type=int, default=2026, help="the same seed gives the same files")
    parser.add_argument("--services", type=int, default=760, help="live services in the region")
    parser.add_argument("--providers", type=int, help="providers in the region (half of the services)")
    parser.add_argument("--scale", type=int, default=1, help="multiplies services and providers")
    parser.add_argument("--outside", type=int, help="cz: services outside the region (12 in a hundred)")
    parser.add_argument("--ended", type=int, help="cz: ended services of the region (15 in a hundred)")
    parser.add_argument("--history", action="store_true", help="cz: a country-wide file; --services is its whole size")
    parser.add_argument("--facilities", type=int, help="cz with --history: places in the whole file")
    parser.add_argument("--without-sheet", action="store_true", help="only the register file")
    options = parser.parse_args(arguments)
    vars(options).update(PUBLISHED.get(options.published, {}))
    options.services *= options.scale
    options.providers = (options.providers or options.services // 2) * (options.scale if options.providers else 1)
    if options.facilities and not options.history:
        parser.error("--facilities needs --history")
    return options


def write_slovak(options: argparse.Namespace) -> Iterator[Path]:
    """The layer in its three formats, and the sheet."""
    region = Region("sk", options.seed, options.services - real_slovak_services(), options.providers)
    services = list(region.services())
    lines = list(bbsk.rows(iter(services), options.seed))
    for name, write in (
        ("bbsk.geojson", bbsk.write_geojson),
        ("bbsk.csv", bbsk.write_csv),
        ("bbsk.xlsx", bbsk.write_sheet),
    ):
        write(options.out / name, lines)
        yield options.out / name
    yield from write_descriptions(options, services)


def write_register(options: argparse.Namespace) -> Iterator[Path]:
    """The Slovak register: the services of the regional layer with the same seed, and those of the other regions."""
    path = options.out / rpss_sk.FILE
    rows = options.region_live - real_slovak_services()
    facts = {"total": options.services, "live": options.live, "region_live": options.region_live, "layer_rows": rows}
    rpss_sk.write(path, rpss_sk.services_of(options.seed, **facts), options.seed)
    yield path


def real_slovak_services() -> int:
    """The real rows without their doubles."""
    return len({tuple(row.values()) for row in bbsk.real_rows()})


def write_czech(options: argparse.Namespace) -> Iterator[Path]:
    """The register file and the sheet for the live services of the region."""
    live: list[Service] = []
    path = options.out / "rpss.json"
    rpss.write(path, czech_items(options, live))
    yield path
    yield from write_descriptions(options, live)


def czech_items(options: argparse.Namespace, live: list[Service]) -> Iterator[rpss.Item]:
    """Real services first, then the region, then the rest of the country; keeps the region's live ones in mind."""
    rng = Random(f"{options.seed}-register")
    yield from rpss.real_items()
    for region, ended in czech_regions(options):
        gone = rpss.choose_ended(region, ended, options.history)
        for service in rpss.closing(region.services(), rng):
            if service.number - region.first_number in gone:
                rpss.end(service, rng)
            elif not region.outside:
                live.append(service)
            yield rpss.item(service, rng, attachments=rpss.ATTACHMENTS if options.history else 0)


def czech_regions(options: argparse.Namespace) -> Iterator[tuple[Region, int]]:
    """The region and the rest of the country, each with the number of its ended services."""
    if options.history:
        total = options.services - REAL_SERVICES
        inside, outside = total // COUNTRY_SHARE, total - total // COUNTRY_SHARE
        ended = int(inside * ENDED_SHARE)
    else:
        ended = int(options.services * ENDED_SHARE) if options.ended is None else options.ended
        inside = options.services + ended
        outside = options.services * 12 // 100 if options.outside is None else options.outside
    for size, is_outside in ((inside, False), (outside, True)):
        if not size:
            continue
        providers = size // 3 if is_outside or options.history else options.providers
        region = Region("cz", options.seed, size, max(9, providers), outside=is_outside)
        if options.facilities:
            share = (options.facilities - REAL_SERVICES) * inside // (inside + outside)
            region.plan_facilities(options.facilities - REAL_SERVICES - share if is_outside else share)
        yield region, int(outside * ENDED_SHARE) if is_outside else ended


def write_descriptions(options: argparse.Namespace, services: list[Service]) -> Iterator[Path]:
    """The sheet, unless only the register file is wanted."""
    if options.without_sheet:
        return
    path = options.out / f"descriptions-{options.region}.xlsx"
    Sheet(options.region, options.seed).write(path, services)
    yield path


WRITERS = {"sk": write_slovak, "cz": write_czech}

if __name__ == "__main__":
    main()
