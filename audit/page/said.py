"""How the report names people, offices, rules, trades and what became of a request."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from audit.moments import clock, day, in_utc, new_york
from audit.other_acts import role_said
from audit.page.html import Html, el, join, person, text
from audit.request_life import RequestSeen, Wanted
from policy.instants import market_time

NOT_SHOWN: Final = "not shown in this bundle"
OUTCOMES: Final[Mapping[str, str]] = {
    "approved": "Cleared",
    "exempt": "No clearance needed",
    "declined": "Declined",
    "returned": "Returned to be corrected",
    "refused": "Refused at once by a rule",
    "stopped": "Stopped by a rule at the decision",
    "withdrawn": "Taken back by the requester",
    "expired": "Nobody decided in time",
    "lapsed": "Window closed before a decision",
    "waiting": "Not decided so far",
    "earlier": "Decision not among the entries",
    "not_shown": "Not shown in this bundle",
}
USES: Final[Mapping[str, str]] = {
    "used": "Used: a trade was reported",
    "not_traded": "Reported: not traded",
    "silent": "Over, and nothing was said",
    "given_back": "Given back unused",
    "corrected": "Taken back as an error of entry",
    "running": "Not over so far",
    "not_shown": "Not shown in this bundle",
}
_SECURITIES: Final = {
    "common": ("share", "shares"),
    "preferred": ("preferred share", "preferred shares"),
    "other": ("other security", "other securities"),
}
_SYSTEM: Final = "preclear"
_OPERATOR: Final = "operator:"


class Said:
    """Names things for one report: people as the entries name them, rules as ``words`` do."""

    def __init__(self, names: Mapping[str, str], words: Mapping[str, str]) -> None:
        """Know the names of people by their ids, and the words for ids of rules and kinds."""
        self._names = names
        self._words = words

    def plain_person(self, who: str | None) -> str:
        """Name a person as a text, for sorting and searching."""
        if who is None:
            return ""
        if who == _SYSTEM:
            return "Preclear, by itself"
        if who.startswith(_OPERATOR):
            return f"operator {who.removeprefix(_OPERATOR)}"
        return self._names.get(who) or f"person {who[:8]} (name {NOT_SHOWN})"

    def person(self, who: str | None) -> Html:
        """Name a person on the page."""
        return person(self.plain_person(who)) if who else Html("")

    def office(self, office: str | None) -> str:
        """Name an office or a role."""
        if office is None:
            return ""
        return self._words.get(office) or role_said(office)

    def offices(self, offices: object) -> str:
        """Name some offices in a row."""
        listed = offices if isinstance(offices, list | tuple) else ()
        return " and ".join(self.office(str(one)) for one in listed)

    def rule(self, rule: str) -> str:
        """Name a rule; one without words of its own by its id."""
        return self._words.get(rule, rule)

    def rules(self, request: RequestSeen) -> str:
        """Name the rules that spoke against a request."""
        return "; ".join(self.rule(rule) for rule, _ in request.rules)

    def trade(self, wanted: Wanted | None) -> str:
        """Say a trade in a line."""
        if wanted is None:
            return NOT_SHOWN
        action = self._words.get(wanted.action) or wanted.action.replace("_", " ").capitalize()
        said = f"{action}: {wanted.quantity:,} {_units(wanted.security, wanted.quantity)}"
        sold = f", {wanted.sold:,} sold at once" if wanted.sold else ""
        return said + sold + (" of another company" if wanted.another_issuer else "")


def moment(at: datetime | None) -> Html:
    """Write a moment: New York's time, and UTC beneath it."""
    if at is None:
        return Html("")
    return el(
        "time",
        _kept_together(new_york(at)),
        Html(" "),
        el("small", in_utc(at)),
        datetime=at.isoformat(timespec="seconds"),
    )


def _kept_together(said: str) -> Html:
    """Let a moment break between its day and its time, and nowhere else."""
    return text(", ".join(part.replace(" ", "\u00a0") for part in said.split(", ")))


def key(at: datetime | None) -> str:
    """Give the key by which moments are sorted."""
    return "" if at is None else f"{at.timestamp():.0f}"


def use_of(request: RequestSeen) -> Html:
    """Say what became of a clearance, or what was reported without one."""
    said = request.report
    if said is None:
        use = "not_shown" if request.outcome == "not_shown" else request.use
        return Html("") if use is None else text(USES[use])
    if not said.traded:
        return text(USES["not_traded"])
    price = f" at ${said.price}" if said.price else ""
    again = f", reported {request.reports} times" if request.reports > 1 else ""
    quantity = f"{said.quantity:,}" if said.quantity is not None else ""
    return join(f"Traded {quantity}{price}{again}", el("br"), moment(said.at))


def wall(at: datetime) -> str:
    """Say a moment fully, in both times, as a text: for the head of the page."""
    there = market_time(at)
    return f"{day(there.date())}, {clock(there)} New York time ({in_utc(at)})"


def count(number: int, one: str, many: str | None = None) -> str:
    """Say how many of something."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """Say what share of a whole a part is."""
    if not whole:
        return ""
    percent = 100 * part / whole
    return "under 1 %" if 0 < percent < 1 else f"{percent:.0f} %"


def _units(security: str, number: int) -> str:
    one, many = _SECURITIES.get(security, (security, security + "s"))
    return one if number == 1 else many
