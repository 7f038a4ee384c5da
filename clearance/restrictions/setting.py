"""Setting a restriction: one officer is enough, and none restricts themselves."""

import base64
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearance.people import PersonFound
from clearance.reason import Reason
from clearance.restrictions import history
from clearance.restrictions.acts import Change, Look
from clearance.restrictions.book import Held, Term
from clearance.restrictions.officers import is_officer, office_of
from clearance.shown import No
from clearance.shown_restrictions import LONGEST_MATTER, MOST_PEOPLE, RestrictSaid
from clearance.typed import is_one_line, squeezed
from policy.instants import market_day
from policy.quarters import quarter_end_on_or_after, quarters_from
from storage.sealed import canonical
from storage.tx import Tx

REASONS = "reasons"
#: Which quarters' blackouts can begin early: the one that runs, and the next ones.
_QUARTERS = 3
KINDS = ("event", "early_blackout")


@dataclass(frozen=True, slots=True)
class Restrict:
    """An officer sets a restriction."""

    id: str
    actor: str
    said: RestrictSaid

    def refused(self, look: Look) -> No | None:
        """Say what is wrong with it, None where nothing is."""
        if not is_officer(look.actor, look.ground.policy):
            return No("not_an_officer")
        return _wrong(look, self.said)

    def do(self, change: Change, look: Look) -> None:
        """Set it, in force from now on; its people are told or not."""
        held, committed = _held(look, self.said)
        change.put("restrictions", held.id, held)
        change.note(
            look.actor.person,
            "set",
            **told_openly(held, committed),
            named={
                "matter": held.matter,
                "people": sorted(held.people),
                "notified": held.notified,
            },
        )
        told = {look.actor.person: (look.actor, "kept")}
        if held.notified:
            people = look.named(self.said.people) or ()
            told |= {one.person: (one, "restricted") for one in people}
        for _, (person, what) in sorted(told.items()):  # in no order that tells who is who
            change.tell(person, what, held.id)


def told_openly(held: Held, reason: str) -> dict[str, str | None]:
    """Give what the history says openly of a restriction, with its reason's hash."""
    return {
        "restriction": held.id,
        "office": held.office,
        "kind": held.kind,
        "quarter_end": None if held.quarter_end is None else held.quarter_end.isoformat(),
        "reason": reason,
    }


def quarters(look: Look) -> tuple[date, ...]:
    """Return the quarter ends whose blackout can be begun early, the nearest first."""
    today = market_day(look.tx.now)
    ends = quarters_from(quarter_end_on_or_after(today, look.ground.policy.issuer.fiscal_year_end))
    blackouts, now = look.ground.blackouts, look.tx.now
    ahead = (end for end in ends if blackouts.period(end, now).starts_at > now)
    return tuple(next(ahead) for _ in range(_QUARTERS))


def sealed_reason(tx: Tx, restriction: str, reason: Reason, viewer: str) -> tuple[str, str]:
    """Seal a reason for its restriction, at one size whatever it says, and give its hash too.

    The hash is that of the text beside a nonce, both of which are sealed, so that the history
    can state a reason, also that none was given, without telling it.
    """
    value = history.hidden(tx, {"reason": reason.shown_to(viewer)})
    blob = tx.seal(REASONS, restriction, value)
    return base64.b64encode(blob).decode("ascii"), history.hash_of(value)


def committed_anew(tx: Tx, held: Held) -> tuple[str, str]:
    """Seal a reason again that was sealed without a nonce, and give its hash."""
    value = _unsealed(tx, held)
    if "nonce" not in value:
        return sealed_reason(tx, held.id, Reason(value["reason"]), held.by)
    return held.reason, history.hash_of(value)


def opened_reason(tx: Tx, held: Held) -> Reason:
    """Open a restriction's reason; who may, is asked before."""
    value = _unsealed(tx, held)
    return Reason(value.get("value", value)["reason"])  # one of an earlier version has no nonce


def reason_text(tx: Tx, held: Held) -> str:
    """Give what a reason's hash in the history is of: for a production, which two people made."""
    return canonical(_unsealed(tx, held)).decode()


def _unsealed(tx: Tx, held: Held) -> dict[str, Any]:
    return tx.unseal(REASONS, held.id, base64.b64decode(held.reason))


def wrong_people(look: Look, slack_ids: tuple[str, ...]) -> No | None:
    """Say what is wrong with the people whom a restriction names, None where nothing is."""
    people = look.named(slack_ids)
    if not people or len(people) > MOST_PEOPLE:
        return No("restrict_people", {"most": MOST_PEOPLE})
    if look.actor.person in {one.person for one in people}:
        return No("own_restriction")
    return None


def _wrong(look: Look, said: RestrictSaid) -> No | None:
    wrong = wrong_people(look, said.people)
    if wrong is not None:
        return wrong
    if not is_one_line(squeezed(said.matter), LONGEST_MATTER):
        return No("restrict_matter", {"most": LONGEST_MATTER})
    early = said.kind == "early_blackout"
    if said.kind not in KINDS or early != (said.quarter_end is not None):
        return No("restrict_quarter")
    if early and said.quarter_end not in quarters(look):
        return No("restrict_quarter")
    return None


def _held(look: Look, said: RestrictSaid) -> tuple[Held, str]:
    """Make a restriction, and the hash that states its reason."""
    tx, officer = look.tx, look.actor
    restriction = _new_id(look)
    people: list[PersonFound] = look.named(said.people) or []
    reason, committed = sealed_reason(tx, restriction, said.reason, officer.person)
    held = Held(
        id=restriction,
        kind=said.kind,
        matter=squeezed(said.matter),
        reason=reason,
        has_reason=said.reason.given,
        notified=said.notify,
        by=officer.person,
        office=office_of(officer, look.ground.policy),
        since=tx.now,
        people={one.person: Term() for one in people},
        quarter_end=said.quarter_end,
    )
    return held, committed


def _new_id(look: Look) -> str:
    while (drawn := look.tx.random.request_id()) in look.book.restrictions:
        continue
    return drawn
