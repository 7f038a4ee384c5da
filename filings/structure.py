"""The structure of a Form 4 in EDGAR's ownership schema, version X0609, as it is known.

The SEC's schema files are not part of this program. What stands here was written from its
Ownership XML technical specification as others report it, and from forms that EDGAR took:
which elements there are, in which order, how often, and what each may hold. It is stricter
than EDGAR in what it does not know of, and no promise that EDGAR takes a form.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from filings.ownership import CODES
from filings.ownership_reading import LAST_SCHEMA, ROOT
from filings.submission import FilingError
from filings.xml_tree import Node, Problem, tree_of

#: As EDGAR has them: lines of one table, reporting persons, footnotes of one form.
MOST_LINES = 30
MOST_OWNERS = 10
MOST_FOOTNOTES = 99


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text has to look like, and how that is said."""

    pattern: re.Pattern[str]
    said: str


def kind(pattern: str, said: str) -> Kind:
    """Declare a kind of text."""
    return Kind(re.compile(pattern, re.DOTALL), said)


def words(longest: int) -> Kind:
    """Declare a text of up to so many characters; EDGAR takes none but ASCII's."""
    return kind(rf"[\x20-\x7e]{{1,{longest}}}", f"1 to {longest} plain characters (ASCII)")


def one_of(*allowed: str) -> Kind:
    """Declare one of these words."""
    said = ", ".join(allowed)
    return kind("|".join(re.escape(one) for one in allowed), f"one of {said}")


