"""Stored files: a path that tells nothing, a fingerprint, and a look at what a file really is."""

import hashlib
import re
import uuid
import zipfile
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import IO, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError
from kernel.tenancy import current_key

BLOCK = 1024 * 1024
HEAD = 512
WRITTEN = ("pdf", "png", "jpeg", "docx", "odt")  # what a paper may be
COUNTED = (*WRITTEN, "xlsx", "ods")  # and a table
LARGEST_PAPER = 20 * 1024 * 1024
EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")
SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\xd0\xcf\x11\xe0", "ole"),  # the old Office formats
)


class WrongFile(DomainError):
    """The file is not what it should be."""

    default_code = "wrong_file"


def stored_path(instance: models.Model, filename: str) -> str:
    """`upload_to` for every file field: tenant, kind, a random name; of the sender's name only the ending stays."""
    ending = PurePosixPath(filename.replace("\\", "/")).suffix.lower()
    safe = ending if EXTENSION.fullmatch(ending) else ""
    return f"{_folder()}{instance._meta.label_lower.replace('.', '/')}/{uuid.uuid4().hex}{safe}"


def is_own(file: Any) -> bool:
    """Whether a stored file lies in the folder of the tenant we stand in; a row that names another's opens nothing."""
    return bool(file) and str(file.name).startswith(_folder())


def _folder() -> str:
    return f"{current_key() or 'public'}/"


def sha256_of(file: IO[bytes] | Any) -> str:
    """The fingerprint of a file, which is left at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()


def kind_of(file: IO[bytes] | Any) -> str:
    """What the content is: pdf, png, jpeg, docx, xlsx, ods, odt, zip, xml, json, text, ole or unknown."""
    file.seek(0)
    head = bytes(file.read(HEAD))
    file.seek(0)
    for beginning, kind in SIGNATURES:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(file)
    return _kind_of_text(head)


def _kind_of_archive(file: IO[bytes] | Any) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            declared = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return "unknown"
    finally:
        file.seek(0)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    return {b"spreadsheet": "ods", b"text": "odt"}.get(declared.rpartition(b".")[2], "zip")


def _kind_of_text(head: bytes) -> str:
    if not head or b"\x00" in head:
        return "unknown"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return "xml"
    return "json" if start.startswith((b"{", b"[")) else "text"


def check_kind(file: IO[bytes] | Any, kinds: Collection[str]) -> str:
    """The kind of the file; refuses one that is none of `kinds`, whatever its name says."""
    kind = kind_of(file)
    if kind not in kinds:
        raise WrongFile(
            _("This kind of file is not accepted here. Please send one of these: %(kinds)s.")
            % {"kinds": ", ".join(sorted("CSV" if each == "text" else each.upper() for each in kinds))}
        )
    return kind


def check_size(file: Any, limit: int) -> None:
    """Refuse a file that is empty or larger than `limit` bytes."""
    if not file.size:
        raise WrongFile(_("The file is empty."), "empty_file")
    if file.size > limit:
        raise WrongFile(
            _("The file is too large. At most %(megabytes)s MB are accepted.") % {"megabytes": limit // BLOCK},
            "large_file",
        )
