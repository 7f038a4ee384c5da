"""A draft Form 4 of one that is owed: what the record says of it, and what it lacks.

Exchange Act, section 16(a); Form 4, General Instructions 4, 8 and 9. A draft is no act: nothing
is recorded of it. What no record here knows is said with the command that makes the file: what
is held afterwards, an option's price and days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from clearance import section16
from clearance.facts import Ground
from clearance.section16 import Obligation
from clearance.section16_owners import OwnerEntered, entered, issuer_cik
from clearance.shown_filings import DraftLine as Told
from clearance.shown_filings import DraftMaterial, DraftShown, FilingState, Lack
from filings.draft import Code, Draft, DraftDerivative, DraftIssuer, DraftLine
from filings.draft_lines import ACQUIRES_DERIVATIVE, EXERCISES
from filings.draft_xml import plan_note
from policy.instants import market_day
from storage.tx import Tx

COMMON: Final = "Common Stock"
OPTION: Final = "Stock Option (right to buy)"
#: Securities of Table II: a trade in one that is no exercise is not drafted.
_DERIVATIVES: Final = frozenset({"option", "warrant"})
#: What is got or given away for no price, whatever it was worth.
_AT_NO_PRICE: Final = frozenset({"A", "G"})
_DONE: Final[frozenset[FilingState]] = frozenset({"filed", "filed_late"})


@dataclass(frozen=True, slots=True)
class OptionSaid:
    """The terms of what was exercised, and how much of it is left."""

    price: Decimal | None = None
    exercisable_on: date | None = None
    expires_on: date | None = None
    left: Decimal | None = None
    title: str = OPTION


@dataclass(frozen=True, slots=True)
class DraftSaid:
    """What no record here knows, as whoever makes the file says it.

    ``holding`` is what is held after the form's last transaction, in the same account.
    """

    holding: Decimal | None = None
    title: str = ""
    nature: str = ""
    option: OptionSaid = OptionSaid()


@dataclass(frozen=True, slots=True)
class Owed:
    """One of the forms that a draft can be made of, for whoever named none of them."""

    id: str
    name: str
    form: str
    due_on: date


def owed(tx: Tx, ground: Ground) -> list[Owed]:
    """Return the Forms 4 that are still to be filed, what is due first standing first."""
    found = [one for one in section16.everybodys(tx, ground) if one.open and one.due.form == "4"]
    made = (section16.material(tx, one) for one in found)
    return [Owed(one.filing, one.person, one.form, one.due_on) for one in made]


def make(tx: Tx, ground: Ground, filing: str, said: DraftSaid) -> Draft | tuple[Lack, ...]:
    """Make the draft of a form that is owed, or say all that it lacks."""
    found = next((one for one in section16.everybodys(tx, ground) if one.id == filing), None)
    if found is None:
        return (Lack("FORM_ID", "no_such_form"),)
    if found.trade is None:
        return (Lack("FORM_ID", "other_form", {"form": found.due.form}),)
    company = DraftIssuer(issuer_cik(tx), ground.policy.issuer.name, ground.policy.issuer.ticker)
    material, owner = section16.material(tx, found), entered(tx, found.person)
    return of_material(material, owner, company, said, market_day(tx.now))


def of_material(
    material: DraftMaterial,
    owner: OwnerEntered | None,
    issuer: DraftIssuer,
    said: DraftSaid,
    today: date,
) -> Draft | tuple[Lack, ...]:
    """Make the draft of what is on the record and what is said, or say all that it lacks."""
    lacks = (*_lacks(material, owner, issuer.cik), *_unsaid(material, said))
    if lacks or owner is None:
        return lacks
    lines = tuple(_lines(material, said, late=material.state == "late"))
    below = _below_zero(lines)
    if below is not None:
        return (Lack("--holding", "below_zero", {"line": below}),)
    return Draft(
        issuer=issuer,
        owners=(owner.of_form(),),
        lines=lines,
        drawn_up_on=today,
        plan_adopted_on=material.plan_adopted_on,
        amends=material.amends if material.state == "amend" else None,
        not_subject=not material.subject,
    )


def shown(tx: Tx, found: Obligation) -> DraftShown | None:
    """Return what a draft would say, and what of it is missing; None of what is no Form 4."""
    if found.trade is None:
        return None
    material = section16.material(tx, found)
    adopted = material.plan_adopted_on
    lacks = tuple(_lacks(material, entered(tx, found.person), issuer_cik(tx)))
    return DraftShown(material, () if adopted is None else (plan_note(adopted),), lacks)


def _lacks(material: DraftMaterial, owner: OwnerEntered | None, company: str) -> Iterator[Lack]:
    """Yield what the record lacks, or has against a draft."""
    if material.form != "4":
        yield Lack("FORM_ID", "other_form", {"form": material.form})
        return
    if material.state in _DONE:
        yield Lack("FORM_ID", "filed")
        return
    if not material.lines:
        yield Lack("lines", "only_taken_back")
    if not company:
        yield Lack("issuer.cik", "no_issuer_cik")
    if owner is None:
        yield Lack("owner", "no_owner", {"name": material.person})
    else:
        yield from _owner_lacks(material, owner)
    for at, line in enumerate(material.lines, 1):
        if line.code not in ACQUIRES_DERIVATIVE and line.code != "G":
            yield Lack(f"lines[{at}].code", "no_code", {"code": line.code or "-"})
        elif line.security in _DERIVATIVES and line.code not in EXERCISES:
            yield Lack(f"lines[{at}].title", "table_two")


def _owner_lacks(material: DraftMaterial, owner: OwnerEntered) -> Iterator[Lack]:
    if not owner.cik:
        yield Lack("owner.cik", "no_cik", {"name": material.person})
    for column, on_record, said in (
        ("is_director", material.director, owner.is_director),
        ("is_officer", material.officer, owner.is_officer),
    ):
        if on_record and not said:
            yield Lack(f"owner.{column}", "another_role", {"name": material.person})


def _unsaid(material: DraftMaterial, said: DraftSaid) -> Iterator[Lack]:
    """Yield what has to be said with the command, and was not."""
    exercised = any(line.code in EXERCISES for line in material.lines)
    if said.holding is None and material.lines:
        yield Lack("--holding", "no_holding")
    if any(_not_common(line) for line in material.lines) and not said.title:
        yield Lack("--title", "no_title")
    for option, value in (
        ("--option-price", said.option.price),
        ("--option-from", said.option.exercisable_on),
        ("--option-until", said.option.expires_on),
        ("--option-left", said.option.left),
    ):
        if exercised and value is None:
            yield Lack(option, "no_term")
        elif not exercised and value is not None:
            yield Lack(option, "no_exercise")
    for line in material.lines:
        if line.code == "M" and line.price and said.option.price not in (None, Decimal(line.price)):
            yield Lack("--option-price", "other_price", {"price": line.price})
            break
    if said.nature and all(line.direct for line in material.lines):
        yield Lack("--nature", "held_directly")


def _not_common(line: Told) -> bool:
    """Say whether Table I names something else than common stock: an exercise gets shares."""
    return line.security != "common" and line.code not in EXERCISES


def _lines(material: DraftMaterial, said: DraftSaid, *, late: bool) -> Iterator[DraftLine]:
    """Give both tables' lines; what is held is counted back from what is held afterwards."""
    held = said.holding or Decimal(0)
    first: list[DraftLine] = []
    for line in reversed(material.lines):
        made = _table_one(material, line, said, held, late=late)
        held += -made.shares if made.acquired else made.shares
        first.append(made)
    yield from reversed(first)
    yield from _table_two(material, said, late=late)


