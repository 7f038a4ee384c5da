"""Records as the bot writes them, any number of them: a request's three steps, over and over."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from storage.log import act, moment
from storage.randomness import Randomness
from storage.sealed import canonical

BEGUN: Final = datetime(2018, 11, 20, 17, 0, tzinfo=UTC)
EVERY: Final = timedelta(seconds=31)
#: As many characters as a salt has, that no record has by itself.
_SALT: Final = "0123456789abcdef" * 2
_FACTS: Final = {
    "at": "2018-11-20T17:00:00.000000+00:00",
    "attests_no_mnpi": True,
    "overrides": [],
    "person": {"acknowledged": True, "roles": ["employee"]},
    "releases": [{"at": "2018-11-08T21:30:00+00:00", "kind": "full", "quarter_end": "2018-09-30"}],
    "trade": {
        "action": "buy",
        "issuer": "company",
        "margin": False,
        "on": None,
        "order": "market",
        "price_kind": None,
        "quantity": 500,
        "security": "common",
        "settlement": None,
        "shares_sold": 0,
        "time_in_force": "day",
    },
}
_RULES: Final = ["blackout", "margin", "mnpi", "orders", "pledge", "purpose", "short", "window"]
_REPORT: Final = {
    "traded": True,
    "at": "2018-11-21T15:00:00+00:00",
    "quantity": 500,
    "price": "2.15",
    "stated": True,
}
STEPS: Final[tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]] = (
    ("request:pending", {"facts": _FACTS, "register": 12}, {"what": "submitted", "rules": _RULES}),
    (
        "request:decided",
        {"facts": _FACTS, "register": 12},
        {"what": "approved", "expires": "2018-11-23T21:00:00+00:00", "rules": _RULES},
    ),
    (
        "request:ended",
        {"facts": None, "register": 12},
        {"what": "reported", "report": _REPORT},
    ),
)
FIELDS: Final[dict[str, Any]] = {
    "actor": "cb1c689f30108d24a6425e7fa48e9356",
    "subject": "cb1c689f30108d24a6425e7fa48e9356",
    "policy": "835d37894d8f62a2f3f4aba765e01e1165a9454b88ce7ca551c6519b6bb748bc",
    "calendar": "24b9a3f3bc62441786410abaf3e5a79e2448a195b4e20201baef8f95041389ec",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A record, and the text behind its hash of the confidential part."""

    record: str
    sealed: str
    restricted: str
    request: str
    at: datetime


def hidden(step: dict[str, Any]) -> dict[str, Any]:
    """Give the confidential part of a step."""
    return {"step": {"by": FIELDS["actor"], "findings": [], **step}, "facts": None}


def made(many: int) -> Iterator[Made]:
    """Make so many records: the bot's own, with another salt, nonce, time and request each."""
    templates = [_template(*step) for step in STEPS]
    restricted = canonical({"nonce": _SALT, "value": {}}).decode()
    for index in range(many):
        record, sealed = templates[index % len(templates)]
        salts = secrets.token_hex(48)
        sealed = sealed.replace(_SALT, salts[:32])
        closed = restricted.replace(_SALT, salts[32:64])
        at, request = BEGUN + index * EVERY, f"{index // len(templates):08d}"
        marks = (moment(at), request, _sha256(closed), _sha256(sealed), salts[64:])
        yield Made(record.format(*marks), sealed, closed, request, at)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _template(tag: str, public: dict[str, Any], step: dict[str, Any]) -> tuple[str, str]:
    """Make one record as the log does, and put marks where each one differs."""
    body = {"open": public, "sealed": hidden(step), "restricted": {}}
    one = act({"tag": tag, "request": "REQUEST0", **FIELDS}, BEGUN, body, Randomness()).record
    record = one.replace("{", "{{").replace("}", "}}").replace("REQUEST0", "{1}")
    record = record.replace(moment(BEGUN), "{0}")
    for name, mark in (("restricted", "{2}"), ("sealed", "{3}"), ("salt", "{4}")):
        before, found, after = record.partition(f'"{name}":"')
        record = f"{before}{found}{mark}{after[after.index(chr(34)) :]}"
    return record, canonical({"nonce": _SALT, "value": hidden(step)}).decode()
