"""A booklet of 5,500 services, as PDF and as DOCX: time of each stage and peak memory.

Run by `make bench`, or `python tests/benchmarks/booklet.py [SERVICES]`. Works in a database of its own beside the one
of the settings and throws it away at the end. Prints figures; asserts nothing about them.
"""

import resource
import sys
import time
from pathlib import Path
from typing import Any

from measuring import own_database

TEXT = "Opatrovateľka príde k vám domov, pomôže s umývaním, jedlom, nákupom a liekmi. Službu dostane každý, kto "
TEXT += "ju potrebuje podľa posudku obce; prvé stretnutie je do piatich dní. "


def main(services: int = 5_500) -> None:
    with own_database("booklet") as folder:
        fill(services)
        measure(folder)


def fill(services: int) -> None:
    """So many described services over all municipalities of the region."""
    from catalogue.models import Place, Provider, Reach, Service, ServiceAtPlace, ServiceKind
    from kernel.clock import now
    from tenants.models import Municipality

    times = {"created_at": now(), "changed_at": now()}
    towns = list(Municipality.objects.filter(region_code="SK032").order_by("code"))
    kinds = list(ServiceKind.objects.filter(country="SK", may_hide_address=False).order_by("position"))
    holder = Provider.objects.create(country="SK", name="Pomoc v domácnosti, nezisková organizácia", **times)
    places = Place.objects.bulk_create(
        Place(provider=holder, name=f"Dom {town.code}", street="Hlavná", house_number="12", municipality=town)
        for town in towns
    )
    hours = [{"day": day, "opens": "08:00", "closes": "16:00"} for day in ("MO", "TU", "WE", "TH", "FR")]
    rows = Service.objects.bulk_create(
        Service(
            provider=holder, kind=kinds[n % len(kinds)], name=f"Služba pomoci č. {n}", description=TEXT * 2,
            for_whom="Pre seniorov a ľudí s postihnutím.", how_to_apply="Zatelefonujte sociálnej pracovníčke.",
            phones=[f"+4219{n:08d}"], emails=["dom@example.org"], opening_hours=hours, prices="od 2 eur za hodinu",
            forms=["OUTREACH"], register="bbsk", register_key=str(n), **times,
        )
        for n in range(services)
    )  # fmt: skip
    ServiceAtPlace.objects.bulk_create(
        ServiceAtPlace(service=row, place=places[n % len(places)]) for n, row in enumerate(rows)
    )
    Reach.objects.bulk_create(
        Reach(service=row, level="DISTRICT", code=towns[n % len(towns)].district_code) for n, row in enumerate(rows)
    )


def measure(folder: Path) -> None:
    from django.conf import settings

    from catalogue.booklet.choices import Choice
    from catalogue.booklet.making import ask_for_booklet, make_booklet
    from kernel.clock import now
    from kernel.jobs import Progress

    settings.MEDIA_ROOT = folder / "files"
    for kind in ("pdf", "docx"):
        stages = Stages()
        asked = ask_for_booklet(Choice(format=kind), by=None, at=now())
        made = make_booklet(asked, progress=Progress(stages), at=now())
        stages.say(kind, made)


class Stages:
    """Hears the progress of the job and keeps when each stage began."""

    def __init__(self) -> None:
        self.begun, self.own = time.perf_counter(), time.process_time()
        self.gathered = self.begun

    def __call__(self, progress: Any) -> None:
        self.gathered = time.perf_counter()

    def say(self, kind: str, made: Any) -> None:
        ended = time.perf_counter()
        print(f"{kind.upper()}: {made.services} services, {made.size / 1e6:.1f} MB")
        print(f"  gathered and assembled {self.gathered - self.begun:6.1f} s")
        print(f"  drawn and kept         {ended - self.gathered:6.1f} s")
        print(f"  processor time of this process {time.process_time() - self.own:.1f} s, of those it started "
              f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.1f} s")  # fmt: skip
        for who, name in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "the one that draws")):
            print(f"  peak memory of {name}: {resource.getrusage(who).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
