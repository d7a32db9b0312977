"""A data steward at the desk, and the way through the four pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture(autouse=True)
def _files_of_their_own(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def steward(person: Callable[..., Any], region: Any) -> Any:
    return person("DATA_STEWARD", at=region)


@pytest.fixture
def desk(browse: Callable[..., Any], steward: Any) -> Any:
    return browse(None, steward)


@pytest.fixture
def build(desk: Any) -> Callable[..., Any]:
    """Go through all the pages with the guesses as they are; answers the run. `words` answers what has no guess."""
    from imports.models import MappingDraft

    def go(
        content: bytes, *, rows: str = "SERVICES", name: str = "zoznam.csv", slug: str = "zoznam", extent: str = "part",
        columns: dict[str, str] | None = None, key: list[str] | None = None, words: dict[str, str] | None = None,
        constants: dict[str, str] | None = None, of: str = "", table: dict[str, str] | None = None,
    ) -> Any:  # fmt: skip
        begun = desk.post(
            f"/imports/mapping/new/{'?of=' + of if of else ''}",
            {"rows": rows, "file": SimpleUploadedFile(name, content)},
        )
        assert begun.status_code == 302, begun.content.decode()
        draft = MappingDraft.objects.get(pk=begun.url.split("/")[3])
        through_pages(desk, draft, columns=columns, key=key, words=words, constants=constants, table=table)
        return save(desk, draft, slug=slug, extent=extent)

    return go


def filled(page: Any) -> dict[str, Any]:
    """What a browser would send if nothing were touched."""
    form = page.context["form"]
    return {field.html_name: value for field in form if (value := field.value()) not in (None, False)}


def through_pages(desk: Any, draft: Any, **said: Any) -> None:
    base = f"/imports/mapping/{draft.pk}"
    sent = filled(desk.get(f"{base}/table/")) | (said.get("table") or {})
    answer = desk.post(f"{base}/table/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    page = desk.get(f"{base}/columns/")
    sent = filled(page) | {f"constant_{name}": code for name, code in (said.get("constants") or {}).items()}
    heads = page.context["form"].heads
    for head, name in (said.get("columns") or {}).items():
        sent[f"column_{heads.index(head)}"] = name
    if said.get("key") is not None:
        sent = {name: value for name, value in sent.items() if not name.startswith("key_")}
        sent |= {f"key_{heads.index(head)}": "on" for head in said["key"]}
    answer = desk.post(f"{base}/columns/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    answer_words(desk, draft, said.get("words") or {})


def answer_words(desk: Any, draft: Any, words: dict[str, str]) -> None:
    base = f"/imports/mapping/{draft.pk}"
    page = desk.get(f"{base}/words/")
    sent = filled(page)
    for question in page.context["form"].questions:
        if question.written in words:
            sent[question.id] = words[question.written]
    answer = desk.post(f"{base}/words/", sent)
    assert answer.status_code == 302, answer.context["form"].errors


def save(desk: Any, draft: Any, **said: Any) -> Any:
    from imports.models import Run

    base = f"/imports/mapping/{draft.pk}"
    page = desk.get(f"{base}/preview/")
    assert page.status_code == 200, page.url
    answer = desk.post(f"{base}/preview/", filled(page) | said)
    assert answer.status_code == 302, answer.context["form"].errors
    return work(Run.objects.get(pk=answer.url.strip("/").rpartition("/")[2]))


def work(run: Any) -> Any:
    """Do what the worker would."""
    from kernel.jobs import run_now
    from kernel.jobs.models import Job

    run.refresh_from_db()
    run_now(Job.objects.get(pk=run.job_id))
    run.refresh_from_db()
    return run
