"""Ending, taking somebody out, shortening: asked for by one person and agreed to by another.

Policy, "Black-Out Periods": a restriction holds "so long as the event remains material and
nonpublic"; "General Guidelines": after a release two full trading days pass first. So a
widening states its basis, and its end follows from it. Nobody under a restriction has a part
in it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from clearance.authority import SYSTEM, widening_people, widening_takes
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.releases import releases
from clearance.restrictions.acts import Change, Look
from clearance.restrictions.book import Asked, Done, Held, changed
from clearance.restrictions.officers import keepers
from clearance.shown import No
from clearance.shown_restrictions import WideningSaid
from policy.reopening import opening, reopens
from storage.log import moment
from storage.tables import ReleaseRow
from storage.tx import Tx

_BASES = ("public", "not_material")


@dataclass(frozen=True, slots=True)
class Widen:
    """Whoever keeps a restriction asks for its end, or for less of it."""

    id: str
    actor: str
    said: WideningSaid

    def refused(self, look: Look) -> No | None:
        """Say what is wrong with it, None where nothing is."""
        held = kept_by(look, self.said.restriction)
        if isinstance(held, No):
            return held
        if waiting(look, held):
            return No("widening_waits")
        if not others(look, held):
            return No("nobody_to_agree")
        return _wrong(look, held, self.said)

    def do(self, change: Change, look: Look) -> None:
        """Write down that it waits for agreement, and ask those who can agree."""
        held = look.book.restrictions[self.said.restriction]
        stale = [one.id for one in look.book.asked.values() if one.restriction == held.id]
        for before in stale:
            change.put("asked", before, None)  # what it rested on stands no more
        asked = Asked(
            id=self.id,
            restriction=held.id,
            what=self.said.what,
            basis=self.said.basis,
            people=tuple(one.person for one in _chosen(look, held, self.said) or ()),
            by=look.actor.person,
            at=look.tx.now,
            release=self.said.release,
            until=self.said.until,
        )
        change.put("asked", asked.id, asked)
        change.note(
            look.actor.person,
            "widening_asked",
            restriction=held.id,
            widening=asked.id,
            widens=asked.what,
            basis=asked.basis,
            until=None if asked.until is None else asked.until.isoformat(),
            replaces=stale,
            named={"people": list(asked.people), "release": asked.release},
        )
        for other in others(look, held):
            change.tell(other, "asked", asked.id)
        change.tell(look.actor, "kept", held.id, self.id)


@dataclass(frozen=True, slots=True)
class Agree:
    """Somebody who was asked agrees to a widening, or does not."""

    id: str
    actor: str
    widening: str
    agree: bool

    def refused(self, look: Look) -> No | None:
        """Say why this person has no say in it, None where they have."""
        asked = look.book.asked.get(self.widening)
        if asked is None:
            return No("widening_gone")
        if asked.by == look.actor.person:
            return No("own_widening")
        if not may_agree(look, asked):
            return No("widening_gone")
        return None if stands(look, asked) or not self.agree else No("widening_stale")

    def do(self, change: Change, look: Look) -> None:
        """Write it down; with enough people the widening is carried out."""
        asked = look.book.asked[self.widening]
        held = look.book.restrictions[asked.restriction]
        who = look.actor.person
        said = "agreed" if self.agree else "not_agreed"
        change.note(who, said, restriction=held.id, widening=asked.id)
        asked = replace(asked, agreed=(*asked.agreed, who))
        if not self.agree:
            change.put("asked", asked.id, None)
        elif 1 + len(asked.agreed) < widening_takes(look.ground.policy):
            change.put("asked", asked.id, asked)
            return
        else:
            _carry_out(change, held, asked)
        for one in keepers(held, look.everybody, look.ground.policy):
            change.tell(one, "answered", asked.id)
        change.tell(look.actor, "agreed", asked.id)


def kept_by(look: Look, restriction: str) -> Held | No:
    """Return a restriction in force that this person keeps; of any other there is none."""
    held = look.book.restrictions.get(restriction)
    if held is None or not held.held(look.tx.now, look.ground.blackouts):
        return No("restriction_gone")
    found = keepers(held, look.everybody, look.ground.policy)
    if look.actor.person not in {one.person for one in found}:
        return No("restriction_gone")
    return held


def others(look: Look, held: Held) -> list[PersonFound]:
    """Return who else could agree to a widening that this person asks for."""
    able = widening_people(look.everybody, look.ground.policy, held.people)
    found = [one for one in able if one.person != look.actor.person]
    return found if len(found) + 1 >= widening_takes(look.ground.policy) else []


def may_agree(look: Look, asked: Asked) -> bool:
    """Say whether this person is asked to agree, and has not yet."""
    held = look.book.restrictions[asked.restriction]
    able = widening_people(look.everybody, look.ground.policy, held.people)
    who = look.actor.person
    return who in {one.person for one in able} and who not in (asked.by, *asked.agreed)


def waiting(look: Look, held: Held) -> tuple[Asked, ...]:
    """Return what waits for agreement on a restriction, and can still be agreed to."""
    asked = (one for one in look.book.asked.values() if one.restriction == held.id)
    return tuple(one for one in asked if stands(look, one))


def stands(look: Look, asked: Asked) -> bool:
    """Say whether what a widening rests on is still on the record, and its day a session.

    A release that was taken back or corrected since carries nothing: it is asked for anew.
    """
    held = look.book.restrictions[asked.restriction]
    if asked.release is not None and asked.release not in bases(look, held):
        return False
    return asked.until is None or look.ground.calendar.session_on(asked.until) is not None


def bases(look: Look, held: Held) -> dict[str, ReleaseRow]:
    """Return the releases that can have made a restriction's matter public, newest first.

    One whose full trading days had passed before the restriction began cannot.
    """
    ground = look.ground
    return {
        row.id: row
        for row in releases(look.tx)
        if row.public_at <= look.tx.now
        and reopens("mnpi", row.public_at, ground.policy, ground.calendar) > held.since
    }


def ends_at(tx: Tx, ground: Ground, asked: Asked) -> datetime | None:
    """Return when a widening's people are free, None for the moment it is carried out."""
    ends = []
    release = None if asked.release is None else _release(tx, asked.release)
    if release is not None:
        ends.append(reopens("mnpi", release.public_at, ground.policy, ground.calendar))
    session = None if asked.until is None else ground.calendar.session_on(asked.until)
    if session is not None:
        ends.append(opening(session, ground.policy))
    return max(ends, default=None)


