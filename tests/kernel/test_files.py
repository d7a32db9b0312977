"""Stored files: where they lie, what they are."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel.files import WrongFile, check_kind, check_size, kind_of, sha256_of, stored_path
from kernel.jobs.models import Job
from kernel.tenancy import entered


def archive(**members: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        for name, content in members.items():
            box.writestr(name.replace("__", "/"), content)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (io.BytesIO(b"%PDF-1.7\n..."), "pdf"),
        (io.BytesIO(b"\x89PNG\r\n\x1a\n...."), "png"),
        (io.BytesIO(b"\xff\xd8\xff\xe0"), "jpeg"),
        (archive(**{"xl__workbook.xml": b"<x/>"}), "xlsx"),
        (archive(**{"word__document.xml": b"<x/>"}), "docx"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (archive(**{"evil.exe": b"MZ"}), "zip"),
        (io.BytesIO(b"PK\x03\x04 broken"), "unknown"),
        (io.BytesIO(b"\xef\xbb\xbf<?xml version='1.0'?>"), "xml"),
        (io.BytesIO(b' {"polozky": []}'), "json"),
        (io.BytesIO("IČO;názov\n".encode("cp1250")), "text"),
        (io.BytesIO(b"MZ\x00\x00"), "unknown"),
        (io.BytesIO(b""), "unknown"),
    ],
)
def test_kind_is_read_from_the_content(file: io.BytesIO, kind: str) -> None:
    assert kind_of(file) == kind
    assert file.tell() == 0


def test_a_page_that_calls_itself_a_picture_is_refused() -> None:
    file = SimpleUploadedFile("portrait.png", b"<html><script>alert(1)</script>")
    with pytest.raises(WrongFile, match="PNG"):
        check_kind(file, {"png", "jpeg"})


def test_a_large_or_empty_file_is_refused() -> None:
    check_size(SimpleUploadedFile("a", b"1234"), 4)
    for content in (b"12345", b""):
        with pytest.raises(WrongFile):
            check_size(SimpleUploadedFile("a", content), 4)


def test_fingerprint_covers_the_whole_file_wherever_it_was_read_to() -> None:
    file = io.BytesIO(b"abc" * 700_000)
    file.read(10)
    assert sha256_of(file) == hashlib.sha256(b"abc" * 700_000).hexdigest()
    assert file.tell() == 0
    assert sha256_of(io.BytesIO(b"")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x\\..\\y.PDF", "Zápis Nováková.pdf", "a.pdf/..", "x." + "e" * 30, "a.p%df"]
)
def test_stored_path_tells_the_tenant_and_nothing_of_the_senders_name(name: str) -> None:
    with entered("alfa"):
        path = stored_path(Job(), name)
    head, _, last = path.rpartition("/")
    assert head == "alfa/jobs/job"
    assert last.partition(".")[0].isalnum()
    assert last.partition(".")[2] in {"", "pdf"}
    assert len(last.partition(".")[0]) == 32


def test_stored_path_of_the_region_is_public() -> None:
    assert stored_path(Job(), "a.csv").startswith("public/jobs/job/")
