"""What became of a request, read from its entries one after another.

The tag says in the open that it waits, was decided or is over; what happened is in the part
that not every bundle shows (``clearance.life``). What is not shown stays unknown here: it is
never taken for something that did not happen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from audit.lines import Line

#: What became of a request, in the order in which it is listed.
OUTCOMES: Final = (
    *("approved", "exempt", "declined", "returned", "refused", "stopped"),
    *("withdrawn", "expired", "lapsed", "waiting", "earlier", "not_shown"),
)
#: What an officer's act came to; a rule that had changed by then stops an approval.
DECIDED: Final = {
    "approved": "approved",
    "declined": "declined",
    "returned": "returned",
    "lapsed": "stopped",
    "overtaken": "stopped",
}
_FILED_AND_OVER: Final = frozenset({"refused", "exempt"})
_NOT_DECIDED: Final = frozenset({"withdrawn", "expired", "lapsed"})
_AFTER: Final = frozenset({"over", "closed", "reported"})
#: What happened to a clearance, in the order in which it is listed.
USES: Final = (
    *("used", "not_traded", "silent", "given_back", "corrected", "running", "not_shown"),
)
#: Rules of which this page says nothing, whoever reads it.
_UNSAID: Final = "restriction"
_EXERCISES: Final = frozenset({"option_exercise", "warrant_exercise", "conversion"})
_OPERATOR: Final = "operator:"
_CLOCK: Final = "preclear"  # the actor of what nobody does

Rule = tuple[str, str]  # its id and its section


@dataclass(frozen=True, slots=True)
class Wanted:
    """The trade that was asked for, as the open part says it."""

    action: str
    quantity: int
    sold: int
    security: str
    another_issuer: bool

    @property
    def expected(self) -> int:
        """How many a report should tell of: of an exercise that sells at once, the sale."""
        return self.sold if self.sold and self.action in _EXERCISES else self.quantity


@dataclass(frozen=True, slots=True)
class Reported:
    """What the requester said was traded; ``said_at`` is when it was first said."""

    said_at: datetime
    traded: bool
    at: datetime | None
    quantity: int | None
    price: str | None


@dataclass(slots=True)
class RequestSeen:
    """A request as far as its entries were shown; ``order`` counts requests as they came."""

    id: str
    order: int
    person: str
    trade: Wanted | None = None
    asked_at: datetime | None = None
    filed_index: int | None = None
    paper: bool = False
    related: bool = False  # asked for somebody close to the insider
    holders: tuple[str, ...] = ()  # the colleagues whose account it is too
    outcome: str = "waiting"
    decided_at: datetime | None = None
    decided_by: str | None = None
    office: str | None = None
    what: str = ""  # of the decision, as the step says it
    earliest: datetime | None = None
    expires: datetime | None = None
    rules: tuple[Rule, ...] = ()
    over: bool = False
    given_back_at: datetime | None = None
    corrected: bool = False
    report: Reported | None = None
    reports: int = 0
    unknown_end: bool = False
    restricted: bool | None = None  # None where the bundle does not say
    record_changed: bool = False
    tied: bool = False  # the decider is close to the requester

    @property
    def took(self) -> timedelta | None:
        """How long the decision took, None where its beginning or end is not shown."""
        if self.asked_at is None or self.decided_at is None:
            return None
        return self.decided_at - self.asked_at

    @property
    def use(self) -> str | None:
        """What became of the clearance, None where there was none."""
        if self.outcome != "approved":
            return None
        if self.report is not None:
            return "used" if self.report.traded else "not_traded"
        if self.unknown_end:
            return "not_shown"
        if self.given_back_at is not None:
            return "given_back"
        if self.corrected:
            return "corrected"
        return "silent" if self.over else "running"

    def take(self, line: Line) -> None:
        """Take the request's next entry."""
        record = line.record
        at = datetime.fromisoformat(record["at"])
        step = None if line.sealed is None else line.sealed.get("step")
        facts = record["body"]["open"].get("facts")
        if self.trade is None and facts is not None:
            self.trade = _wanted(facts["trade"])
        match record["tag"]:
            case "request:pending" if facts is not None:
                self._filed(line, at, step)
            case "request:decided":
                self._decided(line, at, step)
            case "request:ended":
                self._ended(line, at, step)

    def _filed(self, line: Line, at: datetime, step: Mapping[str, Any] | None) -> None:
        self.asked_at, self.filed_index = at, line.index
        if step is not None:
            self.related = step.get("account") == "related"
            filed_by = step.get("filed_by")
            self.holders = tuple((step.get("related") or {}).get("with", ()))
            self.holders += () if filed_by is None else (filed_by,)

    def _decided(self, line: Line, at: datetime, step: Mapping[str, Any] | None) -> None:
        self.decided_at, self.decided_by = at, line.record["actor"]
        self.restricted = restriction_in_force(line)
        self.paper = _from_paper(line)
        if step is None:
            self.outcome = "not_shown"
            return
        self.what = step["what"]
        self.outcome = DECIDED[self.what]
        self.decided_by = step.get("officer", step["by"])
        self.decided_at = _instant(step.get("at")) or at
        self.office = step.get("office")
        self.earliest, self.expires = _instant(step.get("earliest")), _instant(step.get("expires"))
        self.rules = rules_of(step)

    def _ended(self, line: Line, at: datetime, step: Mapping[str, Any] | None) -> None:
        if begins(line):
            self.paper = _from_paper(line)
            self._filed(line, at, step)
            self.restricted = restriction_in_force(line)
        what = None if step is None else step["what"]
        if step is None:
            self.unknown_end = True
            if self.outcome == "waiting":
                self.outcome = "not_shown"
        elif what in _FILED_AND_OVER or what in _NOT_DECIDED:
            self.outcome, self.rules = step["what"], rules_of(step)
        elif what in _AFTER:
            self._after(step, at)

    def _after(self, step: Mapping[str, Any], at: datetime) -> None:
        """Note what comes after a decision, or after a request that needed no clearance."""
        if self.outcome == "waiting":
            self.outcome = "earlier"
        if step["what"] == "over":
            self._over(at, step["by"])
        elif step["what"] == "reported":
            self._reported(at, step["report"])

    def _over(self, at: datetime, by: str) -> None:
        """Note a clearance's end; why it came to it is for those entitled to know."""
        self.over = True
        if by == self.person:
            self.given_back_at = at
        elif by != _CLOCK:  # on paper, by who entered what stands in its place
            self.corrected = True

    def _reported(self, at: datetime, said: Mapping[str, Any]) -> None:
        first = at if self.report is None else self.report.said_at
        self.reports += 1
        self.report = Reported(
            first, said["traded"], _instant(said["at"]), said["quantity"], said["price"]
        )


