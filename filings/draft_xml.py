"""Writes a draft Form 4 as ownership XML of schema X0609, and holds it against the structure."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from filings.draft import (
    Address,
    Draft,
    DraftDerivative,
    DraftLine,
    DraftOwner,
    DraftRefusedError,
    FieldProblem,
)
from filings.draft_checks import problems_of
from filings.ownership_reading import LAST_SCHEMA, ROOT
from filings.structure import check

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
INDENT = "    "


def as_xml(draft: Draft) -> bytes:
    """Give the XML of a draft, unsigned.

    Raises ``DraftRefusedError`` where it cannot be filed, with every reason at its field.
    """
    problems = problems_of(draft)
    if problems:
        raise DraftRefusedError(problems)
    xml = "\n".join(['<?xml version="1.0"?>', *_Writer(draft).document(), ""]).encode("ascii")
    left = check(xml, signed=False)
    if left:
        raise DraftRefusedError(tuple(FieldProblem(one.path, one.sentence) for one in left))
    return xml


def plan_note(adopted: date) -> str:
    """Give the footnote that the box on Rule 10b5-1 asks for."""
    return (
        "This transaction was made pursuant to a Rule 10b5-1 trading plan adopted by the "
        f"reporting person on {MONTHS[adopted.month - 1]} {adopted.day}, {adopted.year}."
    )


def number(amount: Decimal) -> str:
    """Write a number as the form takes it: no exponent, and no zeros behind the last digit."""
    said = f"{amount:f}"
    return said.rstrip("0").rstrip(".") or "0" if "." in said else said


class _Writer:
    """Writes one draft, and numbers its footnotes in the order in which they are met."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._notes: dict[str, str] = {}

    def document(self) -> Iterator[str]:
        draft = self._draft
        issuer = draft.issuer
        tables = [*self._table("nonDerivative"), *self._table("derivative")]
        yield f"<{ROOT}>"
        yield from _leaves(
            1,
            ("schemaVersion", LAST_SCHEMA),
            ("documentType", "4/A" if draft.amends else "4"),
            ("periodOfReport", min(line.on for line in draft.lines).isoformat()),
            ("dateOfOriginalSubmission", draft.amends.isoformat() if draft.amends else None),
            ("notSubjectToSection16", "1" if draft.not_subject else None),
        )
        yield from _branch(
            1,
            "issuer",
            _leaves(
                2,
                ("issuerCik", issuer.cik.zfill(10)),
                ("issuerName", issuer.name),
                ("issuerTradingSymbol", issuer.symbol),
                ("issuerForeignTradingSymbol", ""),
            ),
        )
        for owner in draft.owners:
            yield from _branch(1, "reportingOwner", _owner(owner))
        yield from _leaves(1, ("aff10b5One", _flag(draft.under_plan)))
        yield from tables
        if self._notes:
            yield from _branch(1, "footnotes", self._footnotes())
        if draft.remarks:
            yield from _leaves(1, ("remarks", draft.remarks))
        for _ in draft.owners:
            unsigned = _leaves(2, ("signatureName", ""), ("signatureDate", ""))
            yield from _branch(1, "ownerSignature", unsigned)
        yield f"</{ROOT}>"

    def _footnotes(self) -> Iterator[str]:
        for text, note in self._notes.items():
            yield f"{INDENT * 2}<footnote id={quoteattr(note)}>{escape(text)}</footnote>"

    def _table(self, kind: str) -> Iterator[str]:
        of_derivatives = kind == "derivative"
        lines = [one for one in self._draft.lines if (one.derivative is not None) is of_derivatives]
        if lines:
            inside = (
                text
                for line in lines
                for text in _branch(2, f"{kind}Transaction", self._line(line))
            )
            yield from _branch(1, f"{kind}Table", inside)

    def _line(self, line: DraftLine) -> Iterator[str]:
        derivative = line.derivative
        yield from self._noted(3, line, "securityTitle", line.title, "title")
        if derivative is not None:
            price = None if derivative.exercise_price is None else number(derivative.exercise_price)
            yield from self._noted(3, line, "conversionOrExercisePrice", price, "exercise_price")
        yield from self._noted(3, line, "transactionDate", line.on.isoformat(), "on")
        coding = _leaves(
            4,
            ("transactionFormType", "4"),
            ("transactionCode", line.code),
            ("equitySwapInvolved", "0"),
        )
        yield from _branch(3, "transactionCoding", [*coding, *self._pointers(4, line, "code")])
        if line.timeliness:
            yield from self._noted(3, line, "transactionTimeliness", line.timeliness)
        yield from _branch(3, "transactionAmounts", self._amounts(line))
        if derivative is not None:
            yield from self._derivative(line, derivative)
        owned = self._noted(
            4, line, "sharesOwnedFollowingTransaction", number(line.owned_after), "owned"
        )
        yield from _branch(3, "postTransactionAmounts", owned)
        yield from _branch(3, "ownershipNature", self._nature(line))

    def _amounts(self, line: DraftLine) -> Iterator[str]:
        price = None if line.price is None else number(line.price)
        yield from self._noted(4, line, "transactionShares", number(line.shares), "shares")
        yield from self._noted(4, line, "transactionPricePerShare", price, "price")
        side = "A" if line.acquired else "D"
        yield from self._noted(4, line, "transactionAcquiredDisposedCode", side)

    def _derivative(self, line: DraftLine, derivative: DraftDerivative) -> Iterator[str]:
        for name, day, place in (
            ("exerciseDate", derivative.exercisable_on, "exercisable_on"),
            ("expirationDate", derivative.expires_on, "expires_on"),
        ):
            yield from self._noted(3, line, name, day.isoformat() if day else None, place)
        title = self._noted(4, line, "underlyingSecurityTitle", derivative.title)
        shares = self._noted(4, line, "underlyingSecurityShares", number(derivative.shares))
        yield from _branch(3, "underlyingSecurity", [*title, *shares])

    def _nature(self, line: DraftLine) -> Iterator[str]:
        direct = "I" if line.nature else "D"
        yield from self._noted(4, line, "directOrIndirectOwnership", direct)
        if line.nature:
            yield from self._noted(4, line, "natureOfOwnership", line.nature, "nature")

    def _noted(
        self, depth: int, line: DraftLine, name: str, value: str | None, place: str = ""
    ) -> Iterator[str]:
        inside = [] if value is None else list(_leaves(depth + 1, ("value", value)))
        yield from _branch(depth, name, [*inside, *self._pointers(depth + 1, line, place)])

    def _pointers(self, depth: int, line: DraftLine, place: str) -> Iterator[str]:
        texts = [note.text for note in line.notes if note.place == place]
        adopted = self._draft.plan_adopted_on
        if place == "code" and line.under_plan and adopted is not None:
            texts = [plan_note(adopted), *texts]
        for text in dict.fromkeys(texts):
            note = self._notes.setdefault(text, f"F{len(self._notes) + 1}")
            yield f"{INDENT * depth}<footnoteId id={quoteattr(note)}/>"


