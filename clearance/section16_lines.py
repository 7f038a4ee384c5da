"""The lines of filed Forms 4 and 5 as transactions: what each is, and which is which again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from filings.draft_xml import number
from filings.fingerprint import fingerprint
from filings.ownership import Transaction
from filings.ownership_file import Filed
from policy.form4_codes import Matching, UnclearError, matching_of
from policy.instants import market_day

SOURCE = "edgar"
LONGEST_OWNER = 60
#: What makes a line the same as another; an amendment corrects one of them at a time.
TOLD_BY = ("title", "on", "code", "amount", "price", "owner")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form, as it stands on the record or is to stand there."""

    value: dict[str, Any]
    row: str | None = None  # its id, once it is on the record

    @property
    def of(self) -> dict[str, Any]:
        """Give what is known of the filing that it stands in."""
        found: dict[str, Any] = self.value["edgar"]
        return found

    def differs_from(self, other: "Line") -> int:
        """Count in how many fields two lines differ; those of two tables never meet."""
        if self.of["table"] != other.of["table"]:
            return len(TOLD_BY)
        return sum(_field(self, name) != _field(other, name) for name in TOLD_BY)

    def words(self) -> str:
        """Say what it is, for whoever records it."""
        value = self.value
        price = f" at {value['price']}" if value["price"] else " at a price the form does not state"
        exempt = f", exempt: {value['exempt']}" if value["exempt"] else ""
        held = f", held {value['owner']}" if value["owner"] else ""
        return (
            f"{value['side']} of {self.of['amount']} on {value['on']}{price} (code "
            f"{self.of['code']}){exempt}{held}"
        )


def _field(line: Line, name: str) -> Any:
    return line.of[name] if name in line.of else line.value[name]


def lines_of(filed: Filed, owner_cik: str | None) -> Iterator[Line | str]:
    """Give the lines that are purchases or sales; of any other, a sentence.

    Raises UnclearError, which names the line, where a person has to say what one is.
    """
    print_ = fingerprint(filed.form)
    for made in filed.form.transactions:
        where = f"Table {made.table}, line {made.line} of the file"
        try:
            what = _matching(made)
        except UnclearError as error:
            raise UnclearError(
                f"{where}: {error}. Enter this filing with `preclear transactions import`."
            ) from None
        amount = _amount(made)
        if what.side is None:
            yield f"{where}: code {made.code} gives up a derivative; Table I has what it became."
        elif not amount:
            yield f"{where}: no share changed hands."
        else:
            yield Line(_value(filed, made, what, print_, owner_cik))


def _matching(made: Transaction) -> Matching:
    if made.on.value is None:
        raise UnclearError("its day stands in a footnote only")
    if made.side.value is None:
        raise UnclearError("whether it acquires or disposes stands in a footnote only")
    if _amount(made) is None:
        raise UnclearError("how many shares it was stands in a footnote only, or as a value")
    return matching_of(made.code, made.table, made.side.value, made.title.value or "")


def _amount(made: Transaction) -> Decimal | None:
    """Give the shares: a derivative's are those that it may be turned into."""
    if made.derivative is not None and made.derivative.shares.value is not None:
        return made.derivative.shares.value
    return made.shares.value


def _value(
    filed: Filed, made: Transaction, what: Matching, print_: str, owner_cik: str | None
) -> dict[str, Any]:
    form, amount = filed.form, _amount(made) or Decimal(0)
    # Of a derivative the price in the form is not the one it is matched at (Rule 16b-6(c)).
    price = made.price.value if made.derivative is None else None
    owner = (made.after.nature.value or "by another") if made.after.direct.value == "I" else None
    return {
        "side": what.side,
        "on": made.on.value.isoformat() if made.on.value else None,
        # Parts of a share count as a whole one: the careful side of every sum.
        "shares": int(amount.to_integral_value(ROUND_CEILING)),
        "price": number(price) if price else None,
        "exempt": what.exempt,
        "owner": owner[:LONGEST_OWNER] if owner else None,
        "request": None,
        "edgar": {
            "form": form.form,
            "print": print_,
            "accession": filed.accession,
            "owner_cik": owner_cik,
            "period": form.period.isoformat(),
            "filed_on": _iso(_filed_on(filed)),
            "amends_filed_on": _iso(form.original_filed),
            "table": made.table,
            "title": made.title.value or "",
            "code": made.code,
            "amount": number(amount),
        },
    }


def _filed_on(filed: Filed) -> date | None:
    """Give the day of filing; where only the XML is there, that of the last signature."""
    if filed.accepted is not None:
        return market_day(filed.accepted)
    return max((one.on for one in filed.form.signatures if one.on), default=None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def amended_by(amendment: Filed, lines: Iterable[Line]) -> list[Line]:
    """Give the lines on record that an amendment may correct: those of the form it amends."""
    form, filed_on = amendment.form, _iso(amendment.form.original_filed)
    return [
        line
        for line in lines
        if _same_form(form.form, line)
        and (
            line.of["period"] == _iso(form.period) or (filed_on and filed_on == line.of["filed_on"])
        )
    ]


def amendments_of(filed: Filed, lines: Iterable[Line]) -> list[Line]:
    """Give the lines on record of amendments that came onto it before what they amend."""
    form, filed_on = filed.form, _iso(_filed_on(filed))
    return [
        line
        for line in lines
        if _same_form(form.form, line)
        and line.of["form"].endswith("/A")
        and (
            line.of["period"] == _iso(form.period)
            or (filed_on and filed_on == line.of["amends_filed_on"])
        )
    ]


def _same_form(form: str, line: Line) -> bool:
    number_of: str = line.of["form"].removesuffix("/A")
    return number_of == form.removesuffix("/A")


def corrected(line: Line, candidates: list[Line]) -> tuple[str, Line | None]:
    """Say what an amendment's line does: it restates, corrects or adds one.

    Form 4's instruction has an amendment repeat no line that stands. So a line that differs in
    one field corrects; one that differs in more may be another trade, and both are kept.
    """
    by_distance = {
        far: [one for one in candidates if line.differs_from(one) == far] for far in (0, 1)
    }
    if by_distance[0]:
        return "restates", by_distance[0][0]
    nearest = by_distance[1]
    alike = all(one.differs_from(nearest[0]) == 0 for one in nearest)
    return ("corrects", nearest[0]) if nearest and alike else ("adds", None)
