"""A canary in every text: if it ever sings – as a script, a formula, a template, an attribute – something is open."""

import re
import uuid
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models, transaction
from support.harness.twins import free_texts

FORMULA = "=cmd|' /C calc'!A0"
WHOLE = f"{FORMULA}<script>canary()</script>\"><img src=x onerror=canary()>'; DROP TABLE x; --c4{{{{7*7}}}}c4"
MIDDLE = '"><script>canary()</script>c4{{7*7}}c4'
SHORT = '"><q>'
TINY = "<q>"
BY_LENGTH = ((len(WHOLE), WHOLE), (len(MIDDLE), MIDDLE), (len(SHORT), SHORT), (len(TINY), TINY))
ADDRESS = "javascript:canary()"

SINGING = ("<script>canary", "<img src=x", SHORT, TINY, "c449c4")
# The search holds what it was told of the others; it hears of the canary in its own way.
ROOMS = ("accounts", "jobs", "mail", "tenants", "catalogue", "imports", "planning")

# Codes that stand in plain text columns: what they hold is never written by a person.
CODES = {
    "accounts.onetimelink": {"purpose", "subject", "tenant_key", "secret_hash"},
    "accounts.user": {"password", "language"},
    "catalogue.asked": {"district_code"},
    "catalogue.campaign": {"chosen_by"},
    "catalogue.editoroffer": {"email"},
    "catalogue.editorrequest": {"email"},
    "catalogue.letter": {"email", "language"},
    "catalogue.batch": {"source"},
    "catalogue.askedfield": {"field"},
    "catalogue.case": {"field", "register"},
    "catalogue.changerequest": {"contact", "language"},
    "catalogue.mention": {"tenant_key"},
    "catalogue.networkentry": {"owner_key"},
    "catalogue.overlay": {"tenant_key"},
    "catalogue.qualitysnapshot": {"key"},
    "catalogue.yearlynumbers": {"currency", "capacity_unit"},
    "catalogue.service": {"register"},
    "catalogue.servicekind": {"register_code"},
    "catalogue.stagedrecord": {"register", "problem_field"},
    "catalogue.change": {"register"},
    "catalogue.reach": {"code"},
    "catalogue.targetgroup": {"register_code"},
    "imports.mappingdraft": {"kind", "revises", "stage"},
    "imports.savedmapping": {"slug"},
    "imports.run": {"source", "sha256", "failure"},
    "imports.rowproblem": {"code"},
    "imports.question": {"source", "answer"},
    "imports.schedule": {"source", "failure"},
    "imports.sourcesettings": {"source"},
    "jobs.job": {"kind", "tenant_key", "language", "reference"},
    "mail.outgoingmail": {"to", "sender", "message_id", "tenant_key", "kind", "reply_to", "unsubscribe"},
    "planning.checklistword": {"item"},
    "planning.cost": {"source"},
    "planning.indicator": {"definition"},
    "planning.printedplan": {"ending", "sha256"},
    "planning.application": {"email"},
    "planning.person": {"email"},
    "planning.need": {"municipality"},
    "planning.subscription": {"email", "topics", "asked"},
    "planning.revision": {"subject_kind", "act"},
    "tenants.domain": {"domain"},
    "tenants.telling": {"to", "kind", "thing", "path"},
    "tenants.municipality": {"code", "district_code", "region_code", "orp_code"},
    "tenants.tenant": {"schema_name", "region_code", "currency"},
}
# Big tables of the whole country or of the house, of which the sample needs a row.
ONLY = {"tenants.municipality": {"code": "508438"}}
CODE = re.compile(r"[A-Z0-9_.:/+-]*|[0-9a-f-]{32,36}|#[0-9a-fA-F]{3,8}|[a-z]{2}|\d{4}-\d\d-\d\d.*|[a-z]+_[a-z_]+")


def fitting(limit: int | None) -> str:
    """The loudest canary that fits."""
    return next((text for length, text in BY_LENGTH if limit is None or length <= limit), "")


def poison_schema(rooms: tuple[str, ...] = ROOMS) -> list[str]:
    """Put the canary into every text of the schema we stand in; answers which columns the database itself refuses."""
    refused = []
    for model in apps.get_models():
        if model._meta.app_label in rooms and not model._meta.proxy:
            refused += list(_poison(model))
    return refused


def _poison(model: type[models.Model]) -> Iterator[str]:
    label = model._meta.label_lower
    rows = model._base_manager.filter(**ONLY.get(label, {}))
    for each in [*free_texts(model), *_lists(model)]:
        if each.name in CODES.get(label, ()):
            continue
        value = [fitting(each.base_field.max_length)] if isinstance(each, ArrayField) else fitting(each.max_length)
        if isinstance(getattr(each, "base_field", each), models.URLField):
            value = [ADDRESS] if isinstance(each, ArrayField) else ADDRESS
        if not _written(rows, {each.name: value}):
            yield f"{label}.{each.name}"
    for each in model._meta.concrete_fields:
        if isinstance(each, models.JSONField):
            yield from _poison_json(rows, label, each.name)


def _lists(model: type[models.Model]) -> list[Any]:
    texts = (models.CharField, models.TextField)
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, ArrayField) and isinstance(each.base_field, texts) and not each.base_field.choices
    ]


def _written(rows: Any, change: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**change)
    except DatabaseError:
        return False
    return True


def _poison_json(rows: Any, label: str, name: str) -> Iterator[str]:
    for row in rows.only("pk", name)[:50]:
        change = {name: poisoned(getattr(row, name))}
        if not _written(rows.filter(pk=row.pk), change):
            yield f"{label}.{name}"