def _owner(owner: DraftOwner) -> Iterator[str]:
    who = _leaves(3, ("rptOwnerCik", owner.cik.zfill(10)), ("rptOwnerName", owner.name))
    yield from _branch(2, "reportingOwnerId", who)
    yield from _branch(2, "reportingOwnerAddress", _address(owner.address))
    role = _leaves(
        3,
        ("isDirector", _flag(owner.director)),
        ("isOfficer", _flag(owner.officer)),
        ("isTenPercentOwner", _flag(owner.ten_percent)),
        ("isOther", _flag(owner.other)),
        ("officerTitle", owner.title or None),
        ("otherText", owner.other_text or None),
    )
    yield from _branch(2, "reportingOwnerRelationship", role)


def _address(address: Address) -> Iterator[str]:
    yield from _leaves(
        3,
        ("rptOwnerNonUSAddressFlag", "0"),
        ("rptOwnerStreet1", address.street),
        ("rptOwnerStreet2", address.street2),
        ("rptOwnerCity", address.city),
        ("rptOwnerState", address.state),
        ("rptOwnerZipCode", address.zip_code),
        ("rptOwnerStateDescription", ""),
    )


def _flag(ticked: bool) -> str:
    return "1" if ticked else "0"


def _branch(depth: int, name: str, inside: Iterable[str]) -> Iterator[str]:
    yield f"{INDENT * depth}<{name}>"
    yield from inside
    yield f"{INDENT * depth}</{name}>"


def _leaves(depth: int, *pairs: tuple[str, str | None]) -> Iterator[str]:
    for name, value in pairs:
        if value is not None:
            yield f"{INDENT * depth}<{name}>{escape(value)}</{name}>"
