"""A small log made by hand: entries with their hidden parts, checkpoints, and restrictions."""

import base64
import hashlib
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.notes import Signer
from storage.sealed import canonical
from storage.tree import Edge, leaf_hash

ORIGIN = "example.com/preclear"
SIGNER = Signer(ORIGIN, bytes(range(32)))
#: A forger's, under the same name.
FORGER = Signer(ORIGIN, bytes(range(1, 33)))
START = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


@dataclass(frozen=True)
class Entry:
    """A record, and the two texts that it has the hashes of."""

    record: str
    sealed: str
    restricted: str

    @property
    def leaf(self) -> bytes:
        return leaf_hash(self.record.encode())

    def changed(self, **fields: Any) -> "Entry":
        """Give the entry with other fields in its record."""
        record = canonical({**json.loads(self.record), **fields}).decode()
        return replace(self, record=record)


def entry(fields: Mapping[str, Any], draw: random.Random, **parts: Any) -> Entry:
    """Make an entry; ``parts``: open, sealed, restricted."""
    hidden = {
        name: canonical({"nonce": draw.randbytes(16).hex(), "value": parts.get(name, {})}).decode()
        for name in ("sealed", "restricted")
    }
    body = {"open": parts.get("open", {}), **{n: sha256(text) for n, text in hidden.items()}}
    record = {
        "v": 2,
        "actor": "system",
        "subject": None,
        "request": None,
        "policy": None,
        "calendar": None,
        **fields,
        "body": body,
        "salt": draw.randbytes(16).hex(),
    }
    return Entry(canonical(record).decode(), **hidden)


@dataclass(frozen=True)
class Point:
    """A checkpoint that was made: over how many entries, and when."""

    size: int
    at: datetime
    signer: Signer = SIGNER


@dataclass
class Log:
    """What happened, in its order."""

    seed: int = 1
    entries: list[Entry] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    register: list[tuple[str, str]] = field(default_factory=list)  # a line, and its reason
    now: datetime = START

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)

    def add(self, tag: str, **known: Any) -> None:
        """Append an entry a minute later."""
        self.now += timedelta(minutes=1)
        parts = {
            name: known.pop(name) for name in ("open", "sealed", "restricted") if name in known
        }
        fields = {"tag": tag, "at": moment(self.now), **known}
        self.entries.append(entry(fields, self.draw, **parts))

    def person(self, person: str, name: str) -> None:
        self.add(
            "person:recorded",
            subject=person,
            open={"name": name, "roles": ["employee"], "slack_id": person.upper(), "active": True},
        )

    def ask(self, request: str, person: str, quantity: int = 500, **trade: Any) -> None:
        facts = {
            "at": self.now.isoformat(),
            "trade": {
                "action": "buy",
                "issuer": "company",
                "quantity": quantity,
                "security": "common",
                **trade,
            },
        }
        self.add(
            "request:pending",
            request=request,
            subject=person,
            actor=person,
            policy="p" * 8,
            calendar="c" * 8,
            open={"facts": facts, "register": 7},
            sealed={
                "step": {"what": "submitted", "by": person, "rules": []},
                "facts": {"issuer": {"issuer": "company"}, "plan": None, "history": []},
            },
            restricted={"step": {"rules": []}, "restrictions": []},
        )

    def decide(self, request: str, person: str, what: str = "approved", **more: Any) -> None:
        earliest = (self.now + timedelta(minutes=1)).isoformat()
        step = {"what": what, "by": "chief", "office": "ceo", "earliest": earliest, "rules": []}
        self.add(
            "request:decided",
            request=request,
            subject=person,
            actor="chief",
            open={"facts": None, "register": 7},
            sealed={"step": {**step, **more}, "facts": None},
            restricted={"step": {"rules": ["restriction"]}, "restrictions": [{"kind": "event"}]},
        )

    def restrict(self, what: str) -> None:
        """Add a line to the register's history."""
        reason = canonical(
            {"nonce": self.draw.randbytes(16).hex(), "value": {"why": what}}
        ).decode()
        line = {
            "v": 1,
            "what": "set",
            "salt": self.draw.randbytes(16).hex(),
            "reason": sha256(reason),
        }
        self.register.append((canonical(line).decode(), reason))

    def close_day(self, signer: Signer = SIGNER) -> None:
        """Commit to the register, and make a checkpoint."""
        edge = edge_of(leaf_hash(line.encode()) for line, _ in self.register)
        self.add("register:committed", restricted={"size": edge.size, "root": edge.root().hex()})
        self.sign(signer)

    def sign(self, signer: Signer = SIGNER) -> None:
        """Make a checkpoint over what there is."""
        self.now += timedelta(hours=1)
        self.points.append(Point(len(self.entries), self.now, signer))

    def copy(self) -> "Log":
        """Give a log of its own that may be changed; what is in it never is."""
        return replace(
            self,
            entries=[*self.entries],
            points=[*self.points],
            register=[*self.register],
        )

    @property
    def size(self) -> int:
        """Say how many entries are signed for."""
        return max(point.size for point in self.points)

    def note(self, point: Point, signer: Signer | None = None) -> str:
        """Give a checkpoint as a signed note."""
        edge = edge_of(one.leaf for one in self.entries[: point.size])
        root = base64.b64encode(edge.root()).decode()
        text = f"{ORIGIN}\n{point.size}\n{root}\nat {moment(point.at)}\n"
        return (signer or point.signer).sign(text)

    def until(self, point: int) -> "Log":
        """Give the log as it was when it had made so many checkpoints."""
        points = self.points[:point]
        known = Log(self.seed, self.entries[: points[-1].size], points, self.register)
        known.now = points[-1].at
        return known


def edge_of(leaves: Any) -> Edge:
    edge = Edge()
    for one in leaves:
        edge.add(one)
    return edge


def small_log(days: int = 4, seed: int = 1) -> Log:
    """Give a log of some days, with people, requests and restrictions."""
    log = Log(seed)
    log.add("log:key", open={"vkey": SIGNER.verifier.text})
    log.person("chief", "Chief Executive")
    log.person("p1", "Ann O'Nym")
    log.person("p2", "=SUM(A1)")
    for day in range(days):
        log.restrict(f"reason {day}")
        log.ask(f"PC-{day}A", "p1", 100 + day)
        log.decide(f"PC-{day}A", "p1")
        log.ask(f"PC-{day}B", "p2", 900 + day, issuer="another")
        log.decide(f"PC-{day}B", "p2", "declined", rules=["blackout"])
        log.close_day()
    return log
