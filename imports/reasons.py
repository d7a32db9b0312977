"""Why a file is refused or a row is left out: one sentence each, kept as a code and told in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError

FILE_REASONS: dict[str, Any] = {
    "EMPTY": _("The file is empty."),
    "TOO_LARGE": _("The file is larger than %(limit)s MB, the most that can be brought in."),
    "HTML": _("This is a web page, not data. The portal probably showed an error page; download it again."),
    "XML": _("This is an XML file; this source is read from %(wanted)s."),
    "WRONG_XML": _(
        "The file is XML, but not of this register: it has no element “%(wanted)s” and begins with “%(found)s”."
    ),
    "XML_TRUNCATED": _("The XML ends before its last element is closed. It was probably not downloaded whole."),
    "BROKEN_XML": _("The file is not valid XML; its elements break at line %(line)s."),
    "XML_LETTERS": _("The letters of the XML do not fit the encoding that it declares; they break at line %(line)s."),
    "XML_ENTITIES": _("The XML defines entities of its own, which can swell without end. Such a file is not read."),
    "XML_EXTERNAL": _("The XML refers to another file or address. Such a file is not read."),
    "XML_DTD": _("The XML brings a document type (DTD) with it, which no register does. Such a file is not read."),
    "XML_LONG": _("An element near line %(line)s is longer than %(limit)s characters. Such a file is not read."),
    "XML_DEEP": _(
        "The elements of the XML stand one inside another more than %(limit)s times. Such a file is not read."
    ),
    "MISSING_ELEMENTS": _(
        "The file does not say what it has to; these elements were not found: %(elements)s. Elements that it has and "
        "nobody knows stand among the questions: answer them and bring the file in again."
    ),
    "PDF": _("This is a PDF document. Data cannot be read from it; ask for the table itself."),
    "PICTURE": _("This is a picture. Data cannot be read from it; ask for the table itself."),
    "DOCUMENT": _("This is a text document (DOCX or ODT). Copy its table into a spreadsheet and bring that in."),
    "OLD_BOOK": _("This is an old Excel file (XLS) or a file locked by a password. Save it as an open XLSX."),
    "PACKED": _("The file is packed (GZ, RAR or 7z). Unpack it and bring in the file inside."),
    "OTHER_ARCHIVE": _("This is a ZIP archive, not a workbook. Unpack it and bring in the file inside."),
    "BROKEN_ARCHIVE": _("The workbook is damaged or was not downloaded whole. Download or save it again."),
    "LOCKED_ARCHIVE": _("The workbook is locked by a password. Save it without one."),
    "BOMB": _("The workbook would swell to more than %(limit)s MB when opened. Such a file is not read."),
    "BROKEN_BOOK": _("The workbook cannot be read. Open it in a spreadsheet program and save it again."),
    "BINARY": _("This is not a table and not a text file."),
    "WRONG_KIND": _("The file is %(found)s; this source is read from %(wanted)s."),
    "TRUNCATED": _("The file ends in the middle. It was probably not downloaded whole; download it again."),
    "BROKEN_JSON": _("The file is not valid JSON: %(detail)s"),
    "NOT_UTF8": _("The file is not in UTF-8, as its format demands."),
    "SERVER_ERROR": _("The file holds an error message of the server, not data: %(detail)s"),
    "WRONG_ROOT": _("The file is JSON, but not of this register: the list “%(wanted)s” is missing."),
    "NO_ROWS": _("The file holds no rows."),
    "NO_GOOD_ROWS": _("Not a single row of the file could be read. The first reason: %(detail)s"),
    "UNKNOWN_ENCODING": _("The letters of the file cannot be read: it is neither UTF-8, Windows-1250 nor ISO-8859-2."),
    "MIXED_ENCODING": _("The file mixes two encodings; the letters break at byte %(position)s. Save it as UTF-8."),
    "BROKEN_CSV": _("The table breaks at line %(line)s, probably by a quotation mark that is not closed."),
    "LONG_LINE": _("Line %(line)s is longer than %(limit)s characters. Such a file is not read."),
    "LONG_RECORD": _("A record of the file is larger than %(limit)s MB. Such a file is not read."),
    "OLDER": _(
        "The file shows the state of %(dated)s, but that of %(last)s was accepted already. Download a newer one; if "
        "you want the older state back, undo that import first."
    ),
    "LONG_CELL": _("A cell near line %(line)s is longer than %(limit)s characters. Such a file is not read."),
    "NO_HEAD": _("Line %(line)s holds no heads of columns."),
    "SHEET_GONE": _("The sheet “%(sheet)s” is no longer in the workbook. It has: %(found)s."),
    "COLUMNS_GONE": _("These columns of the mapping are not in the file: %(columns)s."),
    "NEW_WORDS": _("The file holds words that the mapping does not know yet (%(count)s): %(words)s."),
    "SPOILED_LETTERS": _(
        "The letters of this table were spoiled before it came here: “%(found)s” should read “%(meant)s”. It was "
        "opened in a wrong encoding and saved. Take the table as it was, or open it as UTF-8."
    ),
    "MISSING_COLUMNS": _("These columns are missing: %(columns)s."),
    "DOUBLED_COLUMN": _("The column “%(column)s” stands in the file twice."),
    "TOO_MANY_ROWS": _("The file holds more than %(limit)s rows, the most that can be brought in."),
    "OUR_FAULT": _("Something went wrong on our side while the file was read. Nothing was written; try it again."),
    "LOST_FILE": _("The file of this run is no longer in the storage. Upload it again."),
}

ROW_REASONS: dict[str, Any] = {
    # the row is left out
    "NOT_AN_OBJECT": _("It is not a record of this register."),
    "MISSING": _("The value is missing."),
    "ICO": _("This is not a valid IČO: the check digit does not fit."),
    "KIND": _("No kind of service is called so in the law."),
    "FORM": _("This form of service is not known."),
    "DATE": _("This is not a date."),
    "DATES_CROSSED": _("The service would end before it began."),
    "DOUBLED_KEY": _("Row %(row)s already describes this service, with other values."),
    "DOUBLED_ROW": _("The same line stands in the file %(times)s times; it is taken once."),
    "SHIFTED": _("The row has %(found)s cells, but the head has %(wanted)s. The columns are probably shifted."),
    "FORMULA": _("The cell holds a formula. Paste the result as a value."),
    "CELL_ERROR": _("The cell holds an error of the spreadsheet."),
    "LONG": _("The text has more than %(limit)s characters."),
    "NO_SUCH_SERVICE": _("No service of the catalogue fits this key."),
    "SEVERAL_SERVICES": _("%(count)s services of the catalogue fit this row. Fill in the key of the register."),
    "NO_KEY": _("Fill in the key of the register, or IČO with the kind of service."),
    "NOT_IN_MAPPING": _("The mapping does not say yet what this means."),
    "SKIPPED_BY_MAPPING": _("Rows with this value are left aside, as the mapping says."),
    "CATALOGUE_DOUBLED": _("The same key stands in the file more than once."),
    "CATALOGUE_NO_KEY": _("The key of the register is missing or too long."),
    "CATALOGUE_NO_PROVIDER": _("The name of the provider is missing."),
    "CATALOGUE_NO_KIND": _("The kind of service is missing."),
    "CATALOGUE_UNKNOWN_CODE": _("This code is not in the catalogue's lists."),
    "CATALOGUE_BAD_VALUE": _("The catalogue cannot hold this value."),
    "CATALOGUE_TOO_LONG": _("This value is longer than the catalogue keeps."),
    "CATALOGUE_BAD_PERIOD": _("The end comes before the beginning."),
    # the row waits
    "KIND_ASKED": _("Nobody has said yet which kind of service this code means. The row waits for the answer."),
    "FORM_ASKED": _("Nobody has said yet which form of service this code means. The row waits for the answer."),
    # the row is taken, this value is not
    "PHONE": _("This is not a telephone number; it was left out."),
    "EMAIL": _("This is not an e-mail address; it was left out."),
    "WEB": _("This is not a web address; it was left out."),
    "PERIOD": _("The facility would close before it opened; its beginning was left out."),
    "POSTCODE": _("This is not a postcode; it was left out."),
    "NUMBER": _("This is not a whole number; it was left out."),
    "HOURS": _("These opening hours cannot be read. Write them as 8:00-12:00, 13:00-16:00."),
    "YES_NO": _("This is neither yes nor no; it was taken for no."),
    "LANGUAGE": _("This language is not known; it was left out."),
    "AGE_GROUP": _("This age group is not in the code list; it was left out."),
    "UNIT": _("This unit of capacity is not in the code list; it was left out."),
    "PROVIDER_TYPE": _("This type of provider is not known; it was left out."),
    "REACH": _("No municipality, district or region is called so; it was left out."),
    "REGION": _("This region is not in the code list; it was left out."),
    "MUNICIPALITY": _("No municipality is called so or has this code."),
    "SEVERAL_MUNICIPALITIES": _("Several municipalities are called so: %(candidates)s. Add the district."),
    # the row is taken, mended
    "ICO_PADDED": _("The leading zeros of the IČO were added."),
    "KIND_BY_PARAGRAPH": _("The kind was recognised by the paragraph of the law."),
    "TARGET_GROUP": _("This target group is new: it comes in under the code of the register."),
    "NAME_FROM_STREET": _("The name of the place was taken out of the street."),
}

FETCH_REASONS: dict[str, Any] = {
    "NO_FOLDER": _("Fetching from a folder is not set up here. The operator says with OPORA_FETCH_FOLDER where it is."),
    "OUTSIDE_FOLDER": _("The path leads out of the folder that is set up for fetching."),
    "NO_SUCH_PATH": _("There is no folder and no file %(path)s."),
    "EMPTY_FOLDER": _("There is no file in the folder %(path)s."),
    "STILL_WRITTEN": _("The file %(path)s is just being written. It is tried again."),
    "CANNOT_OPEN": _("The file %(path)s cannot be opened. Perhaps its rights are wrong."),
    "BAD_ADDRESS": _("This is not an address of a file on the web."),
    "HOST_NOT_ALLOWED": _("Nothing is fetched from %(host)s. The operator lists the hosts in OPORA_FETCH_HOSTS."),
    "PRIVATE_HOST": _("The host %(host)s stands in a private network. The operator has to list its whole address."),
    "UNKNOWN_HOST": _("The host %(host)s cannot be found. Perhaps it is out of order."),
    "NO_ANSWER": _("The server %(host)s does not answer."),
    "BAD_CERTIFICATE": _("The server %(host)s cannot prove that it is the right one: its certificate is not valid."),
    "BROKEN_ANSWER": _("The server %(host)s sent an answer that cannot be read."),
    "CUT_OFF": _("The server ended in the middle of the file."),
    "TOO_SLOW": _("The file did not come within %(seconds)s seconds."),
    "SERVER_SAYS": _("The server answered %(status)s instead of the file."),
    "REDIRECTED_OFTEN": _("The server sends from one address to another without end."),
    "PACKED_ANSWER": _("The server sent the file packed, although it was asked not to."),
    "FETCH_FAULT": _("Something went wrong on our side while the file was fetched. It is tried again."),
}


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The reason in the language of whoever reads it now; an unknown code is shown as it is."""
    text = FILE_REASONS.get(code) or ROW_REASONS.get(code) or FETCH_REASONS.get(code)
    return str(text) % dict(facts or {}) if text else code


class BrokenFile(DomainError):
    """The file cannot be brought in; the catalogue stays as it was."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(sentence(code, facts), code, facts=facts)
