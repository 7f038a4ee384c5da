"""One planned trade and everything that speaks against it, asked about one after the other."""

from collections.abc import Callable
from datetime import date, datetime

from tests.peers import matching
from tests.peers.companies import Company
from tests.peers.fields import Question
from tests.peers.time_reading import ROLES, earliest_session
from tests.peers.walking import (
    NEW_YORK,
    at_clock,
    new_york,
    opens,
    session_days_from,
    sessions,
)

OFFICES = ROLES
PROHIBITED = {
    *("short_sale", "buy_put", "buy_call", "write_covered_call", "straddle", "collar"),
    *("prepaid_forward", "equity_swap", "exchange_fund"),
}
FILE_SAYS = {
    **{name: name for name in ("warrant_exercise", "gift", "espp_purchase", "espp_election")},
    **{name: name for name in ("plan_401k_move", "dividend_reinvestment", "rsu_vesting")},
    "sell_to_cover_tax_broker": "sell_to_cover",
    "net_share_withholding": "net_withholding",
}
ACTIONS = {"buy", "sell", "option_exercise", "conversion", "pledge", *FILE_SAYS, *PROHIBITED}
ORDER = (
    *("prohibited_transaction", "margin_account", "standing_order", "limit_order", "mnpi"),
    *("mnpi_other_issuer", "not_acknowledged", "blackout", "approved_during_blackout"),
    *("lead_time", "must_use_10b5_1_plan", "plan_not_approved", "plan_suspended"),
    *("plan_too_young", "cooling_off", "restriction", "short_swing", "pledge_not_addressed"),
)
REFERRING = {"restriction", "pledge_not_addressed", "short_swing"}
IMPLIED = {"ceo": {"section16"}, "cfo": {"section16"}, "audit_chair": {"director"}}


class UnsaidError(Exception):
    """The rules do not say."""


