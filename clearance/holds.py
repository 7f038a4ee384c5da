"""Legal holds: what is not removed although its time is over, until two people lift the hold.

Setting one takes one person, as nothing is lost by it. Whose records are held, and why, may
tell somebody of an inquiry into them: it is sealed, and in the log it stands in the part that
is for those entitled to restrictions.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from clearance import asked
from clearance.asked import Asked
from clearance.life import Life
from clearance.lists import NotRecorded
from clearance.people import PersonFound, by_id
from clearance.typed import is_text
from storage import records, requests
from storage.requests import Step
from storage.tables import RequestRow
from storage.tables_kept import HoldRow
from storage.tx import Tx

Of = Literal["person", "request", "all"]
#: The kind of what is asked for where a hold is to be lifted.
LIFTS: Final = "lift_hold"
LONGEST: Final = 200
_TABLE: Final = "holds"


@dataclass(frozen=True, slots=True, repr=False)
class Hold:
    """A hold in force: of a person's records, of one request, or of everything."""

    id: str
    at: datetime
    by: str
    of: Of
    which: str
    reference: str


@dataclass(frozen=True, slots=True)
class Held:
    """What the holds in force cover, read once a transaction."""

    everything: bool
    people: frozenset[str]
    requests: frozenset[str]

    def covers(self, request: RequestRow, steps: Sequence[Step], life: Life) -> bool:
        """Say whether a request is held: itself, or anybody who had a part in it."""
        if self.everything or request.id in self.requests:
            return True
        part = {request.person, *life.apart, *_acted(steps)}
        return not self.people.isdisjoint(part)


def set_(tx: Tx, by: PersonFound, said: tuple[Of, str], reference: str) -> str | NotRecorded:
    """Set a hold; returns its id, or says what is wrong with it."""
    of, which = said
    if not is_text(reference, LONGEST):
        return NotRecorded(
            f"Say with --reference what it is for, in 1 to {LONGEST} characters, such as the "
            "matter's number."
        )
    if of == "person" and by_id(tx, which) is None:
        return NotRecorded("There is no such person on the list of people.")
    if of == "request" and requests.find(tx, which) is None:
        return NotRecorded(f"There is no request {which}: check the id.")
    hold = records.new_id(tx, HoldRow)
    value = {"of": of, "which": which, "reference": reference}
    _write(tx, hold, by.person, value)
    tx.log("hold:set", actor=by.person, open={"id": hold}, restricted=value)
    return hold


def in_force(tx: Tx) -> list[Hold]:
    """Return the holds that nobody has lifted, oldest first."""
    return [
        found for row in records.in_force(tx, HoldRow) if (found := _opened(tx, row)) is not None
    ]


def find(tx: Tx, hold: str) -> Hold | None:
    """Return one hold that nobody has lifted."""
    return next((one for one in in_force(tx) if one.id == hold), None)


def held(tx: Tx) -> Held:
    """Say what the holds in force cover."""
    found = in_force(tx)
    return Held(
        everything=any(one.of == "all" for one in found),
        people=frozenset(one.which for one in found if one.of == "person"),
        requests=frozenset(one.which for one in found if one.of == "request"),
    )


def ask_lift(tx: Tx, by: PersonFound, hold: str) -> Asked | NotRecorded:
    """Ask for a hold's end, which a second person has to confirm."""
    if find(tx, hold) is None:
        return NotRecorded(f"There is no hold {hold} in force: `preclear audit hold list`.")
    waiting = [one for one in asked.every(tx, LIFTS) if one.value["hold"] == hold]
    if any(asked.state_of(tx, one) == "waits" for one in waiting):
        return NotRecorded(f"It was asked for already that {hold} is lifted: it waits.")
    return asked.ask(tx, by.person, LIFTS, {"hold": hold})


def lift(tx: Tx, ask: Asked, by: str) -> bool:
    """Lift the hold that was asked for; False where it is lifted already."""
    hold = find(tx, ask.value["hold"])
    if hold is None:
        return False
    _write(tx, records.new_id(tx, HoldRow), by, {"of": "lifted"}, replaces=hold.id)
    tx.log("hold:lifted", actor=by, open={"id": hold.id}, restricted={"asked": ask.id})
    return True


def _write(
    tx: Tx, row_id: str, by: str, value: Mapping[str, Any], replaces: str | None = None
) -> None:
    sealed = tx.seal(_TABLE, row_id, value)
    records.add(tx, HoldRow(id=row_id, at=tx.now, by=by, replaces=replaces, sealed=sealed))


def _opened(tx: Tx, row: HoldRow) -> Hold | None:
    value = tx.unseal(_TABLE, row.id, row.sealed)
    if value["of"] == "lifted":
        return None
    return Hold(row.id, row.at, row.by, value["of"], value["which"], value["reference"])


def _acted(steps: Sequence[Step]) -> Collection[str]:
    """Name who acted in a request's life, and the officers who are named as deciding."""
    named = (step.value.get(name) for step in steps for name in ("by", "officer"))
    return {one for one in named if isinstance(one, str)}
