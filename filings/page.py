"""A Form 3, 4 or 5 as a page that people read and print: the form's two tables, in one file.

The page is made from what was read, so that a draft's page shows what its XML says. Nothing
of it is loaded from elsewhere, and no script runs in it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from html import escape

from filings.ownership import CODES, Held, Holding, Noted, Owner, Ownership, Transaction
from filings.ownership import Underlying as Derivative

STYLE = """
body { font: 14px/1.45 system-ui, sans-serif; color: #111; background: #fff; margin: 2rem auto;
  max-width: 1200px; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
.draft { border: 2px solid #8a4b00; color: #8a4b00; padding: .5rem .8rem; font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #767676; padding: .3rem .45rem; text-align: left; vertical-align: top; }
th { background: #f0f0f0; font-weight: 600; } td.n { text-align: right; }
td.n, time { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .4rem 0; }
dt { font-weight: 600; } dd { margin: 0; }
.sign { border-bottom: 1px solid #111; display: inline-block; min-width: 16rem; }
@media print { body { margin: 0; max-width: none; } .wide { overflow: visible; }
  tr { break-inside: avoid; } @page { size: landscape; margin: 12mm; } }
"""
TITLES = {
    "3": "Initial statement of beneficial ownership of securities",
    "4": "Statement of changes in beneficial ownership",
    "5": "Annual statement of changes in beneficial ownership of securities",
}
NOT_STATED = "not stated"
FIRST = ("Title of security", "Date", "Code", "Amount", "A or D", "Price")
LAST = ("Owned afterwards", "Direct or indirect", "Nature of indirect ownership")
OF_DERIVATIVES = (
    "Exercise price", "Exercisable from", "Expires", "Underlying security", "Underlying amount",
)  # fmt: skip


def page(form: Ownership) -> str:
    """Give the page of a form; one that nobody has signed says that it is a draft."""
    name = f"Form {form.form}"
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{name}: {escape(form.issuer.name)}</title>",
            f"<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            f"<h1>{name}: {TITLES.get(form.form[:1], '')}</h1>",
            *_standing(form),
            *_head(form),
            *_table(form, "I", "Table I: securities that are no derivatives"),
            *_table(form, "II", "Table II: derivative securities"),
            *_explained(form),
            *_signed(form),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _standing(form: Ownership) -> Iterator[str]:
    if not any(one.name for one in form.signatures):
        yield (
            '<p class="draft">Draft. Nobody has signed or filed it. Check every field, have the '
            "reporting person sign, and file it with the company's EDGAR tool.</p>"
        )


def _head(form: Ownership) -> Iterator[str]:
    issuer = form.issuer
    said = [
        ("Issuer", f"{issuer.name} [{issuer.symbol}], CIK {issuer.cik}"),
        *(("Reporting person", _owner(owner)) for owner in form.owners),
        ("Date of earliest transaction or event", form.period.isoformat()),
    ]
    if form.amends:
        filed = form.original_filed
        said.append(("Amends the form filed on", filed.isoformat() if filed else NOT_STATED))
    if form.not_subject is not None:
        said.append(("No longer subject to Section 16", _box(form.not_subject)))
    said.append(("Made under a plan of Rule 10b5-1(c)", _box(form.plan_box)))
    yield "<dl>"
    for name, value in said:
        yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"


def _owner(owner: Owner) -> str:
    roles = [
        said
        for held, said in (
            (owner.director, "director"),
            (owner.officer, f"officer ({owner.title})" if owner.title else "officer"),
            (owner.ten_percent, "10% owner"),
            (owner.other, f"other ({owner.other_text})" if owner.other_text else "other"),
        )
        if held
    ]
    parts = [owner.name, f"CIK {owner.cik}", *roles, *owner.address]
    return ", ".join(part for part in parts if part)


def _box(ticked: bool | None) -> str:
    return NOT_STATED if ticked is None else "yes" if ticked else "no"


def _table(form: Ownership, name: str, heading: str) -> Iterator[str]:
    derivative = name == "II"
    made = [one for one in form.transactions if one.table == name]
    held = [one for one in form.holdings if (one.derivative is not None) is derivative]
    yield f"<h2>{heading}</h2>"
    if not made and not held:
        yield "<p>Nothing is reported in this table.</p>"
        return
    columns = [*FIRST, *(OF_DERIVATIVES if derivative else ()), *LAST]
    yield '<div class="wide">\n<table>\n<thead><tr>'
    yield "".join(f'<th scope="col">{column}</th>' for column in columns)
    yield "</tr></thead>\n<tbody>"
    for transaction in made:
        yield _row(_transaction(transaction))
    for holding in held:
        yield _row(_holding(holding))
    yield "</tbody>\n</table>\n</div>"


def _row(cells: Iterable[tuple[str, bool]]) -> str:
    said = (
        f'<td class="n">{cell}</td>' if number else f"<td>{cell}</td>" for cell, number in cells
    )
    return f"<tr>{''.join(said)}</tr>"


def _transaction(line: Transaction) -> Iterator[tuple[str, bool]]:
    code = f"{line.code} ({CODES[line.code]})" if line.code in CODES else line.code
    amount = line.shares if line.shares != Noted() else line.total_value
    yield _cell(line.title), False
    yield _cell(line.on), False
    yield _cell(Noted(code, line.code_notes)), False
    yield _cell(amount), True
    yield _cell(line.side), False
    yield _cell(line.price, "$"), True
    yield from _derivative(line.derivative)
    yield from _held(line.after)


def _holding(line: Holding) -> Iterator[tuple[str, bool]]:
    yield _cell(line.title), False
    for _ in FIRST[1:]:
        yield "", False
    yield from _derivative(line.derivative)
    yield from _held(line.held)


def _derivative(line: Derivative | None) -> Iterator[tuple[str, bool]]:
    if line is not None:
        yield _cell(line.exercise_price, "$"), True
        yield _cell(line.exercisable_on), False
        yield _cell(line.expires_on), False
        yield _cell(line.title), False
        yield _cell(line.shares if line.shares != Noted() else line.value), True


def _held(held: Held) -> Iterator[tuple[str, bool]]:
    yield _cell(held.shares if held.shares != Noted() else held.value), True
    yield _cell(held.direct), False
    yield _cell(held.nature), False


def _cell(noted: Noted[str] | Noted[Decimal] | Noted[date], sign: str = "") -> str:
    value = noted.value
    if isinstance(value, Decimal):
        said = f"{sign}{value:,f}"
    elif isinstance(value, date):
        said = f"<time>{value.isoformat()}</time>"
    else:
        said = escape(value or "")
    notes = "".join(f"<sup>({escape(note)})</sup>" for note in noted.notes)
    return f"{said}{notes}"


def _explained(form: Ownership) -> Iterator[str]:
    if form.footnotes or form.remarks:
        yield "<h2>Explanation of responses</h2>\n<dl>"
        for note, text in form.footnotes:
            yield f"<dt>({escape(note)})</dt><dd>{escape(text)}</dd>"
        if form.remarks:
            yield f"<dt>Remarks</dt><dd>{escape(form.remarks)}</dd>"
        yield "</dl>"


def _signed(form: Ownership) -> Iterator[str]:
    yield "<h2>Signature</h2>"
    for one in form.signatures:
        name = escape(one.name) or '<span class="sign">&nbsp;</span>'
        on = one.on.isoformat() if one.on else '<span class="sign">&nbsp;</span>'
        yield f"<p>{name} Date: {on}</p>"
