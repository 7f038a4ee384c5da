"""What makes a line of a draft Form 4 one that cannot be filed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from filings.draft import Draft, DraftDerivative, DraftLine
from filings.structure import MOST_FOOTNOTES, MOST_LINES

Found = Iterator[tuple[str, str]]

LONGEST_TITLE, LONGEST_NATURE, LONGEST_NOTE = 60, 100, 1000
LARGEST, DECIMALS = Decimal(10) ** 12, 4
#: What each code does to Table I's shares, where it does one thing only.
ACQUIRES = {"P": True, "S": False, "A": True, "F": False, "M": True, "C": True}
#: In Table II an exercise or conversion gives the derivative up.
ACQUIRES_DERIVATIVE = {**ACQUIRES, "M": False, "C": False}
EXERCISES = frozenset({"M", "C"})
#: What has a price a share in dollars, whatever else is said.
PRICED = frozenset({"P", "S", "F"})
FIRST_DAY = date(1934, 6, 6)  # of the Exchange Act


def text_problems(field: str, text: str, longest: int) -> Found:
    """Refuse a text that EDGAR does not take."""
    if not text.strip():
        yield field, "It is empty."
    elif text != " ".join(text.split()):
        yield field, "Write it on one line, with single spaces."
    elif len(text) > longest:
        yield field, f"It has {len(text)} characters; EDGAR takes {longest}."
    odd = sorted({letter for letter in text if not " " <= letter <= "~"})
    if odd and text == " ".join(text.split()):
        shown = " ".join(odd[:5])
        yield field, f"EDGAR takes plain characters only (ASCII), and not {shown}."


def problems_of_lines(draft: Draft) -> Found:
    """Refuse what cannot be filed of a draft's transactions."""
    if not draft.lines:
        yield "lines", "There is no transaction: a Form 4 reports at least one."
    for table, derivative in (("I", False), ("II", True)):
        count = sum((line.derivative is not None) is derivative for line in draft.lines)
        if count > MOST_LINES:
            said = f"Table {table} has {count} transactions, and EDGAR takes {MOST_LINES} on one"
            yield "lines", f"{said} form: file the others on a second one."
    for at, line in enumerate(draft.lines):
        yield from _line(draft, f"lines[{at + 1}]", line)
    yield from _both_tables(draft)
    texts = {note.text for line in draft.lines for note in line.notes}
    if len(texts) + draft.under_plan > MOST_FOOTNOTES:
        yield "lines", f"There are more footnotes than the {MOST_FOOTNOTES} that EDGAR takes."


def _line(draft: Draft, field: str, line: DraftLine) -> Found:
    yield from text_problems(f"{field}.title", line.title, LONGEST_TITLE)
    if line.on > draft.drawn_up_on:
        yield f"{field}.on", f"{line.on} lies in the future: report what was made."
    elif line.on < FIRST_DAY:
        yield f"{field}.on", f"{line.on} is before there was a Section 16."
    yield from _direction(field, line)
    yield from _amount(f"{field}.shares", line.shares, above_zero=True)
    yield from _amount(f"{field}.owned_after", line.owned_after)
    yield from _price(field, line)
    if line.nature:
        yield from text_problems(f"{field}.nature", line.nature, LONGEST_NATURE)
    yield from _notes(field, line)
    if line.derivative is not None:
        yield from _derivative(field, line, line.derivative)


def _direction(field: str, line: DraftLine) -> Found:
    known = ACQUIRES if line.derivative is None else ACQUIRES_DERIVATIVE
    if line.code not in {*known, "G"}:
        yield f"{field}.code", f"{line.code!r} is none of the codes P, S, M, A, F, G and C."
    elif line.code in known and known[line.code] != line.acquired:
        acquires = "acquires" if known[line.code] else "disposes of"
        yield f"{field}.acquired", f"Code {line.code} {acquires} what this table lists."


def _price(field: str, line: DraftLine) -> Found:
    if line.price is not None:
        yield from _amount(f"{field}.price", line.price, above_zero=line.code in PRICED)
    elif not _noted(line, "price"):
        yield (
            f"{field}.price",
            "Say the price a share, or say in a footnote to it why there is none.",
        )


def _amount(field: str, amount: Decimal, *, above_zero: bool = False) -> Found:
    if not amount.is_finite() or amount < 0 or amount >= LARGEST:
        yield field, "It is no number that the form can hold."
    elif amount != round(amount, DECIMALS):
        yield field, f"The form takes {DECIMALS} digits behind the point."
    elif above_zero and not amount:
        yield field, "It is zero."


def _notes(field: str, line: DraftLine) -> Found:
    of_derivatives = {"exercise_price", "exercisable_on", "expires_on"}
    for at, note in enumerate(line.notes):
        yield from text_problems(f"{field}.notes[{at + 1}]", note.text, LONGEST_NOTE)
        if note.place in of_derivatives and line.derivative is None:
            yield f"{field}.notes[{at + 1}]", "Table I has no such column."
        if note.place == "nature" and not line.nature:
            yield f"{field}.notes[{at + 1}]", "It hangs on how the shares are held, which is empty."


def _derivative(field: str, line: DraftLine, derivative: DraftDerivative) -> Found:
    inside = f"{field}.derivative"
    yield from text_problems(f"{inside}.title", derivative.title, LONGEST_TITLE)
    yield from _amount(f"{inside}.shares", derivative.shares, above_zero=True)
    if derivative.exercise_price is not None:
        yield from _amount(f"{inside}.exercise_price", derivative.exercise_price)
    for name in ("exercise_price", "exercisable_on", "expires_on"):
        if getattr(derivative, name) is None and not _noted(line, name):
            yield f"{inside}.{name}", "Say it, or say it in a footnote to it."
    begins, ends = derivative.exercisable_on, derivative.expires_on
    if begins and ends and begins > ends:
        yield f"{inside}.expires_on", "It expires before it can be exercised."


def _noted(line: DraftLine, place: str) -> bool:
    return any(note.place == place for note in line.notes)


def _both_tables(draft: Draft) -> Found:
    """Hold Form 4's instruction that an exercise or conversion stands in both tables."""
    for code in sorted(EXERCISES):
        tables = {line.derivative is not None for line in draft.lines if line.code == code}
        if len(tables) == 1:
            missing = "Table I, the shares" if tables == {True} else "Table II, the derivative"
            yield "lines", f"Code {code} is reported in both tables; {missing}, is missing."
