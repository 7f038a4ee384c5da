"""App Home for compliance: what is open, overdue, pulled and missing, each with its list."""

from collections.abc import Sequence

from audit.handing_over import Listed
from clearance.shown_home import CompanyAtHome, HomeSheet
from handlers import words
from handlers.views.blocks import Block, beside, button, header, said
from handlers.views.home_ids import CASES, FORMS, OVERDUE, PROGRESS, PULL
from handlers.words import audit as audit_words
from handlers.words import home as home_words

PULLS_SHOWN = 3


def build(sheet: HomeSheet, pulled: Sequence[Listed]) -> list[Block]:
    """Make what compliance looks after; for anybody else there is nothing."""
    one = sheet.company
    if one is None:
        return []
    return [*open_items(one), _pulls(pulled), said(home_words.missing(one))]


def open_items(one: CompanyAtHome, *, nothing_too: bool = True) -> list[Block]:
    """Count what is open, each with its list; where nothing is, only with ``nothing_too``."""
    late_forms = home_words.LATE_FORMS.format(count=one.late_forms)
    counted = [
        (one.cases, _line(home_words.CASES.format(count=one.cases), CASES)),
        (one.late_forms, _line(late_forms, FORMS, "home:everybodys_forms")),
        (one.unsigned, _line(_unsigned(one), PROGRESS)),
    ]
    lines = [line for count, line in counted if count or nothing_too]
    return [header(home_words.COMPANY), *lines, _line(home_words.UNANSWERED, OVERDUE)]


def _line(text: str, action: str, block_id: str = "") -> Block:
    return beside(text, block_id or action, button(words.OPEN, action, "open"))


def _unsigned(one: CompanyAtHome) -> str:
    said_of = home_words.UNSIGNED_LATE if one.overdue else home_words.UNSIGNED
    return said_of.format(count=one.unsigned)


def _pulls(pulled: Sequence[Listed]) -> Block:
    lines = [audit_words.listed(one) for one in pulled[:PULLS_SHOWN]]
    text = "\n".join([home_words.PULLS, *lines]) if lines else home_words.PULLS_NONE
    return beside(text, PULL, button(home_words.PULL, PULL, "open"))
