"""Acts beside the requests, in plain words: people, releases, days, blackouts, plans, pulls.

Only the open part is read, and of a plan what compliance may know of it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from audit.lines import Line
from storage.log import TAGS

#: What each act is called in the table; one that is not named here is called by its tag.
TITLES: Final[Mapping[str, str]] = {
    "person:recorded": "Person entered or changed",
    "person:asked": "Change of a person asked for",
    "person:not_asked": "Change of a person no longer asked for",
    "person:confirmed": "Change of a person confirmed",
    "delegation:given": "Colleague let file for somebody",
    "delegation:ended": "Colleague files for somebody no more",
    "absence:recorded": "Officer away",
    "absence:ended": "Officer not away after all, or no more",
    "reminder_hour:recorded": "Hour of an officer's reminders chosen",
    "filing:made": "Form under Section 16 entered as filed",
    "release:recorded": "Release or filing entered",
    "calendar_day:recorded": "Day of the calendar entered",
    "blackout_change:recorded": "Blackout moved",
    "earnings_date:recorded": "Earnings date expected",
    "related:recorded": "Entry about somebody related",
    "plan:recorded": "Plan entered",
    "plan:changed": "Plan changed",
    "transaction:recorded": "Transaction entered",
    "database:restored": "Database put back from a backup",
    "register:committed": "Daily commitment to the history of restrictions",
    "log:key": "Another signing key",
    "audit:pulled": "Record pulled",
    "audit:taken": "Pulled bundle taken",
    "audit:asked": "Production for an authority asked for",
    "audit:confirmed": "Production for an authority confirmed",
    "audit:produced": "Production for an authority made",
    "retention:asked": "Removal after its time asked for",
    "retention:confirmed": "Removal after its time confirmed",
    "retention:removed": "Entries removed after their time",
    "hold:set": "Legal hold set",
    "hold:lifted": "Legal hold lifted",
    "case:opened": "Case opened",
    "case:noted": "Case noted in",
    "case:closed": "Case closed",
    "paper:asked": "Clearance on paper to be entered",
    "paper:confirmed": "Clearance on paper confirmed and entered",
    "question:asked": "Question to compliance asked",
    "question:answered": "Question to compliance answered",
    "acknowledgement:asked": "Acknowledgement of the policy asked of everybody",
    "acknowledgement:signed": "Policy acknowledged",
    "acknowledgement:initialled": "Acknowledgement of the policy initialled",
    "owner:recorded": "What EDGAR needs of a reporting person entered",
}
#: What comes every day, by itself: it is counted and not listed.
BY_THE_CLOCK: Final = frozenset({"register:committed"})
_ABBREVIATED: Final = 3
_PLAN: Final = {
    "suspended": "suspended",
    "resume_asked": "asked to run again",
    "resumed": "runs again",
    "corrected": "entry corrected",
}
_FROM: Final = {"paper": "from paper", "edgar": "from a form filed with the SEC"}
_DAYS: Final = {
    "closed": "exchange closed",
    "not_full": "not a full session",
    "edgar_closed": "EDGAR closed",
    "not_settling": "no settlement",
    "void": "taken back",
}
_RELEASES: Final = {
    "full": "earnings report",
    "preliminary": "preliminary numbers",
    "disclosure": "news",
    "void": "taken back",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: when, what, by whom, about whom, and what of it."""

    index: int
    at: datetime
    tag: str
    by: str | None
    about: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person as their newest entry says."""

    name: str
    roles: tuple[str, ...]
    active: bool
    guest: bool
    slack_id: str


def role_said(role: str) -> str:
    """Name a role or an office by its id, where no better word is known."""
    return role.upper() if len(role) <= _ABBREVIATED else role.replace("_", " ")


def act_of(line: Line, detail: str) -> Act:
    """Return an entry as an act."""
    record = line.record
    at = datetime.fromisoformat(record["at"])
    return Act(line.index, at, record["tag"], record["actor"], record.get("subject"), detail)


def title_of(tag: str) -> str:
    """Name an act."""
    return TITLES.get(tag) or TAGS.get(tag, tag).capitalize()


def person_of(opened: Mapping[str, Any]) -> PersonSeen:
    """Read a person's entry."""
    return PersonSeen(
        opened["name"],
        tuple(opened["roles"]),
        opened["active"],
        bool(opened.get("guest")),
        opened["slack_id"],
    )