def poisoned(value: Any) -> Any:
    """The same JSON with the canary in every leaf that holds words; codes, dates and ids stay."""
    match value:
        case dict():
            return {key: poisoned(each) for key, each in value.items()}
        case list():
            return [poisoned(each) for each in value]
        case str() if not CODE.fullmatch(value) and not _is_id(value):
            return WHOLE
    return value


def _is_id(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


HARMLESS = {
    "text/calendar",  # nobody shows it as a page; its own test smuggles properties in
    "application/json",
    "application/problem+json",
    "application/vnd.oai.openapi",
    "text/plain",
    # what is downloaded or read by machines; no browser runs any of it
    "application/ld+json",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/jpeg",
    "image/png",
    "text/turtle",
}


# --- listening --------------------------------------------------------------------------------------------------------
class Reader(HTMLParser):
    """What a browser would make of a page: dangerous addresses, handlers, and its forms."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.parameters: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attributes}
        for name, value in facts.items():
            if name.startswith("on") or name == "style":
                self.faults.append(f"<{tag} {name}=…>")
            lowered = value.strip().lower()
            if name in {"href", "src", "action", "formaction", "hx-get", "hx-post", "data"} and lowered.startswith(
                ("javascript:", "vbscript:", "data:text", "data:application")
            ):
                self.faults.append(f'<{tag} {name}="{value[:40]}">')
        if tag == "script" and "nonce" not in facts and facts.get("type") != "application/json" and "src" not in facts:
            self.faults.append("<script> without a nonce")
        self._note(tag, facts)

    def _note(self, tag: str, facts: dict[str, str]) -> None:
        if tag == "form":
            method = facts.get("method", "get").lower()
            self.forms.append({"method": method, "action": facts.get("action", ""), "fields": []})
        elif self.forms and tag in {"input", "textarea", "select", "button", "option"}:
            self.forms[-1]["fields"].append((tag, facts))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.forms:
            self.forms[-1]["closed"] = True


def read(body: str) -> Reader:
    reader = Reader()
    reader.feed(body)
    return reader


def faults_of(answer: Any) -> list[str]:
    """How the canary sings in an answer; empty when it is silent."""
    faults = [f"answered {answer.status_code}{_why(answer)}"] if answer.status_code >= 500 else []
    kind = answer.get("Content-Type", "").split(";")[0]
    body = answer.getvalue()
    if kind == "text/html":
        text = body.decode()
        faults += [f"sings: {song}" for song in SINGING if song in text]
        faults += read(text).faults
    elif kind == "application/atom+xml":
        read_as_html = [each.text or "" for each in ElementTree.fromstring(body).iter() if each.get("type") == "html"]
        faults += [f"sings in the feed: {song}" for song in SINGING for text in read_as_html if song in text]
    elif kind in {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}:
        faults += [f"live formula: {cell[:30]}" for cell in cells_of(body, kind) if is_live(cell)]
    elif body and kind not in HARMLESS:
        faults.append(f"unexpected kind of answer {kind}")
    if "\n" in str(list(answer.headers.values())):
        faults.append("a header of two lines")
    return faults


def _why(answer: Any) -> str:
    error = getattr(answer, "exc_info", None)
    return f" ({error[0].__name__}: {str(error[1])[:200]})" if error else ""


def cells_of(body: bytes, kind: str) -> Iterator[str]:
    """Texts as a spreadsheet program would take them: a formula comes with its sign, a text without."""
    if kind == "text/csv":
        import csv
        import io

        text = body.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text.split("\n", 1)[0] else ","):
            yield from row
        return
    yield from _formulas_of_workbook(body)


def _formulas_of_workbook(body: bytes) -> Iterator[str]:
    import io

    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(body)):
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.data_type == "f")


def is_live(cell: str) -> bool:
    """Whether a spreadsheet program would calculate the cell."""
    return cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and not re.fullmatch(r"[+-]?[\d .,]*", cell)


# --- asking -----------------------------------------------------------------------------------------------------------
PARAMETER = re.compile(r"""(?:GET|query_params|POST)(?:\.get|\.getlist)?[\[(]\s*["'](\w+)["']""")


def parameters_read_by(room: Path) -> set[str]:
    """Names of parameters that the code of a room asks for."""
    return {name for file in room.rglob("*.py") for name in parameters_of(file)}


def parameters_of(file: Path) -> set[str]:
    """Names of parameters that one file asks for."""
    return set(PARAMETER.findall(file.read_text()))


def filled(form: dict[str, Any]) -> dict[str, Any]:
    """The form filled in by somebody malicious: the canary wherever words may stand, sensible values elsewhere."""
    data: dict[str, Any] = {}
    select = ""
    for tag, facts in form["fields"]:
        name = facts.get("name", "")
        if tag == "select":
            select = name
        elif tag == "option" and select and facts.get("value"):
            data.setdefault(select, facts["value"])
        elif tag == "textarea" and name:
            data[name] = WHOLE
        elif tag in {"input", "button"} and name:
            data.setdefault(name, _value(tag, facts))
    return data


def _value(tag: str, facts: dict[str, str]) -> Any:
    """What is written into one field."""
    kind = facts.get("type", "submit" if tag == "button" else "text")
    match kind:
        case "hidden" | "submit" | "button" | "radio" | "checkbox":
            return facts.get("value", "on")
        case "email":
            return PERSON
        case "file":
            return SimpleUploadedFile("<q>.csv", f"{WHOLE};b\n{WHOLE};{WHOLE}\n".encode())
        case "number":
            return "1"
        case "date":
            return "2026-01-01"
    return fitting(int(facts.get("maxlength", 1000)))


PERSON = "canary-person@example.org"