def release_title(tx: Tx, release: str | None) -> str:
    """Return the title of the release on which a widening rests."""
    found = None if release is None else _release(tx, release)
    return "" if found is None else found.title


def _carry_out(change: Change, held: Held, asked: Asked) -> None:
    tx, ground = change.tx, change.ground
    end = max(tx.now, ends_at(tx, ground, asked) or tx.now)
    people = tuple(one for one in asked.people if held.in_force(one, tx.now, ground.blackouts))
    change.put("restrictions", held.id, changed(held, people, until=end))
    change.put("asked", asked.id, None)
    by = (asked.by, *asked.agreed)
    change.set(done=(*change.book.done, Done(held.id, people, by, end)))
    change.note(
        SYSTEM,
        "widened",
        restriction=held.id,
        widening=asked.id,
        agreed=list(by),
        end=moment(end),
        named={"people": list(people), "release": asked.release},
    )


def _wrong(look: Look, held: Held, said: WideningSaid) -> No | None:
    chosen = _chosen(look, held, said)
    if not chosen:
        return No("widen_people")
    public = said.basis == "public"
    if said.basis not in _BASES or public != (said.release is not None):
        return No("widen_release")
    if public and said.release not in bases(look, held):
        return No("widen_release")
    return _wrong_end(look, held, said)


def _wrong_end(look: Look, held: Held, said: WideningSaid) -> No | None:
    """Check the day of a shortened early blackout: a session ahead."""
    shortens = said.what == "shorten"
    if said.what not in ("lift", "take_out", "shorten") or shortens != (said.until is not None):
        return No("widen_until")
    if said.until is None:
        return None
    session = look.ground.calendar.session_on(said.until)
    early = held.kind == "early_blackout"
    ahead = session is not None and opening(session, look.ground.policy) > look.tx.now
    return None if early and ahead else No("widen_until")


def _chosen(look: Look, held: Held, said: WideningSaid) -> list[PersonFound] | None:
    """Return whom it frees: those who are named, or all whom it holds; None for a wrong one."""
    holding = set(held.held(look.tx.now, look.ground.blackouts))
    under = [one for one in look.everybody if one.person in holding]
    if said.what != "take_out":
        return under
    named = {one.slack_id: one for one in under}
    chosen = [named.get(slack_id) for slack_id in dict.fromkeys(said.people)]
    found = [one for one in chosen if one is not None]
    return found if len(found) == len(chosen) else None


def _release(tx: Tx, record: str) -> ReleaseRow | None:
    rows = (one for one in releases(tx) if one.id == record and one.kind != "void")
    return next((one for one in rows if one.public_at <= tx.now), None)
