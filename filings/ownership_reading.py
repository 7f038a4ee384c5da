"""Reads the XML of Forms 3, 4 and 5 of every version of EDGAR's schema up to X0609.

All that is wrong is said, element by element, and nothing is read in part: an element that
nobody would read is refused, because a form read as a smaller one hides a trade.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from filings.ownership import (
    CODES,
    FORMS,
    Held,
    Holding,
    Issuer,
    Noted,
    Owner,
    Ownership,
    Signature,
    Transaction,
    Underlying,
)
from filings.ownership_fields import Fields
from filings.submission import FilingError
from filings.xml_tree import Node, Problem, tree_of

ROOT = "ownershipDocument"
#: The versions that are known; what a newer one means, nobody here knows yet.
FIRST_SCHEMA, LAST_SCHEMA = "X0101", "X0609"
PARTS = (
    "schemaVersion", "documentType", "periodOfReport", "dateOfOriginalSubmission",
    "noSecuritiesOwned", "notSubjectToSection16", "form3HoldingsReported",
    "form4TransactionsReported", "issuer", "reportingOwner", "aff10b5One", "nonDerivativeTable",
    "derivativeTable", "footnotes", "remarks", "ownerSignature",
)  # fmt: skip
OF_A_HOLDING = ("securityTitle", "postTransactionAmounts", "ownershipNature")
OF_A_TRANSACTION = (
    *OF_A_HOLDING, "transactionDate", "deemedExecutionDate", "transactionCoding",
    "transactionTimeliness", "transactionAmounts",
)  # fmt: skip
OF_A_DERIVATIVE = (
    "conversionOrExercisePrice", "exerciseDate", "expirationDate", "underlyingSecurity",
)  # fmt: skip
ADDRESS = (
    "rptOwnerStreet1", "rptOwnerStreet2", "rptOwnerCity", "rptOwnerNonUSStateTerritory",
    "rptOwnerState", "rptOwnerCountry", "rptOwnerZipCode",
)  # fmt: skip
SAID_AT_ONCE = 12  # problems; a file with more of them is wrong altogether


class BadOwnershipError(FilingError):
    """An ownership form with fields that cannot be read; ``problems`` are all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        said = [str(one) for one in problems[:SAID_AT_ONCE]]
        more = len(problems) - len(said)
        super().__init__("\n".join([*said, *([f"and {more} more."] if more else [])]))


def read_ownership(text: str, first_line: int = 1) -> Ownership:
    """Read an ownership form; ``first_line`` is where its XML begins in the file.

    Raises ``FilingError``, whose text says what is wrong, at which element and line.
    """
    root = tree_of(text, first_line)
    if root.name != ROOT:
        raise FilingError(f"The XML is <{root.name}> and not <{ROOT}>, so it is no Form 3, 4 or 5.")
    fields = Fields()
    read = _document(fields, root)
    if fields.problems:
        raise BadOwnershipError(tuple(sorted(fields.problems, key=lambda one: one.line)))
    return read


def _document(fields: Fields, root: Node) -> Ownership:
    fields.known(root, PARTS)
    footnotes = _footnotes(fields, root)
    period = fields.need(root, "periodOfReport")
    tables = {name: fields.one(root, name) for name in ("nonDerivativeTable", "derivativeTable")}
    transactions, holdings = [], []
    for name, table in tables.items():
        kind = name.removesuffix("Table")
        if table is not None:
            fields.known(table, (f"{kind}Transaction", f"{kind}Holding"))
            transactions += [_transaction(fields, one) for one in table.all(f"{kind}Transaction")]
            holdings += [_holding(fields, one) for one in table.all(f"{kind}Holding")]
    read = Ownership(
        schema=_schema(fields, root),
        form=_form(fields, root),
        period=fields.day(period, period.text.strip()) or date.min,
        original_filed=_optional_day(fields, root, "dateOfOriginalSubmission"),
        not_subject=fields.flag(root, "notSubjectToSection16"),
        no_securities=fields.flag(root, "noSecuritiesOwned"),
        plan_box=fields.flag(root, "aff10b5One"),
        issuer=_issuer(fields, fields.need(root, "issuer")),
        owners=_owners(fields, root),
        transactions=tuple(transactions),
        holdings=tuple(holdings),
        footnotes=footnotes,
        remarks=fields.words(root, "remarks"),
        signatures=tuple(_signature(fields, one) for one in root.all("ownerSignature")),
    )
    fields.check_notes({one for one, _ in footnotes})
    return read


def _schema(fields: Fields, root: Node) -> str:
    said = fields.needed_words(root, "schemaVersion")
    if said and not (re.fullmatch(r"X\d{4}", said) and FIRST_SCHEMA <= said <= LAST_SCHEMA):
        fields.bad(
            fields.need(root, "schemaVersion"),
            f"{said!r} is no version between {FIRST_SCHEMA} and {LAST_SCHEMA}, so what it means "
            "is not known here.",
        )
    return said


def _form(fields: Fields, root: Node) -> str:
    said = fields.needed_words(root, "documentType")
    if said and said not in FORMS:
        fields.bad(fields.need(root, "documentType"), f"{said!r} is none of {', '.join(FORMS)}.")
    return said


def _optional_day(fields: Fields, node: Node, name: str) -> date | None:
    found = fields.one(node, name)
    said = found.text.strip() if found else ""
    return fields.day(found, said) if found and said else None