def begins(line: Line) -> bool:
    """Say whether a request begins with this entry: filed, refused at once, or from paper.

    What is refused at once is entered by its requester, by who files for them, or by who enters
    it from paper; what is refused later, by the clock.
    """
    record = line.record
    filed = record["body"]["open"].get("facts") is not None
    return filed and {
        "request:pending": True,
        "request:decided": _from_paper(line),
        "request:ended": record["actor"] != _CLOCK,
    }.get(record["tag"], False)


def _from_paper(line: Line) -> bool:
    """Say whether it was entered from paper: by the operator, or judged as of an earlier moment."""
    record = line.record
    judged = (record["body"]["open"].get("facts") or {}).get("at")
    at = datetime.fromisoformat(record["at"])
    earlier = judged is not None and datetime.fromisoformat(judged) < at
    return earlier or str(record["actor"]).startswith(_OPERATOR)


def rules_of(step: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Name the rules that refuse a request, or, where none does, those that have a word on it.

    Those of a restriction are left out.
    """
    standing = [
        one
        for one in step.get("findings", ())
        if one["lifted_by"] is None and one["rule"] != _UNSAID
    ]
    refusing = [one for one in standing if one["effect"] == "refuse"]
    found = refusing or [one for one in standing if one["effect"] == "refer"]
    return tuple(dict.fromkeys((one["rule"], one["section"]) for one in found))


def restriction_in_force(line: Line) -> bool | None:
    """Say whether a restriction was in force at a judgement, None where that is not shown."""
    if line.restricted is None:
        return None
    judged = line.restricted.get("judgement") or line.restricted.get("step") or {}
    return any(_names_one(judged.get(name, ())) for name in ("rules", "findings"))


def _names_one(found: Iterable[Any]) -> bool:
    return any((one if isinstance(one, str) else one.get("rule")) == _UNSAID for one in found)


def _wanted(trade: Mapping[str, Any]) -> Wanted:
    return Wanted(
        trade["action"],
        trade["quantity"],
        trade["shares_sold"],
        trade["security"],
        trade["issuer"] != "company",
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
