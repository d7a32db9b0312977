"""A survey on paper: the questionnaire to fill in by hand, the letter with a code, the poster. Values only."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from planning.surveys.inviting import Sheet, code_address, link_address, public_address
from planning.surveys.models import Survey
from planning.surveys.numbers import spelled
from planning.surveys.questions import Kind, Question, how_many
from tenants.models import Tenant
from ui.documents import Beside, Blank, Block, Bullets, Code, Document, Facts, Frame, Heading, Paragraph, Part, Span
from ui.typography import date_long

BOX = "☐"
CIRCLE = "○"


def questionnaires(survey: Survey, sheets: Iterable[Sheet], site: Tenant, at: datetime, *, easy: bool) -> Document:
    """Sheets to fill in by hand, each a paper of its own, in large print."""
    blocks: list[Block] = []
    for sheet in sheets:
        blocks += _questionnaire(survey, sheet, site, easy=easy)
    return Document(survey.title, site.language, site.name, at, tuple(blocks), large=True)


def specimen(survey: Survey, site: Tenant, at: datetime, *, easy: bool) -> Document:
    """One sheet to look at, which bears no number and cannot be entered."""
    return questionnaires(survey, [Sheet(0)], site, at, easy=easy)


def _questionnaire(survey: Survey, sheet: Sheet, site: Tenant, *, easy: bool) -> Iterator[Block]:
    number = spelled(sheet.number) if sheet.number else _("specimen")
    yield Part(survey.title, _("%(title)s – sheet %(number)s") % {"title": survey.title, "number": number})
    introduction = (survey.introduction_easy if easy else "") or survey.introduction
    for paragraph in filter(str.strip, introduction.split("\n")):
        yield Paragraph(paragraph)
    yield Frame((_sheet_facts(survey, number, site),))
    yield _on_the_web(survey, sheet, site)
    yield Paragraph(_("Put a cross at what fits. Write in capital letters. You need not answer everything."))
    for place, question in enumerate(survey.asked, 1):
        yield from _question(place, question, easy=easy)
    yield Heading(_("Thank you"), 2)
    yield Paragraph(_privacy(survey))


def _sheet_facts(survey: Survey, number: str, site: Tenant) -> Facts:
    back = site.contact.get("address") or site.name
    rows = (
        (_("Number of the sheet"), (Span(number, strong=True),)),
        (_("Bring it or send it until"), date_long(survey.closes_on)),
        (_("Where to"), back),
    )
    return Facts(rows)


def _on_the_web(survey: Survey, sheet: Sheet, site: Tenant) -> Block:
    if not sheet.secret:
        address = public_address(survey, site)
        words = _("You can answer on the web instead, from a telephone too:")
        return Beside((Paragraph(words), Paragraph((Span(address, link=address),))), _code(address))
    typed, address = code_address(site), link_address(sheet.secret, site)
    return Beside(
        (
            Paragraph(_("You can answer on the web instead. Open this address and type the code:")),
            Paragraph((Span(typed, link=typed),)),
            Paragraph(sheet.code, "large"),
            Paragraph(_("The code works once, for the web or for this paper."), "note"),
        ),
        _code(address),
    )


def _code(address: str) -> Code:
    return Code(address, _("QR code: the page of the questionnaire"))


def _question(place: int, question: Question, *, easy: bool) -> Iterator[Block]:
    yield Heading(f"{place}. {question.words(easy=easy)}", 2)
    if several := how_many(question, easy=easy):
        yield Paragraph(several, "note")
    if question.help:
        yield Paragraph(question.help, "note")
    if question.kind in (Kind.SINGLE, Kind.MANY, Kind.SCALE):
        sign = BOX if question.kind == Kind.MANY else CIRCLE
        yield Bullets(
            tuple(f"{sign} {words}" for _code, words in question.spoken(easy=easy)), numbered=question.is_choice
        )
        if question.other:
            yield Paragraph(_("Something else – which?"), "note")
            yield Blank(1)
    else:
        yield Blank(1 if question.kind == Kind.NUMBER else 4)


def _privacy(survey: Survey) -> str:
    own = _("The questionnaire asks for no name. The number of the sheet only sees to it that it is counted once.")
    if survey.one_each:
        own = _("The questionnaire asks for no name. The code only sees to it that each person answers once; "
                "the answers are kept apart from it.")  # fmt: skip
    return f"{own} {survey.privacy}".strip()


# --- letters and poster -----------------------------------------------------------------------------------------------
def letters(survey: Survey, sheets: Iterable[Sheet], site: Tenant, at: datetime) -> Document:
    """A page for each person without e-mail: the address, the code, and what becomes of the answer."""
    blocks: list[Block] = []
    for sheet in sheets:
        blocks += [
            Part(survey.title, _("Letter %(number)s") % {"number": spelled(sheet.number)}),
            *(Paragraph(line) for line in survey.introduction.split("\n") if line.strip()),
            _on_the_web(survey, sheet, site),
            Paragraph(_("You can answer until %(day)s.") % {"day": date_long(survey.closes_on)}, "lead"),
            Paragraph(_("If you would rather have it on paper, or want help with it, tell us: %(where)s.")
                      % {"where": site.contact.get("phone") or site.name}),
            Paragraph(_privacy(survey)),
        ]  # fmt: skip
    return Document(survey.title, site.language, site.name, at, tuple(blocks), large=True)
