"""The Slovak register at its published size beside the regional layer: what is learned is right."""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imports.models import Question

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).resolve().parents[2] / "deploy" / "demo"
SERVICES, LIVE = 8839, 5554


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    for name in ("rpss-sk", "bbsk"):
        words = [sys.executable, str(DEMO / "generate.py"), "--published", name, "--out", str(folder), "--seed", "7"]
        subprocess.run(words, check=True, capture_output=True)
    return folder


@pytest.fixture
def true_kinds() -> dict[str, str]:
    """What each code of the generated register really means."""
    code = "import sys; sys.path.insert(0, sys.argv[1])\n"
    code += "from forge.rpss_sk import code_of\nfrom forge.kinds import load_kinds"
    code += "\nfor kind in load_kinds('sk'): print(code_of(kind.paragraph), kind.code)"
    told = subprocess.run([sys.executable, "-c", code, str(DEMO)], check=True, capture_output=True, text=True).stdout
    return dict(line.split() for line in told.splitlines())


def the_xml(folder: Path) -> Path:
    return next(folder.glob("RSS*.xml"))


def test_codes_are_learned_from_the_layer_and_the_whole_register_comes_in(
    published: Path, true_kinds: dict[str, str], bring_in: Callable[..., Any], compare: Callable[..., Any]
) -> None:
    from imports.questions import answer_question
    from kernel.clock import now

    bring_in("bbsk", (published / "bbsk.geojson").read_bytes(), is_whole=True)
    content = the_xml(published).read_bytes()
    run = compare("rpss-sk", content, is_whole=True)
    assert (run.count("rows"), run.count("rejected"), run.count("ended")) == (SERVICES, 0, 0)
    parts = [run.count(name) for name in ("new", "asked", "outside", "past")]
    assert (sum(parts), run.count("past")) == (SERVICES, SERVICES - LIVE)
    asked = list(Question.objects.filter(subject="KIND"))
    learned = [question for question in asked if question.proposals]
    assert len(learned) > len(asked) * 0.8
    assert [each.code for each in learned if each.proposals[0]["answer"] != true_kinds[each.code]] == []
    for question in asked:
        answer_question(question, answer=true_kinds[question.code], by=None, at=now())
    again = compare("rpss-sk", content, is_whole=True)
    assert (again.count("asked"), again.count("rejected")) == (0, 0)
    assert again.count("new") == run.count("new") + run.count("asked")
    # services that the layer brought already wait for a person to say that they are the same
    assert again.count("waiting") > again.count("new") * 0.9


def test_memory_does_not_grow_with_the_file(published: Path) -> None:
    from imports.elements import naming
    from imports.reading import xmls

    tracemalloc.start()
    with the_xml(published).open("rb") as file:
        found = sum(len(block.parts) for block in xmls.blocks(file, naming("rpss_sk").shape))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == SERVICES
    assert peak < 3 * 1024 * 1024


def test_published_sizes_are_those_of_the_real_files(published: Path) -> None:
    text = the_xml(published).read_text("utf-8")
    assert (text.count("<providedService>"), text.count("<dateOfErasure>")) == (SERVICES, SERVICES - LIVE)
    assert 10_000_000 < the_xml(published).stat().st_size < 11_000_000