def _table_one(
    material: DraftMaterial, line: Told, said: DraftSaid, held: Decimal, *, late: bool
) -> DraftLine:
    return DraftLine(
        title=said.title or COMMON,
        on=line.on,
        code=_code(line),
        acquired=line.disposition == "A",
        shares=Decimal(line.shares),
        price=_price(line, said),
        owned_after=held,
        nature="" if line.direct else said.nature or f"By {line.nature}",
        under_plan=material.under_plan,
        timeliness="L" if late else "",
    )


def _table_two(material: DraftMaterial, said: DraftSaid, *, late: bool) -> Iterator[DraftLine]:
    """Give each exercise and conversion as what it gave up."""
    exercised = [line for line in material.lines if line.code in EXERCISES]
    left = (said.option.left or Decimal(0)) + sum(line.shares for line in exercised)
    for line in exercised:
        left -= line.shares
        shares = Decimal(line.shares)
        yield DraftLine(
            title=said.option.title,
            on=line.on,
            code=_code(line),
            acquired=False,
            shares=shares,
            price=Decimal(0),
            owned_after=left,
            nature="" if line.direct else said.nature or f"By {line.nature}",
            under_plan=material.under_plan,
            timeliness="L" if late else "",
            derivative=DraftDerivative(
                title=said.title or COMMON,
                shares=shares,
                exercise_price=said.option.price,
                exercisable_on=said.option.exercisable_on,
                expires_on=said.option.expires_on,
            ),
        )


def _price(line: Told, said: DraftSaid) -> Decimal | None:
    if line.code in _AT_NO_PRICE:
        return Decimal(0)
    if line.code in EXERCISES:
        return said.option.price
    return None if line.price is None else Decimal(line.price)


def _code(line: Told) -> Code:
    code: Code | None = line.code  # type: ignore[assignment] # looked at before
    if code is None:
        raise LookupError("a line without a code is refused before it is written")
    return code


def _below_zero(lines: Sequence[DraftLine]) -> int | None:
    """Name the first line after which less than nothing would be held, or before which."""
    for at, line in enumerate(lines, 1):
        before = line.owned_after + (-line.shares if line.acquired else line.shares)
        if line.owned_after < 0 or before < 0:
            return at
    return None