DAY = kind(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", "a day, YYYY-MM-DD")
AMOUNT = kind(
    r"\d{1,12}(?:\.\d{1,4})?", "a number of up to twelve digits, and four behind the point"
)
FLAG = one_of("0", "1", "true", "false")
CIK = kind(r"\d{10}", "a CIK of ten digits")
FOOTNOTE_ID = kind(r"F[1-9]\d?", "F1 to F99")


@dataclass(frozen=True, slots=True)
class Part:
    """An element: how often it stands in the one above, and what is in it.

    ``holds`` is the text's kind. ``noted`` means a value, footnotes, or both; where ``valued``
    the value has to be there.
    """

    name: str
    least: int = 1
    most: int = 1
    holds: Kind | None = None
    parts: tuple["Part", ...] = ()
    noted: bool = False
    valued: bool = False
    empty: bool = False


def text(name: str, holds: Kind, least: int = 1, *, empty: bool = False) -> Part:
    """Declare an element with a text."""
    return Part(name, least, holds=holds, empty=empty)


def noted(name: str, holds: Kind, least: int = 1, *, valued: bool = False) -> Part:
    """Declare an element with a value that footnotes may go with, or stand for."""
    return Part(name, least, holds=holds, noted=True, valued=valued)


HELD = Part(
    "postTransactionAmounts", parts=(noted("sharesOwnedFollowingTransaction", AMOUNT, valued=True),)
)
NATURE = Part(
    "ownershipNature",
    parts=(
        noted("directOrIndirectOwnership", one_of("D", "I"), valued=True),
        noted("natureOfOwnership", words(100), 0),
    ),
)
TITLE = noted("securityTitle", words(60), valued=True)
EXERCISE_PRICE = noted("conversionOrExercisePrice", AMOUNT)
UNDERLYING = (
    noted("exerciseDate", DAY),
    noted("expirationDate", DAY),
    Part(
        "underlyingSecurity",
        parts=(
            noted("underlyingSecurityTitle", words(60), valued=True),
            noted("underlyingSecurityShares", AMOUNT, valued=True),
        ),
    ),
)
TRANSACTION = (
    noted("transactionDate", DAY, valued=True),
    noted("deemedExecutionDate", DAY, 0, valued=True),
    Part(
        "transactionCoding",
        parts=(
            text("transactionFormType", one_of("4", "5")),
            text("transactionCode", one_of(*CODES)),
            text("equitySwapInvolved", FLAG),
            Part("footnoteId", 0, MOST_FOOTNOTES),
        ),
    ),
    noted("transactionTimeliness", one_of("E", "L"), 0, valued=True),
    Part(
        "transactionAmounts",
        parts=(
            noted("transactionShares", AMOUNT, valued=True),
            noted("transactionPricePerShare", AMOUNT),
            noted("transactionAcquiredDisposedCode", one_of("A", "D"), valued=True),
        ),
    ),
)
FORM_4 = Part(
    ROOT,
    parts=(
        text("schemaVersion", one_of(LAST_SCHEMA)),
        text("documentType", one_of("4", "4/A")),
        text("periodOfReport", DAY),
        text("dateOfOriginalSubmission", DAY, 0),
        text("notSubjectToSection16", FLAG, 0),
        Part(
            "issuer",
            parts=(
                text("issuerCik", CIK),
                text("issuerName", words(150)),
                text("issuerTradingSymbol", words(10)),
                text("issuerForeignTradingSymbol", words(10), 0, empty=True),
            ),
        ),
        Part(
            "reportingOwner",
            1,
            MOST_OWNERS,
            parts=(
                Part(
                    "reportingOwnerId",
                    parts=(text("rptOwnerCik", CIK), text("rptOwnerName", words(150))),
                ),
                Part(
                    "reportingOwnerAddress",
                    parts=(
                        text("rptOwnerNonUSAddressFlag", FLAG, 0),
                        text("rptOwnerStreet1", words(40)),
                        text("rptOwnerStreet2", words(40), 0, empty=True),
                        text("rptOwnerCity", words(30)),
                        text("rptOwnerState", kind(r"[A-Z][A-Z0-9]", "EDGAR's code of a state")),
                        text("rptOwnerZipCode", words(10)),
                        text("rptOwnerStateDescription", words(50), 0, empty=True),
                    ),
                ),
                Part(
                    "reportingOwnerRelationship",
                    parts=(
                        text("isDirector", FLAG, 0),
                        text("isOfficer", FLAG, 0),
                        text("isTenPercentOwner", FLAG, 0),
                        text("isOther", FLAG, 0),
                        text("officerTitle", words(30), 0),
                        text("otherText", words(30), 0),
                    ),
                ),
            ),
        ),
        text("aff10b5One", FLAG),
        Part(
            "nonDerivativeTable",
            0,
            parts=(
                Part(
                    "nonDerivativeTransaction",
                    0,
                    MOST_LINES,
                    parts=(TITLE, *TRANSACTION, HELD, NATURE),
                ),
            ),
        ),
        Part(
            "derivativeTable",
            0,
            parts=(
                Part(
                    "derivativeTransaction",
                    0,
                    MOST_LINES,
                    parts=(TITLE, EXERCISE_PRICE, *TRANSACTION, *UNDERLYING, HELD, NATURE),
                ),
            ),
        ),
        Part("footnotes", 0, parts=(Part("footnote", 0, MOST_FOOTNOTES, holds=words(1000)),)),
        text("remarks", words(2000), 0, empty=True),
        Part(
            "ownerSignature",
            1,
            MOST_OWNERS,
            parts=(text("signatureName", words(150)), text("signatureDate", DAY)),
        ),
    ),
)
#: What a draft leaves for the person.
LEFT_OPEN = ("signatureName", "signatureDate")


def check(xml: bytes, *, signed: bool = True) -> tuple[Problem, ...]:
    """Say everything in which a Form 4's XML is not of the structure; nothing where it is.

    With ``signed`` False the signature may be left open, as in a draft.
    """
    try:
        root = tree_of(xml.decode("utf-8"))
    except UnicodeDecodeError:
        return (Problem("/", 1, "it is not UTF-8."),)
    except FilingError as error:
        return (Problem("/", 1, str(error)),)
    if root.name != ROOT:
        return (Problem(root.path, root.line, f"it is no <{ROOT}>."),)
    return (*_part(root, FORM_4, signed=signed), *_notes(root))


def _part(node: Node, part: Part, *, signed: bool) -> Iterator[Problem]:
    if part.noted:
        yield from _noted(node, part)
    elif part.holds is not None:
        open_ = part.empty or (not signed and part.name in LEFT_OPEN)
        yield from _text(node, part.holds, empty=open_)
    else:
        if node.text.strip():
            yield Problem(node.path, node.line, "there is text between its elements.")
        yield from _parts(node, part.parts, signed=signed)


def _parts(node: Node, parts: tuple[Part, ...], *, signed: bool) -> Iterator[Problem]:
    """Walk the elements in the order that is due; each that does not fit is said once."""
    place = {part.name: at for at, part in enumerate(parts)}
    reached = 0
    for child in node.children:
        at = place.get(child.name)
        if at is None:
            yield Problem(child.path, child.line, "no such element belongs here.")
        elif at < reached:
            yield Problem(child.path, child.line, f"it belongs before <{parts[reached].name}>.")
        else:
            reached = at
            yield from _part(child, parts[at], signed=signed)
    for part in parts:
        count = len(node.all(part.name))
        if count < part.least:
            yield Problem(node.path, node.line, f"it has no <{part.name}>.")
        if count > part.most:
            yield Problem(
                node.path, node.line, f"it has {count} <{part.name}>; {part.most} is the most."
            )


def _noted(node: Node, part: Part) -> Iterator[Problem]:
    values = node.all("value")
    names = [child.name for child in node.children]
    if names != ["value"] * len(values) + ["footnoteId"] * (len(names) - len(values)):
        yield Problem(node.path, node.line, "it holds one <value>, and <footnoteId> after it.")
    elif len(values) > 1:
        yield Problem(node.path, node.line, "it holds more than one <value>.")
    elif not values and (part.valued or not names):
        yield Problem(node.path, node.line, "it has no <value>.")
    elif values and part.holds is not None:
        yield from _text(values[0], part.holds, empty=False)


def _text(node: Node, holds: Kind, *, empty: bool) -> Iterator[Problem]:
    if node.children:
        yield Problem(node.path, node.line, "it holds elements, and should hold a text.")
    elif not (empty and not node.text) and not holds.pattern.fullmatch(node.text):
        yield Problem(node.path, node.line, f"{node.text[:60]!r} is not {holds.said}.")


def _notes(root: Node) -> Iterator[Problem]:
    """Hold that each footnote has an id of its own, and is pointed to."""
    there = [note for table in root.all("footnotes") for note in table.all("footnote")]
    ids = [note.attributes.get("id", "") for note in there]
    pointed = [(node, node.attributes.get("id", "")) for node in _all(root, "footnoteId")]
    for note, said in zip(there, ids, strict=True):
        if not FOOTNOTE_ID.pattern.fullmatch(said) or ids.count(said) > 1:
            yield Problem(note.path, note.line, f"the id {said!r} is not {FOOTNOTE_ID.said}, once.")
        elif said not in {one for _, one in pointed}:
            yield Problem(note.path, note.line, f"nothing points to the footnote {said}.")
    for node, said in pointed:
        if said not in ids:
            yield Problem(node.path, node.line, f"there is no footnote {said!r}.")


def _all(node: Node, name: str) -> Iterator[Node]:
    for child in node.children:
        if child.name == name:
            yield child
        yield from _all(child, name)