def _issuer(fields: Fields, node: Node) -> Issuer:
    return Issuer(
        cik=fields.cik(node, "issuerCik"),
        name=fields.words(node, "issuerName"),
        symbol=fields.words(node, "issuerTradingSymbol"),
    )


def _owners(fields: Fields, root: Node) -> tuple[Owner, ...]:
    found = root.all("reportingOwner")
    if not found:
        fields.bad(root, "it has no <reportingOwner>.")
    return tuple(_owner(fields, one) for one in found)


def _owner(fields: Fields, node: Node) -> Owner:
    who = fields.need(node, "reportingOwnerId")
    role = fields.one(node, "reportingOwnerRelationship")
    address = fields.one(node, "reportingOwnerAddress")
    return Owner(
        cik=fields.cik(who, "rptOwnerCik"),
        name=fields.words(who, "rptOwnerName"),
        director=fields.flag(role, "isDirector"),
        officer=fields.flag(role, "isOfficer"),
        ten_percent=fields.flag(role, "isTenPercentOwner"),
        other=fields.flag(role, "isOther"),
        title=fields.words(role, "officerTitle"),
        other_text=fields.words(role, "otherText"),
        address=tuple(filter(None, (fields.words(address, name) for name in ADDRESS))),
    )


def _transaction(fields: Fields, node: Node) -> Transaction:
    derivative = node.name.startswith("derivative")
    fields.known(node, OF_A_TRANSACTION + (OF_A_DERIVATIVE if derivative else ()))
    coding = fields.need(node, "transactionCoding")
    amounts = fields.need(node, "transactionAmounts")
    choice: Callable[..., Callable[[Node, str], str | None]] = fields.choice
    code = fields.needed_words(coding, "transactionCode")
    if code and code not in CODES:
        fields.bad(fields.need(coding, "transactionCode"), f"{code!r} is no transaction code.")
    before = len(fields.problems)
    shares = fields.noted(amounts, "transactionShares", fields.amount)
    total = fields.noted(amounts, "transactionTotalValue", fields.amount)
    if shares == total == Noted() and len(fields.problems) == before:
        fields.bad(amounts, "it says neither how many nor of what value.")
    return Transaction(
        line=node.line,
        path=node.path,
        title=fields.needed(node, "securityTitle", fields.text),
        on=fields.needed(node, "transactionDate", fields.day),
        deemed_on=fields.noted(node, "deemedExecutionDate", fields.day),
        form=fields.words(coding, "transactionFormType"),
        code=code,
        code_notes=fields.notes(coding),
        equity_swap=fields.flag(coding, "equitySwapInvolved"),
        timeliness=fields.noted(node, "transactionTimeliness", choice("EL")),
        shares=shares,
        total_value=total,
        price=fields.noted(amounts, "transactionPricePerShare", fields.amount),
        side=fields.needed(amounts, "transactionAcquiredDisposedCode", choice("AD")),
        after=_held(fields, node),
        derivative=_underlying(fields, node) if derivative else None,
    )


def _holding(fields: Fields, node: Node) -> Holding:
    derivative = node.name.startswith("derivative")
    fields.known(node, OF_A_HOLDING + (OF_A_DERIVATIVE if derivative else ()))
    return Holding(
        line=node.line,
        path=node.path,
        title=fields.needed(node, "securityTitle", fields.text),
        held=_held(fields, node),
        derivative=_underlying(fields, node) if derivative else None,
    )


def _held(fields: Fields, node: Node) -> Held:
    after = fields.one(node, "postTransactionAmounts")
    nature = fields.one(node, "ownershipNature")
    amount: Callable[[Node, str], Decimal | None] = fields.amount
    return Held(
        shares=fields.noted(after, "sharesOwnedFollowingTransaction", amount),
        value=fields.noted(after, "valueOwnedFollowingTransaction", amount),
        direct=fields.noted(nature, "directOrIndirectOwnership", fields.choice("DI")),
        nature=fields.noted(nature, "natureOfOwnership", fields.text),
    )


def _underlying(fields: Fields, node: Node) -> Underlying:
    security = fields.one(node, "underlyingSecurity")
    return Underlying(
        exercise_price=fields.noted(node, "conversionOrExercisePrice", fields.amount),
        exercisable_on=fields.noted(node, "exerciseDate", fields.day),
        expires_on=fields.noted(node, "expirationDate", fields.day),
        title=fields.noted(security, "underlyingSecurityTitle", fields.text),
        shares=fields.noted(security, "underlyingSecurityShares", fields.amount),
        value=fields.noted(security, "underlyingSecurityValue", fields.amount),
    )


def _footnotes(fields: Fields, root: Node) -> tuple[tuple[str, str], ...]:
    found = fields.one(root, "footnotes")
    notes: dict[str, str] = {}
    for node in found.all("footnote") if found else []:
        said = node.attributes.get("id", "").strip()
        if not said or said in notes:
            fields.bad(node, f"the id {said!r} is empty, or another footnote has it.")
        notes[said] = " ".join(node.text.split())
    return tuple(notes.items())


def _signature(fields: Fields, node: Node) -> Signature:
    return Signature(
        fields.words(node, "signatureName"), _optional_day(fields, node, "signatureDate")
    )
