"""A trade that was made without a clearance, as whoever made it says.

It is recorded like any other, matched and reported under Section 16 like any other, and opens a
case: a record that refuses the truth is of no use. Policy, "Pre-Clearance of Trades".
"""

from datetime import datetime
from typing import Any

from clearance import cases, drafts, filing_reminders
from clearance.facts import Ground, roles_now
from clearance.people import PersonFound
from clearance.related import account_of
from clearance.reported import due_on
from clearance.reporting import parts_of, wrong_field
from clearance.shown import Ask, No, Report
from clearance.shown_drafts import DraftOf
from clearance.shown_reports import Unasked, UnaskedSaid, UnaskedShown
from clearance.swinging import trades_of
from policy.actions import ACTIONS, sides_of
from policy.facts import SECURITIES, Trade
from policy.instants import market_day
from policy.roles import TAIL
from policy.section16_reports import exempt_from_matching, is_section16_person
from policy.short_swing_shown import Proposed, swing_of
from storage import made, records
from storage.tables import TransactionRow
from storage.tx import Tx


def report(tx: Tx, ground: Ground, person: PersonFound, said: UnaskedSaid) -> Unasked | No:
    """Record what was traded without a clearance, and open a case; sent again it is done once."""
    wrong = _wrong_field(tx, said)
    if wrong is not None:
        return No("bad_report", {"field": wrong})
    quantity = sum(one.quantity for one in said.executions)
    trade = Trade(action=said.action, quantity=quantity, security=said.security)
    kind = "own" if said.related is None else "related"
    account = account_of(tx, ground, person, Ask(trade, account=kind, related=said.related))
    if isinstance(account, No):
        return account
    owner = None if account.kind == "own" else account.holder
    shown = UnaskedShown(said.action, said.security, owner, said.executions, said.stated)
    source = _source(tx, person, said.form)
    reports = _reports(tx, ground, person, trade, said)
    if not _written(tx, person, source):
        for part, value in parts_of(trade, account.holder, said.executions).items():
            moments = [one.at for one in said.executions]
            at = moments[int(part.removeprefix(made.TRADE) or 1) - 1]
            kept = _kept(said, at, source, section16=reports)
            _write(tx, person, (source, part), {**value, **kept, "part": part})
        cases.from_unasked(tx, ground, person, source)
        filing_reminders.reported(tx, ground, person, source)
        drafts.sent(tx, person, DraftOf("unasked"), said.form)
    due = due_on(ground, trade, min(market_day(one.at) for one in said.executions))
    if due is None or not reports:
        return Unasked(shown)
    return Unasked(shown, due.form, due.on)


def _reports(tx: Tx, ground: Ground, person: PersonFound, trade: Trade, said: UnaskedSaid) -> bool:
    """Say whether it is reported under Section 16.

    By who was an insider, for six months, where it matches a trade of then (Rule 16a-2(b)).
    """
    roles = roles_now(tx, person, ground)
    if is_section16_person(roles) or TAIL not in roles or exempt_from_matching(trade):
        return is_section16_person(roles)
    history, _ = trades_of(tx, person.person)
    on = min(market_day(one.at) for one in said.executions)
    proposed = (Proposed(side, on, trade.quantity, None) for side in sides_of(trade))
    found = (swing_of(one, history, ground.policy) for one in proposed)
    return any(match.liable for one in found for match in one.matches)


def _wrong_field(tx: Tx, said: UnaskedSaid) -> str | None:
    if said.action not in ACTIONS:
        return "action"
    if said.security not in SECURITIES:
        return "security"
    if not said.executions:
        return "at"
    first, *further = said.executions
    made_ = Report(
        traded=True,
        at=first.at,
        quantity=first.quantity,
        price=first.price,
        stated=said.stated,
        further=tuple(further),
    )
    return wrong_field(tx, made_)


def _source(tx: Tx, person: PersonFound, form: str | None) -> str:
    """Name the report: by its form, so that one that is sent twice is one report."""
    return tx.random.token() if form is None else tx.name(f"unasked:{person.person}:{form}")[:32]


def _written(tx: Tx, person: PersonFound, source: str) -> bool:
    return any(value.get("unasked") == source for _, value in made.in_force(tx, person.person))


def _kept(said: UnaskedSaid, at: datetime, source: str, *, section16: bool) -> dict[str, Any]:
    return {
        "request": None,
        "unasked": source,
        "security": said.security,
        "section16": section16,
        "stated": said.stated,
        "at": at.isoformat(),
    }


def _write(tx: Tx, person: PersonFound, which: tuple[str, str], value: dict[str, Any]) -> None:
    row_id = tx.name("unasked:" + ":".join(which))
    row = TransactionRow(
        id=row_id,
        person=person.person,
        source="report",
        at=tx.now,
        by=person.person,
        sealed=tx.seal("transactions", row_id, value),
    )
    records.add(tx, row)
    tx.log(
        "transaction:recorded",
        actor=person.person,
        subject=person.person,
        open={"id": row_id, "source": "report", "replaces": None},
        sealed=value,
    )
