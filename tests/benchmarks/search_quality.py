"""How well people's own questions find the kind of help they need: Slovak and Czech, with and without diacritics,
Elasticsearch and PostgreSQL, over the demonstration regions with every kind of service confirmed.

Run by `make bench ARGS=search_quality`. The judged questions are in `tests/search/judged/`; those on odd lines may be
looked at when words are tuned, those on even lines are kept aside. A result is as good as its kind; the best order is
made of the services that the region has. nDCG@10 compares with that order; success@3: something that is needed (3) or
helps well (2) is among the first three. With `--weak` the weakest questions of the tuning half are listed.
"""

import math
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "platform"), str(CHECKOUT / "tests"), str(Path(__file__).parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("OPORA_ENV", "test")
JUDGED = CHECKOUT / "tests" / "search" / "judged"
REGIONS = {"sk": ("SK", "SK032"), "cs": ("CZ", "CZ080")}
DEPTH, FIRST = 10, 3


@dataclass(frozen=True)
class Judged:
    """A question, the grade of each kind for it, whether it is kept aside, and whether it stands in a list as it is."""

    text: str
    grades: dict[str, int]
    is_kept_aside: bool
    is_listed: bool = False


@dataclass(frozen=True)
class Score:
    judged: Judged
    ndcg: float
    succeeds: bool
    kinds: tuple[str, ...]


def main(*words: str) -> None:
    import django

    django.setup()
    from django.conf import settings
    from support.database import _copy, _drop, _pointed_at, _template
    from support.finding import own_index, without_elasticsearch

    languages = [word for word in words if word in REGIONS] or list(REGIONS)
    for language in languages:
        database = f"bench_quality_{os.getpid()}_{language}"
        with tempfile.TemporaryDirectory() as folder:
            _copy(_template(), database)
            try:
                with _pointed_at(database), own_index(settings, f"quality-{os.getpid()}-{language}"):
                    fill(language, Path(folder))
                    for engine in (nullcontext, without_elasticsearch):
                        with engine():
                            tell(language, is_weak_told="--weak" in words)
            finally:
                _drop(database)


def judged(language: str) -> Iterator[Judged]:
    from kernel.text import fold
    from search.words.learning import kinds_said, situations_said

    lines = (JUDGED / f"{language}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    listed = {fold(text) for said in (kinds_said, situations_said) for text, _labels in said(language)}
    for number, line in enumerate(lines, start=1):
        text, said = line.split("\t")
        grades = {code: int(grade) for code, grade in (each.split(":") for each in said.split())}
        yield Judged(text, grades, is_kept_aside=number % 2 == 0, is_listed=fold(text) in listed)


def fill(language: str, folder: Path) -> None:
    """The demonstration's files through the imports everybody uses; what hides until staff confirms it is confirmed."""
    from django.conf import settings
    from django.core.management import call_command
    from search_speed import take_in
    from support.forgetting import forget

    from catalogue.models import Service
    from kernel.clock import now
    from search.engine.rebuilding import rebuild
    from search.updating import keep_everything
    from tenants.models import Tenant

    country, code = REGIONS[language]
    settings.MEDIA_ROOT = folder / "files"
    call_command("load_municipalities", country=country, verbosity=0)
    Tenant.objects.filter(kind="REGION").update(country=country, language=language, region_code=code)
    forget()  # the region is kept for a minute
    region, demo = {"sk": "sk", "cs": "cz"}[language], CHECKOUT / "deploy" / "demo"
    words = ["--region", region, "--out", str(folder)]
    subprocess.run([sys.executable, str(demo / "generate.py"), *words], check=True, capture_output=True)
    for source, file in tomllib.loads((demo / f"region-{region}.toml").read_text())["imports"]:
        take_in(source, folder / file)
    Service.objects.update(is_published=True)
    keep_everything()
    rebuild(now())


def tell(language: str, *, is_weak_told: bool) -> None:
    from kernel.text import fold
    from search.request import SearchRequest
    from search.searching import find

    held = Counter(card["service_kind"] for card in find(SearchRequest(page_size=10_000)).cards)
    backend = find(SearchRequest(page_size=1)).backend
    fit = [each for each in judged(language) if any(held[code] for code in each.grades)]
    print(f"  {language}, {backend}: {len(fit)} questions, {sum(held.values())} services of {len(held)} kinds")
    for said, written in (("with diacritics", str), ("without", fold)):
        for half, is_aside in (("tuning half", False), ("kept aside", True)):
            scores = [scored(each, written(each.text), held) for each in fit if each.is_kept_aside is is_aside]
            print(f"    {said:16} {half:12} {summary(scores)}", flush=True)
            if is_aside and written is str:
                new = [each for each in scores if not each.judged.is_listed]
                print(f"    of these not in the lists    {summary(new)}")
            if is_weak_told and not is_aside and written is str:
                for score in sorted(scores, key=lambda each: each.ndcg)[:25]:
                    print(f"      {score.ndcg:.2f} {score.judged.text} | {' '.join(score.kinds)}")


def scored(asked: Judged, text: str, held: Counter[str]) -> Score:
    """As the page of results would show it."""
    from django.http import QueryDict

    from search.reading import asked_by
    from search.searching import find_or_widen
    from tenants.queries import region

    typed = QueryDict(mutable=True)
    typed["q"] = text
    answer = find_or_widen(asked_by(typed, region()).asked)
    kinds = tuple(card["service_kind"] for card in answer.found.cards)[:DEPTH]
    grades = [asked.grades.get(kind, 0) for kind in kinds]
    best = sorted((grade for code, grade in asked.grades.items() for _each in range(held[code])), reverse=True)
    return Score(asked, gain(grades) / gain(best[:DEPTH]), any(grade >= 2 for grade in grades[:FIRST]), kinds)


def gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def summary(scores: list[Score]) -> str:
    count = len(scores)
    ndcg = sum(score.ndcg for score in scores) / count
    success = sum(score.succeeds for score in scores) / count
    nothing = sum(not score.kinds for score in scores) / count
    return f"nDCG@10 {ndcg:.3f}   success@3 {success:.3f}   nothing {nothing:.1%}   ({count})"


if __name__ == "__main__":
    main(*sys.argv[1:])
