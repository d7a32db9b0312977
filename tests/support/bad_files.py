"""At least forty files that cannot be brought in: what each is, for which source, and the reason it is refused with.

They are made here, so that nobody has to carry a zip bomb around; the endless ones are written sparse by the test.
"""

import gzip
import io
import zipfile

from support import registers_sk
from support.sheets import xlsx

HEAD = "Druh poskytovanej sociálnej služby;Forma poskytovanej sociálnej služby;Obec sociálnej služby;Obchodné meno;IČO"
ROW = "zariadenie pre seniorov;pobytová - ročná;Očová;Domov seniorov Dolinka;45021813"


def _zip(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(9):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as sheet:
                for _piece in range(50):
                    sheet.write(b" " * 1024 * 1024)
    return file.getvalue()


def _entities() -> bytes:
    """A spreadsheet whose XML names an entity of entities."""
    content = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
    <o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0">&b;</o:document-content>"""
    return _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content__xml=content).replace(
        b"content/xml", b"content.xml"
    )


def _locked() -> bytes:
    """A workbook whose entry says that it is encrypted."""
    content = bytearray(_zip(xl__workbook=b"<workbook/>"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


SK = registers_sk.register(registers_sk.provider(registers_sk.service()))
LAUGHS = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
WHOLE_WORKBOOK = xlsx(HEAD.split(";"), ROW.split(";"))

BROKEN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("rpss", b"", "EMPTY"),
    "only spaces": ("bbsk", b" \r\n\t \n", "EMPTY"),
    "only a byte order mark": ("bbsk", b"\xef\xbb\xbf", "EMPTY"),
    "error page saved as JSON": ("rpss", b"<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>", "HTML"),
    "XML": ("rpss", b'<?xml version="1.0"?><register/>', "XML"),
    "XML of another register": ("rpss-sk", b'<?xml version="1.0"?><kml><Placemark/></kml>', "WRONG_XML"),
    "XML without a service": ("rpss-sk", b"<register><provider><ico>1</ico></provider></register>", "NO_ROWS"),
    "XML cut in the middle": ("rpss-sk", SK[: len(SK) // 2], "XML_TRUNCATED"),
    "XML whose elements cross": ("rpss-sk", SK.replace(b"</identifier>", b"</ident>"), "BROKEN_XML"),
    "XML in another encoding than it says": ("rpss-sk", SK.decode().encode("cp1250"), "XML_LETTERS"),
    "XML with laughing entities": ("rpss-sk", SK.replace(b"<register", LAUGHS + b"<register"), "XML_ENTITIES"),
    "XML with an entity of another file": (
        "rpss-sk",
        SK.replace(b"<register", b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><register'),
        "XML_EXTERNAL",
    ),
    "XML with another file as its DTD": (
        "rpss-sk",
        SK.replace(b"<register", b'<!DOCTYPE r SYSTEM "http://example.com/x.dtd"><register'),
        "XML_EXTERNAL",
    ),
    "XML with a DTD": ("rpss-sk", SK.replace(b"<register", b"<!DOCTYPE r [<!ELEMENT r ANY>]><register"), "XML_DTD"),
    "XML with an endless text": ("rpss-sk", SK.replace(b"57<", b"5" * 300_000 + b"<"), "XML_LONG"),
    "XML with an endless tag": ("rpss-sk", SK.replace(b"<ico", b"<" + b"i" * 3_000_000), "XML_LONG"),
    "XML without a bottom": ("rpss-sk", b"<register>" + b"<a>" * 5000, "XML_DEEP"),
    "XML that does not say what it must": ("rpss-sk", SK.replace(b"identifier>", b"cislo>"), "MISSING_ELEMENTS"),
    "PDF": ("bbsk", b"%PDF-1.7\n...", "PDF"),
    "old Excel or a locked one": ("bbsk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "OLD_BOOK"),
    "packed": ("rpss", gzip.compress(b'{"polozky": []}'), "PACKED"),
    "archive of something else": ("bbsk", _zip(readme=b"hello"), "OTHER_ARCHIVE"),
    "workbook cut in half": ("bbsk", WHOLE_WORKBOOK[: len(WHOLE_WORKBOOK) // 2], "BROKEN_ARCHIVE"),
    "workbook with a damaged sheet": (
        "bbsk",
        _zip(**{"xl__workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<x>"}),
        "BROKEN_BOOK",
    ),
    "zip bomb": ("bbsk", _bomb(), "BOMB"),
    "entities in a spreadsheet": ("bbsk", _entities(), "BROKEN_BOOK"),
    "locked archive": ("bbsk", _locked(), "LOCKED_ARCHIVE"),
    "letters of no alphabet": ("bbsk", b"a;b\n\x81\x83;\x90\n", "UNKNOWN_ENCODING"),
    "picture": ("bbsk", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PICTURE"),
    "photograph": ("bbsk", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 50, "PICTURE"),
    "photograph of a telephone": ("rpss", b"\0\0\0\x18ftypheic" + b"\0" * 50, "PICTURE"),
    "program": ("bbsk", b"\x7fELF\x02\x01" + b"\0" * 50, "BINARY"),
    "text document": ("bbsk", _zip(**{"word__document.xml": b"<document/>"}), "DOCUMENT"),
    "UTF-8 opened as Windows-1250 and saved so": (
        "bbsk",
        f"{HEAD}\n{ROW}\n".encode().decode("cp1250", errors="replace").encode(),
        "SPOILED_LETTERS",
    ),
    "truncated JSON": ("rpss", b'{"polozky": [{"portalId": 1, "poskytovatel": {"nazev": "Dom', "TRUNCATED"),
    "JSON without its last bracket": ("rpss", b'{"polozky": [{"portalId": 1}]', "TRUNCATED"),
    "JSON with a comma too many": ("rpss", b'{"polozky": [{"portalId": 1},, ]}', "BROKEN_JSON"),
    "JSON in another encoding": ("rpss", '{"polozky": [{"nazev": "Žilina"}]}'.encode("cp1250"), "NOT_UTF8"),
    "JSON of another register": ("rpss", b'{"sluzby": [{"id": 1}]}', "WRONG_ROOT"),
    "register without a service": ("rpss", b'{"polozky": []}', "NO_ROWS"),
    "error message of the map server": (
        "bbsk",
        b'{"error": {"code": 400, "message": "Invalid URL", "details": []}}',
        "SERVER_ERROR",
    ),
    "layer given as the Czech register": ("rpss", b'{"type": "FeatureCollection", "features": []}', "WRONG_KIND"),
    "table given as the Czech register": ("rpss", f"{HEAD}\n{ROW}\n".encode(), "WRONG_KIND"),
    "layer without a row": ("bbsk", b'{"type": "FeatureCollection", "features": []}', "NO_ROWS"),
    "table without its columns": ("bbsk", b"a;b;c\n1;2;3\n", "MISSING_COLUMNS"),
    "table with the head only": ("bbsk", f"{HEAD}\n".encode(), "NO_ROWS"),
    "table with a column twice": ("bbsk", f"{HEAD};IČO\n{ROW};45021813\n".encode(), "DOUBLED_COLUMN"),
    "table cut in a row": ("bbsk", f"{HEAD}\n{ROW}\n{ROW[:40]}".encode(), "TRUNCATED"),
    "table with a quotation mark left open": ("bbsk", f'{HEAD}\n{ROW}\n"zariadenie;x\n{ROW}\n'.encode(), "TRUNCATED"),
    "table with a broken quotation": ("bbsk", f'{HEAD}\n"zariadenie"x;{ROW}\n'.encode(), "BROKEN_CSV"),
    "table with an endless cell": ("bbsk", f"{HEAD}\n{'a' * 300_000};{ROW}\n".encode(), "LONG_CELL"),
    "table in two encodings": (
        "bbsk",
        f"{HEAD}\n{ROW}\n".encode() + "zariadenie;pobytová;Žiar;Domov;1\n".encode("cp1250"),
        "MIXED_ENCODING",
    ),
    "swapped columns": (
        "bbsk",
        f"{HEAD}\nOčová;Domov seniorov;45021813;pobytová;zariadenie pre seniorov\n".encode(),
        "NO_GOOD_ROWS",
    ),
    # one long thing after another
    "JSON with an endless text": ("rpss", b'{"polozky": [{"portalId": "' + b"1" * 20_000_000 + b'"}]}', "LONG_RECORD"),
    "JSON of another register, a large one": (
        "rpss",
        b'{"sluzby": [' + b",".join(b'{"id": %d, "popis": "%s"}' % (n, b"a" * 1000) for n in range(20_000)) + b"]}",
        "WRONG_ROOT",
    ),
    "table with an endless line": ("bbsk", f"{HEAD}\n".encode() + b"a;" * 5_000_000, "LONG_LINE"),
    "table with a NUL in it": ("bbsk", f"{HEAD}\n{ROW}\0\n".encode(), "BINARY"),
    "table of formulas": ("bbsk", f"{HEAD}\n=A1;=B1;=C1;=D1;=E1\n".encode(), "NO_GOOD_ROWS"),
    "workbook of formulas": ("bbsk", xlsx(HEAD.split(";"), ["=A1", "=B1", "=C1", "=D1", "=E1"]), "NO_GOOD_ROWS"),
    "register whose IČO are all wrong": (
        "bbsk",
        f"{HEAD}\n{ROW.replace('45021813', '45021814')}\n".encode(),
        "NO_GOOD_ROWS",
    ),
    "JSON whose records are no records": ("rpss", b'{"polozky": [1, 2, "x", null, []]}', "NO_GOOD_ROWS"),
    "layer whose features are no features": ("bbsk", b'{"type": "FeatureCollection", "features": [1]}', "NO_GOOD_ROWS"),
    "JSON that is a bare list": ("rpss", b'[{"portalId": 1}]', "WRONG_ROOT"),
    "JSON of 300 open brackets": ("rpss", b'{"polozky": ' + b"[" * 300, "TRUNCATED"),
    "JSON in UTF-16": ("rpss", '{"polozky": [{"portalId": 1}]}'.encode("utf-16"), "WRONG_KIND"),
    "XML given as the layer": ("bbsk", SK, "XML"),
    "JSON given as the Slovak register": ("rpss-sk", b'{"polozky": []}', "WRONG_KIND"),
    "error page saved as XML": ("rpss-sk", b"<html><head><title>502</title></head></html>", "HTML"),
    "XML that ends within a letter": ("rpss-sk", SK[: SK.index("č".encode()) + 1], "XML_TRUNCATED"),
    "XML in an encoding nobody knows": ("rpss-sk", SK.replace(b'"UTF-8"', b'"x-klingon"'), "XML_LETTERS"),
    "XML in an encoding of several bytes": ("rpss-sk", SK.replace(b'"UTF-8"', b'"utf-7"'), "XML_LETTERS"),
    "XML with text behind its end": ("rpss-sk", SK + b"<more/>", "BROKEN_XML"),
    "old gzip of the XML": ("rpss-sk", gzip.compress(SK), "PACKED"),
    "7z": ("rpss-sk", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "PACKED"),
    "RAR": ("bbsk", b"Rar!\x1a\x07\x00" + b"\0" * 60, "PACKED"),
}
