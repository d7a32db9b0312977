"""What a data steward does with a mapping: begin it on a file, choose table, columns and words, and save it."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from imports.commands import ask_to_compare, receive_file
from imports.laying import desk_of
from imports.models import MappingDraft, Run, SavedMapping
from imports.reading.recognising import FileKind
from imports.reading.tables import simple
from imports.reasons import BrokenFile
from imports.sources import all_sources, built_in
from imports.spreadsheets.guessing import guess_columns
from imports.spreadsheets.looking import Look, kind_of, look_at
from imports.spreadsheets.reading_by import found_layout, tally_of
from imports.spreadsheets.spec import Layout, Rows, Spec
from imports.spreadsheets.targets import NAMES_A_ROW, NEEDED, targets_of
from imports.spreadsheets.vocabularies import Vocabulary
from kernel.errors import DomainError
from kernel.jobs import Progress, enqueue
from kernel.journal import record

STAGES = ("table", "columns", "words", "preview")
COUNTED_AT_ONCE = {FileKind.CSV: 2_000_000, FileKind.XLSX: 300_000, FileKind.ODS: 150_000}  # bytes; about a second


class MappingRefused(DomainError):
    """The mapping cannot be saved like this."""

    default_code = "mapping_refused"


def begin_draft(
    file: File, *, name: str, rows: Rows, country: str, by: Any, at: datetime, revises: str = ""
) -> MappingDraft:
    """Keep the file and look at it; refuses what is no table."""
    known = SavedMapping.objects.newest(revises) if revises else None
    draft = MappingDraft(
        original_name=Path(name.replace("\\", "/")).name[-200:],
        size=file.size or 0,
        country=known.country if known else country,
        rows=known.rows if known else rows,
        revises=known.slug if known else "",
        by=getattr(by, "pk", by),
        begun_at=at,
        changed_at=at,
    )
    draft.file.save(draft.original_name, file, save=False)
    try:
        path = Path(draft.file.path)
        kind = kind_of(path, limit=settings.OPORA_UPLOAD_LIMIT)
        draft.kind = kind.value
        draft.spec = (_taken_over(path, kind, known.parsed) if known else _guessed(path, kind, rows)).as_json()
        draft.save(force_insert=True)
    except BaseException:
        draft.file.delete(save=False)
        raise
    return draft


def begin_from_run(run: Run, *, by: Any, at: datetime) -> MappingDraft:
    """Answer the questions of a file that its mapping could not read: the next version is built on this very file."""
    if SavedMapping.objects.newest(run.source) is None:
        raise MappingRefused(_("This file was not read by a saved mapping."))
    try:
        with run.file.open("rb") as file:
            draft = begin_draft(
                File(file, name=run.original_name),
                name=run.original_name,
                rows=Rows.SERVICES,
                country="",
                by=by,
                at=at,
                revises=run.source,
            )
    except FileNotFoundError as gone:
        raise BrokenFile("LOST_FILE") from gone
    if run.failure == "NEW_WORDS":
        spec = draft.parsed
        choose_columns(draft, columns=dict(spec.columns), key=spec.key, constants=spec.constants, at=at)
    return draft


def look(draft: MappingDraft, layout: Layout | None = None) -> Look:
    """What stands in the file of this draft."""
    return look_at(path_of(draft), FileKind(draft.kind), Rows(draft.rows), layout or draft.parsed.layout)


def path_of(draft: MappingDraft) -> Path:
    path = Path(draft.file.path)
    if not path.exists():
        raise BrokenFile("LOST_FILE")
    return path


@transaction.atomic
def choose_table(draft: MappingDraft, *, layout: Layout, at: datetime) -> MappingDraft:
    """Say where the table stands. Under another head the columns are guessed anew."""
    held = _held(draft)
    seen = look(held, layout)
    heads = [head for head in seen.heads if head]
    if not heads:
        raise MappingRefused(_("No heads of columns stand in this line."))
    spec = held.parsed
    if not {simple(head) for head, _field in spec.columns} <= {simple(head) for head in heads}:
        columns = guess_columns(heads, spec.rows, examples_of(seen, heads))
        spec = spec.with_(columns=tuple(columns.items()), key=_guessed_key(columns, spec.rows))
    return _write(draft, held, spec.with_(layout=layout, ignored=_others(heads, dict(spec.columns))), "columns", at)


@transaction.atomic
def choose_columns(
    draft: MappingDraft, *, columns: Mapping[str, str], key: Any, constants: Mapping[str, str], at: datetime
) -> MappingDraft:
    """Say which column fills which field, and which columns together name a row. Then the words are counted."""
    held = _held(draft)
    spec = held.parsed
    heads = [head for head in look(held).heads if head]
    chosen = {head: columns[head] for head in heads if columns.get(head)}
    spec = spec.with_(
        columns=tuple(chosen.items()),
        ignored=_others(heads, chosen),
        key=() if "key" in chosen.values() else tuple(head for head in heads if head in set(key)),
        constants=dict(constants),
    )
    if faults := faults_of_columns(spec):
        raise MappingRefused(faults[0][1])
    _write(draft, held, spec, "words", at)
    MappingDraft.objects.filter(pk=held.pk).update(tally={}, job_id=None)
    draft.tally, draft.job_id = {}, None
    if held.size <= COUNTED_AT_ONCE[FileKind(held.kind)]:
        return count_words(draft)
    draft.job_id = enqueue("imports.count_words", by=draft.by, draft_id=str(draft.pk)).pk
    MappingDraft.objects.filter(pk=held.pk).update(job_id=draft.job_id)
    return draft


def faults_of_columns(spec: Spec) -> list[tuple[str, str]]:
    """What is still missing or told twice, each with the field it is about."""
    targets, faults = targets_of(spec.rows), []
    for group in NEEDED[spec.rows]:
        if not spec.fields.intersection(group):
            names = _(" or ").join(f"“{targets[name].label}”" for name in group[:2])
            faults.append((group[0], _("Say which column holds %(field)s.") % {"field": names}))
    for name, target in targets.items():
        heads = spec.heads_of(name)
        if len(heads) > 1 and not target.many:
            text = _("Only one column can fill “%(field)s”; you chose %(columns)s.")
            faults.append((name, text % {"field": target.label, "columns": ", ".join(heads)}))
    if spec.rows != Rows.DESCRIPTIONS and not spec.key and not spec.heads_of("key"):
        faults.append(("key", _("Tick the columns that together name a row, or say which column holds its key.")))
    return faults


def count_words(draft: MappingDraft, progress: Progress | None = None) -> MappingDraft:
    """Go through the whole file: which words stand in the coded columns, how often, and which rows share a key."""
    spec, kind = draft.parsed, FileKind(draft.kind)

    def watch(rows: int) -> None:
        if progress:
            progress(rows, 0, _("%(count)s rows read") % {"count": rows})
            progress.stop_if_cancelled()

    tally = tally_of(path_of(draft), kind, spec, Vocabulary(desk_of(draft.country)), watch)
    if not tally.rows:
        raise BrokenFile("NO_ROWS")
    draft.tally = tally.as_json()
    MappingDraft.objects.filter(pk=draft.pk).update(tally=draft.tally)
    return draft


@transaction.atomic
def choose_words(draft: MappingDraft, *, values: Mapping[str, Mapping[str, str]], at: datetime) -> MappingDraft:
    """Say what words mean; what was said of other words stays."""
    held = _held(draft)
    spec = held.parsed
    merged = {name: {**spec.values.get(name, {}), **said} for name, said in values.items()}
    return _write(draft, held, spec.with_(values={**spec.values, **merged}), "preview", at)


@transaction.atomic
def save_mapping(
    draft: MappingDraft, *, name: str, slug: str, is_whole: bool, by: Any, at: datetime
) -> tuple[SavedMapping, Run]:
    """Keep the mapping as a source, and bring its file in by it at once."""
    held = _held(draft)
    if held.stage != "preview":
        raise MappingRefused(_("First go through all the steps."))
    known = SavedMapping.objects.select_for_update().filter(slug=slug, replaced_at=None).first()
    if not held.revises and (known or slug in built_in()):
        raise MappingRefused(_("Another source is called so."), "slug_taken")
    spec = held.parsed.with_(is_whole=is_whole and held.rows != Rows.DESCRIPTIONS)
    if known:
        known.replaced_at = at
        known.save(update_fields=["replaced_at"])
    mapping = SavedMapping.objects.create(
        slug=slug,
        version=known.version + 1 if known else 1,
        name=name,
        country=held.country,
        rows=held.rows,
        spec=spec.as_json(),
        saved_by=getattr(by, "pk", by),
        saved_at=at,
    )
    with path_of(held).open("rb") as file:
        run = receive_file(
            File(file, name=held.original_name),
            source=slug,
            is_whole=spec.is_whole,
            name=held.original_name,
            by=by,
            at=at,
        )
    ask_to_compare(run, by=by)
    discard_draft(held)
    record("imports.mapping_saved", subject=mapping, by=by, at=at, slug=slug, version=mapping.version)
    return mapping, run


@transaction.atomic
def retire_mapping(mapping: SavedMapping, *, by: Any, at: datetime) -> SavedMapping:
    """Offer the mapping no more; runs that were read by it stay."""
    held = SavedMapping.objects.select_for_update().get(pk=mapping.pk)
    if held.replaced_at or held.retired_at:
        raise MappingRefused(_("This mapping is not offered any more."))
    held.retired_at = at
    held.save(update_fields=["retired_at"])
    record("imports.mapping_retired", subject=held, by=by, at=at, slug=held.slug)
    return held


def discard_draft(draft: MappingDraft) -> None:
    """Throw the draft away with its file; the file goes when the transaction has ended well."""
    storage, name = draft.file.storage, draft.file.name
    MappingDraft.objects.filter(pk=draft.pk).delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def free_slug(name: str) -> str:
    """A short name that no source has yet."""
    base = (simple(name).replace(" ", "-").strip("-") or "table")[:16].rstrip("-")
    base = base if base[0].isalpha() else f"t-{base}"[:16]
    taken = set(all_sources()) | set(SavedMapping.objects.values_list("slug", flat=True))
    return next(
        each
        for each in [
            base,
            *(f"{base[:13].rstrip('-')}-{number}" for number in range(2, 99)),
            f"t-{uuid.uuid4().hex[:8]}",
        ]
        if each not in taken and len(each) > 1
    )


def _guessed(path: Path, kind: FileKind, rows: Rows) -> Spec:
    seen = look_at(path, kind, rows)
    heads = [head for head in seen.heads if head]
    columns = guess_columns(heads, rows, examples_of(seen, heads))
    return Spec(
        rows=rows,
        layout=seen.layout,
        columns=tuple(columns.items()),
        ignored=_others(heads, columns),
        key=_guessed_key(columns, rows),
    )


def _taken_over(path: Path, kind: FileKind, spec: Spec) -> Spec:
    """What the mapping knows already, laid over a file in which something may have moved, gone or come."""
    try:
        layout = found_layout(path, kind, spec)
    except BrokenFile as moved:
        seen = look_at(path, kind, spec.rows)
        layout = replace(seen.layout, head=moved.facts.get("head", seen.layout.head))
        if moved.code == "SHEET_GONE":
            layout = seen.layout
    heads = [head for head in look_at(path, kind, spec.rows, layout).heads if head]
    by_name = {simple(head): head for head in heads}
    columns = {by_name[simple(head)]: name for head, name in spec.columns if simple(head) in by_name}
    free = [head for head in heads if head not in columns and simple(head) not in map(simple, spec.ignored)]
    guessed = {head: name for head, name in guess_columns(free, spec.rows).items() if name not in columns.values()}
    return spec.with_(
        layout=layout,
        columns=tuple((columns | guessed).items()),
        ignored=_others(heads, columns | guessed),
        key=tuple(by_name[simple(head)] for head in spec.key if simple(head) in by_name),
    )


def _guessed_key(columns: Mapping[str, str], rows: Rows) -> tuple[str, ...]:
    if "key" in columns.values():
        return ()
    return tuple(head for head, name in columns.items() if name in NAMES_A_ROW[rows])


def _others(heads: list[str], columns: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(head for head in heads if head not in columns)


def examples_of(seen: Look, heads: list[str]) -> dict[str, list[Any]]:
    """The first values under each head."""
    below = [cells for number, cells in seen.first if number >= seen.layout.head + seen.layout.head_rows]
    return {
        head: [cells[index] for cells in below if index < len(cells)]
        for index, head in enumerate(seen.heads)
        if head in heads
    }


def _held(draft: MappingDraft) -> MappingDraft:
    return MappingDraft.objects.select_for_update().get(pk=draft.pk)


def _write(draft: MappingDraft, held: MappingDraft, spec: Spec, stage: str, at: datetime) -> MappingDraft:
    held.spec, held.stage, held.changed_at = spec.as_json(), stage, at
    held.save(update_fields=["spec", "stage", "changed_at"])
    draft.spec, draft.stage, draft.changed_at, draft.size, draft.kind = held.spec, stage, at, held.size, held.kind
    return draft
