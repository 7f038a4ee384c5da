"""What is said of a draft Form 4: its lines, what it lacks, and how its file is made."""

from collections.abc import Iterator

from clearance.shown_filings import DraftLine, DraftMaterial, DraftShown, Lack
from handlers.moments import day
from handlers.words import trade as trade_words

BUTTON = "Draft"
BUTTON_WHY = "A draft says what the form would report. Nothing is recorded or filed by it."
TITLE = "Draft Form 4"
NOT_FILED = (
    "This is a draft, and no filing. Nothing is recorded of it. Whoever reports checks and signs "
    "the form, and the company files it with its own EDGAR tool."
)
HEAD = "{form} of {name}, for {on}, due by {due}"
AMENDS = "It corrects the form of {on}, and states only the lines that were not filed so."
ROLES = {"director": "Director", "officer": "Officer"}
NOT_SUBJECT = "Held by Section 16 only by what was done before: that box is ticked."
LINES = "Transactions"
LINE = "{at}. {on}, code {code}, {shares:,} shares, {price}, {side}, {held}"
NO_CODE = "none"
PRICE = "${price} a share"
PRICE_OPEN = "price to be said"
AT_NO_PRICE = "no price"
SIDES = {"A": "acquired (A)", "D": "disposed of (D)"}
DIRECT = "held directly"
INDIRECT = "held indirectly: by {nature}"
BOTH_TABLES = "The exercise or conversion stands in Table I, and what it gave up in Table II."
BOX = {
    True: "Rule 10b5-1 box: ticked. The plan was adopted on {on}.",
    False: "Rule 10b5-1 box: not ticked.",
}
NOTE = "Footnote {at}: {text}"
AFTERWARDS = "What is held afterwards is not on the record here: say it with the command."
MISSING = "What is missing"
NOTHING_MISSING = "The record lacks nothing that the form needs."
MADE = (
    "The file is made on the command line, by whoever runs Preclear, as EDGAR's XML and as a page "
    "to read. Slack gets no file."
)
COMMAND = "preclear section16 draft {filing} --out FOLDER --holding SHARES"
COMMAND_OPTION = (
    " --option-price DOLLARS --option-from DAY --option-until DAY --option-left OPTIONS"
)

#: What a draft lacks, or what is in its way, and what to do; Slack and the command say the same.
LACKS = {
    "no_such_form": "No such form is owed or was filed.",
    "other_form": "It is a Form {form}; a draft is made of a Form 4 only.",
    "filed": "It was entered as filed, and what was reported has not changed since.",
    "only_taken_back": (
        "Nothing that is reported now was not filed already: a line that was taken back is "
        "explained in an amendment by hand."
    ),
    "no_issuer_cik": (
        "The company's number at EDGAR (CIK) is not on the record. Write it in the column "
        "issuer_cik of the list that `preclear section16 owners import` takes."
    ),
    "no_owner": (
        "What EDGAR needs of {name} is not on the record: enter it with `preclear section16 "
        "owners import`."
    ),
    "no_cik": (
        "EDGAR's number of {name} (CIK) is not on the record. Enter it with `preclear section16 "
        "owners import`, or import a form that they filed with `preclear section16 import`."
    ),
    "another_role": (
        "The list of people gives {name} this role, and the list of reporting persons does not. "
        "Import anew the one that is not right."
    ),
    "no_code": (
        "No draft is made of what was done here (code {code}): only of codes P, S, M, A, F, G and "
        "C. Make this form in EDGAR's own."
    ),
    "table_two": (
        "A trade in options or warrants that is no exercise stands in Table II, and no draft is "
        "made of it. Make this form in EDGAR's own."
    ),
    "no_holding": (
        "Say what is held after the last transaction, in the same account; what is held after "
        "each line is counted back from it."
    ),
    "below_zero": "With this holding, less than nothing was held at line {line}: look it up again.",
    "no_title": "Say the title of the security as the form is to name it.",
    "no_term": "Say it of the option or security that was exercised or converted.",
    "no_exercise": "Nothing was exercised or converted: leave it out.",
    "other_price": (
        "What was reported is ${price} a share: say the same here, or have the report corrected."
    ),
    "held_directly": "All of it is held directly: leave it out.",
}
#: What the parts of a form are called in Slack; an option of the command is called by its name.
WHERE = {
    "issuer.cik": "The company",
    "owner": "Reporting person",
    "owner.cik": "Reporting person",
    "owner.is_director": "Director",
    "owner.is_officer": "Officer",
    "FORM_ID": "This form",
    "lines": "Transactions",
}


def lack(one: Lack) -> str:
    """Say what is lacking, and what to do."""
    return LACKS[one.reason].format(**one.parameters)


def where(one: Lack) -> str:
    """Name the place at which something is lacking."""
    if one.where.startswith("lines["):
        return f"Line {one.where.removeprefix('lines[').partition(']')[0]}"
    return WHERE.get(one.where, one.where)


def head(found: DraftShown) -> str:
    """Say whose form it is, of which day, and until when it is due."""
    material = found.material
    form = "Form 4/A" if material.state == "amend" else f"Form {material.form}"
    said = [
        HEAD.format(
            form=form, name=material.person, on=day(material.period), due=day(material.due_on)
        )
    ]
    if material.state == "amend" and material.amends is not None:
        said.append(AMENDS.format(on=day(material.amends)))
    roles = [name for key, name in ROLES.items() if getattr(material, key)]
    said += [", ".join(roles)] if roles else []
    said += [] if material.subject else [NOT_SUBJECT]
    return "\n".join(said)


def lines(material: DraftMaterial) -> Iterator[str]:
    """Say each transaction as the form has it."""
    for at, one in enumerate(material.lines, 1):
        yield f"{_line(at, one)}\n{trade_words.ACTIONS[one.action]}"
    if any(one.code in ("M", "C") for one in material.lines):
        yield BOTH_TABLES


def _line(at: int, one: DraftLine) -> str:
    held = DIRECT if one.direct else INDIRECT.format(nature=one.nature)
    return LINE.format(
        at=at,
        on=one.on.isoformat(),
        code=one.code or NO_CODE,
        shares=one.shares,
        price=_price(one),
        side=SIDES[one.disposition],
        held=held,
    )


def _price(one: DraftLine) -> str:
    if one.code in ("A", "G"):
        return AT_NO_PRICE
    return PRICE_OPEN if one.price is None else PRICE.format(price=one.price)


def marks(found: DraftShown) -> Iterator[str]:
    """Say the box on Rule 10b5-1, the footnotes, and what has to be said beside the record."""
    adopted = found.material.plan_adopted_on
    yield BOX[found.material.under_plan].format(on="" if adopted is None else day(adopted))
    for at, text in enumerate(found.notes, 1):
        yield NOTE.format(at=at, text=text)
    yield AFTERWARDS


def missing(found: DraftShown) -> Iterator[str]:
    """Say what the record lacks."""
    for one in found.lacks:
        yield f"{where(one)}: {lack(one)}"
    if not found.lacks:
        yield NOTHING_MISSING


def command(material: DraftMaterial) -> str:
    """Write the command that makes the file."""
    exercised = any(one.code in ("M", "C") for one in material.lines)
    return COMMAND.format(filing=material.filing) + (COMMAND_OPTION if exercised else "")