def change_of(before: PersonSeen | None, now: PersonSeen) -> str:
    """Say what an entry changed of a person."""
    if before is None:
        return f"as {_roles(now.roles)}" + ("" if now.active else ", not active")
    changes = [
        f"roles: {_roles(before.roles)} → {_roles(now.roles)}" if before.roles != now.roles else "",
        f"name: {before.name} → {now.name}" if before.name != now.name else "",
        "Slack account changed" if before.slack_id != now.slack_id else "",
        ("active again" if now.active else "not active any more")
        if before.active != now.active
        else "",
        ("a guest now" if now.guest else "no guest any more") if before.guest != now.guest else "",
    ]
    return "; ".join(filter(None, changes)) or "other particulars"


def detail_of(line: Line) -> str:
    """Say what is to be said of an act other than a person's entry."""
    opened = line.record["body"]["open"]
    said = _SAID.get(line.record["tag"], _id)
    return said(line, opened)


def _roles(roles: tuple[str, ...]) -> str:
    return ", ".join(role_said(role) for role in roles) or "nothing"


def _release(_: Line, opened: Mapping[str, Any]) -> str:
    quarter = opened["quarter_end"]
    parts = [
        _RELEASES.get(opened["kind"], opened["kind"]),
        f"quarter ended {quarter}" if quarter else "",
        opened["title"] or "",
        f"replaces {opened['replaces']}" if opened["replaces"] else "",
    ]
    return "; ".join(filter(None, parts))


def _day(_: Line, opened: Mapping[str, Any]) -> str:
    return f"{opened['day']}: {_DAYS.get(opened['kind'], opened['kind'])}; {opened['source']}"


def _blackout(_: Line, opened: Mapping[str, Any]) -> str:
    kind = "taken back" if opened["kind"] == "void" else "moved"
    moments = [
        f"{word} {opened[name]}"
        for word, name in (("starts", "starts_at"), ("ends", "ends_at"))
        if opened[name]
    ]
    return "; ".join([f"quarter ended {opened['quarter_end']}, {kind}", *moments, opened["source"]])


def _expected(_: Line, opened: Mapping[str, Any]) -> str:
    day = "no day any more" if opened["kind"] == "void" else opened["day"]
    return f"quarter ended {opened['quarter_end']}: {day}"


def _asked(_: Line, opened: Mapping[str, Any]) -> str:
    if opened["kind"] == "guest":
        return "let in as a guest"
    return f"offices: {_roles(tuple(opened['offices']))}" + (
        "" if opened["active"] else ", not active"
    )


def _confirmed(_: Line, opened: Mapping[str, Any]) -> str:
    return f"{opened['confirmed']} of {opened['takes']}"


def _plan(line: Line, _: Mapping[str, Any]) -> str:
    if line.sealed is None:
        return "not shown in this bundle"
    what = str(line.sealed["step"]["what"])
    return _PLAN.get(what, what)


def _restored(_: Line, opened: Mapping[str, Any]) -> str:
    lost, marked = opened.get("lost"), opened.get("marked")
    parts = [
        f"copy made {marked}" if marked else "",
        f"a checkpoint of {lost['size']} entries at {lost['at']} is not of this log"
        if lost
        else "",
    ]
    return "; ".join(filter(None, parts))


def _round(_: Line, opened: Mapping[str, Any]) -> str:
    return f"version {opened['version']}, round {opened['round']}"


def _id(_: Line, opened: Mapping[str, Any]) -> str:
    found = opened.get("pull") or opened.get("id")
    return str(found) if isinstance(found, str | int) and re.search(r"\d", str(found)) else ""


_SAID: Final[Mapping[str, Callable[[Line, Mapping[str, Any]], str]]] = {
    "release:recorded": _release,
    "calendar_day:recorded": _day,
    "blackout_change:recorded": _blackout,
    "earnings_date:recorded": _expected,
    "person:asked": _asked,
    "person:not_asked": _asked,
    "person:confirmed": _confirmed,
    "plan:changed": _plan,
    "database:restored": _restored,
    "acknowledgement:asked": _round,
    "acknowledgement:signed": _round,
    "acknowledgement:initialled": _round,
    "related:recorded": lambda _, __: "",
    "transaction:recorded": lambda _, opened: _FROM.get(opened["source"], opened["source"]),
    "plan:recorded": lambda _, __: "",
}