class Case:
    """One question about a trade, read, and what the rules say of it."""

    def __init__(
        self,
        rules: dict,
        question: Question,
        named: set[str],
        history: list[tuple],
        cooled_off: Callable[[str, date, date | None], date],
    ):
        self.rules, self.question, self.history = rules, question, history
        self.cooled_off = cooled_off
        self.at = question.moment("at")
        self.attests = question.yes_or_no("attests_no_mnpi")
        question.take("restrictions", needed=True)
        self.company = Company(rules, question, releases_needed=True)
        self._read_person(named)
        self._read_trade()

    def _part(self, holder: Question, name: str) -> Question:
        value = holder.take(name, needed=True)
        if value is not None and not isinstance(value, dict):
            holder.fault("bad_value")
        return Question(value if isinstance(value, dict) else {}, holder.codes)

    def _read_person(self, named: set[str]) -> None:
        person = self._part(self.question, "person")
        roles = person.words("roles", ROLES | named, needed=True)
        self.roles = roles.union(*(IMPLIED.get(role, set()) for role in roles))
        person.take("acknowledged", needed=True)
        self.acknowledged = person.yes_or_no("acknowledged")

    def _read_trade(self) -> None:
        trade = self._part(self.question, "trade")
        self.trade = trade
        self.action = trade.word("action", ACTIONS)
        self.on = trade.day("on", needed=False)
        self.order = self._chosen("order", {"market", "limit", "stop"}, "market")
        self.lasting = self._chosen("time_in_force", {"day", "gtc"}, "day")
        self.price = self._chosen("price_kind", {"fixed", "variable"}, None)
        self.margin = trade.yes_or_no("margin")
        self.knows = trade.yes_or_no("insider_knows_mnpi")
        self.sold = self._count("shares_sold")
        self._count("quantity")
        self.plan = self._read_plan() if "plan" in trade.fields else None

    def _chosen(self, name: str, allowed: set[str], default: str | None) -> str | None:
        return self.trade.word(name, allowed) if name in self.trade.fields else default

    def _count(self, name: str) -> int:
        value = self.trade.take(name, needed=name == "quantity")
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if value is not None:
            self.trade.fault("bad_value")
        return 0

    def _read_plan(self) -> dict:
        plan = self._part(self.trade, "plan")
        plan.take("approved", needed=True)
        return {
            "on": plan.day("established_on"),
            "approved": plan.yes_or_no("approved"),
            "filed": plan.day("report_filed_on", needed=False),
            "suspended": plan.yes_or_no("suspended"),
        }

    def answer(self) -> dict:
        if self.trade.fields.get("issuer", "company") != "company":
            return self._judged({"mnpi_other_issuer"} if self.knows else set(), "exempt")
        if self.action in PROHIBITED:
            return self._judged({"prohibited_transaction"}, "refer")
        if self._sells_nothing():
            return self._judged(set(), "exempt")
        answers = [self._at_moment(moment) for moment in self._moments()]
        if answers[0] != answers[-1]:
            raise UnsaidError
        return answers[0]

    def _at_moment(self, moment: datetime) -> dict:
        self.moment = moment
        if self.action == "pledge":
            return self._pledge()
        if self.plan and self.plan["approved"]:
            return self._judged(self._under_plan(), "exempt")
        return self._judged(self._rules(), "refer")

    def _judged(self, found: set[str], otherwise: str) -> dict:
        outcome = "refuse" if found - REFERRING else "refer" if found else otherwise
        return {
            "outcome": outcome,
            "approvable": outcome == "refer" and "restriction" not in found,
            "rules": [rule for rule in ORDER if rule in found],
        }

    def _sells_nothing(self) -> bool:
        """Whether a transaction is none that the policy calls trading."""
        fixed = self.action == "conversion" and self.price == "fixed"
        if self.action == "conversion" and self.price is None:
            raise UnsaidError
        if self.action == "option_exercise" or fixed:
            return self.sold == 0
        if self.action not in FILE_SAYS:
            return False
        trading = self.rules["trading"][FILE_SAYS[self.action]]
        # Shares sold by what is itself called no trading: the file does not speak of them.
        if not trading and self.sold:
            raise UnsaidError
        return not trading

    def _moments(self) -> list[datetime]:
        """List the moments that may be the one judged: a day without a session has no open."""
        if self.on is None:
            return [self.at]
        if self.on in sessions():
            return [max(self.at, opens(self.on))]
        following = opens(next(session_days_from(self.on)))
        return [max(self.at, at_clock(self.on, "09:30", NEW_YORK)), max(self.at, following)]

    def _pledge(self) -> dict:
        # Allowed, a pledge may go to the approvers or need no clearance: neither is said.
        if self.plan or self.rules["accounts"]["pledge"] == "allowed":
            raise UnsaidError
        found = {"pledge_not_addressed"}
        if self.margin:
            found.add("margin_account")
        if not self.acknowledged:
            found.add("not_acknowledged")
        return self._judged(found, "refer")

    def _side(self) -> str | None:
        if self.action in {"sell", "sell_to_cover_tax_broker", "option_exercise"}:
            return "sale"
        fixed = self.action == "conversion" and self.price == "fixed"
        # Withholding that a policy calls trading gives shares back to the company.
        if self.action == "net_share_withholding" or fixed:
            return "sale"
        if self.action == "plan_401k_move" and self.sold:
            return "sale"
        # What buys and sells at once is of two sides, and which of them counts is not said.
        if self.sold and self.action not in {"buy", "gift"}:
            raise UnsaidError
        return None if self.action == "gift" else "purchase"

    def _rules(self) -> set[str]:
        side = self._side()
        confined = set(self.rules["plans"]["required_for_sales_by"])
        return {
            rule
            for rule, fails in {
                **self._paper(),
                **self._times(),
                "must_use_10b5_1_plan": side == "sale" and bool(self.roles & confined),
                "plan_not_approved": self.plan is not None,
                "short_swing": self._matched(side),
            }.items()
            if fails
        }

    def _paper(self) -> dict[str, bool]:
        standing = self.lasting == "gtc" or self.order == "stop"
        limit = self.order == "limit" and self.rules["orders"]["day_limit"] == "forbidden"
        return {
            "margin_account": bool(self.margin),
            "standing_order": standing,
            "limit_order": limit and not standing,
            "mnpi": self.attests is False,
            "not_acknowledged": not self.acknowledged,
        }

    def _times(self) -> dict[str, bool]:
        rules, at, company = self.rules["clearance"], self.at, self.company
        closed = company.closed(self.moment)
        early = self.on is not None and self.on < earliest_session(at, rules["lead"])
        during = not rules["approve_during_blackout"] and not closed and company.closed(at)
        restricted = company.restricted(at, at) or company.restricted(self.moment, self.moment)
        return {
            "blackout": closed,
            "approved_during_blackout": during,
            "lead_time": early,
            "restriction": restricted,
        }

    def _matched(self, side: str | None) -> bool:
        if side is None or not self.roles & {"section16", "director", "officer"}:
            return False
        day = new_york(self.moment).date()
        return any(
            each.side != side and not exempt and matching.policy_words(each.on, day)
            for each, exempt in self.history
        )

    def _under_plan(self) -> set[str]:
        self._side()
        found = set()
        if self.margin:
            found.add("margin_account")
        if self.plan["suspended"]:
            found.add("plan_suspended")
        insider = self.roles & {"section16", "director", "officer"}
        who = "director_or_officer" if insider else "other"
        day = new_york(self.moment).date()
        if day < self.cooled_off(who, self.plan["on"], self.plan["filed"]):
            found.add("cooling_off")
        if self.company.closed(self.moment) and self._too_young():
            found.update({"blackout", "plan_too_young"})
        return found

    def _too_young(self) -> bool:
        """Compare the plan's day with the start of the blackout that holds; of several, unsaid."""
        if not self.company.releases:
            raise UnsaidError
        company, moment = self.company, self.moment
        young = {
            (new_york(company.starts_at(quarter)).date() - self.plan["on"]).days
            < self.rules["plans"]["exempt_days"]
            for quarter in company.quarters(moment)
            if company.starts_at(quarter) <= moment < company.ends_at(quarter, moment)
        }
        if len(young) != 1:
            raise UnsaidError
        return young.pop()
