"""What of the register a person sees: an officer what they set, and what they are asked.

Anybody else is answered as if there were nothing of the kind.
"""

from collections.abc import Callable, Iterator

from clearance.notices import register_key
from clearance.plan_sheets import own as plans_of
from clearance.restrictions.acts import Look
from clearance.restrictions.book import Asked, Held
from clearance.restrictions.lifted import lifted_then_approved
from clearance.restrictions.officers import is_officer
from clearance.restrictions.setting import opened_reason, quarters, wrong_people
from clearance.restrictions.telling import opened_key, unconfirmed
from clearance.restrictions.tick import BROKEN, REFUSED
from clearance.restrictions.widening import (
    bases,
    ends_at,
    kept_by,
    may_agree,
    others,
    release_title,
    stands,
    waiting,
)
from clearance.restrictions.withdrawing import unseen
from clearance.shown import No, PlanShown
from clearance.shown_restrictions import (
    NeutralNotice,
    ReasonShown,
    RestrictedPerson,
    RestrictionOpened,
    RestrictionShown,
    RestrictionsSheet,
    RestrictSheet,
    WideningShown,
    WidenSheet,
)
from clearance.undelivered import never_arrived

COMPLIANCE = "compliance"
#: As many releases as a form can list.
_RELEASES = 25


def sheet(look: Look) -> RestrictionsSheet | No:
    """Return what this person has set that is in force, and what they are asked to agree to."""
    policy = look.ground.policy
    asked = tuple(_asked(look))
    lifted = lifted_then_approved(look) if _sees_lifted(look) else ()
    waiting = unconfirmed(look.book, look.everybody, policy)
    mine = look.actor.person in {one.person for one in waiting}
    if not is_officer(look.actor, policy) and not asked and not mine and not _sees_lifted(look):
        return No("not_an_officer")
    return RestrictionsSheet(
        at=look.tx.now,
        mine=tuple(_kept(look)),
        asked=asked,
        to_confirm=mine,
        others=tuple(one.name for one in waiting if one.person != look.actor.person)
        if look.book.restored is not None and is_officer(look.actor, policy)
        else (),
        lifted_then_approved=lifted,
        may_set=is_officer(look.actor, policy),
    )


def new(look: Look, chosen: tuple[str, ...]) -> RestrictSheet | No:
    """Return what the form for a new restriction opens with, and the chosen people's plans.

    People who cannot be restricted are refused here already, so that the form says it at once.
    """
    if not is_officer(look.actor, look.ground.policy):
        return No("not_an_officer")
    wrong = wrong_people(look, chosen) if chosen else None
    if wrong is not None:
        return wrong
    return RestrictSheet(quarters(look), tuple(_plans(look, chosen)))


def widen_sheet(look: Look, restriction: str) -> WidenSheet | No:
    """Return what the form for ending a restriction opens with."""
    held = kept_by(look, restriction)
    if isinstance(held, No):
        return held
    rows = list(bases(look, held).values())[:_RELEASES]
    found = tuple((row.id, row.title, row.public_at) for row in rows)
    return WidenSheet(shown(look, held), found, nobody_to_agree=not others(look, held))


def widening(look: Look, widening_id: str) -> WideningShown | No:
    """Return a widening to somebody who is asked to agree to it."""
    asked = look.book.asked.get(widening_id)
    if asked is None or not may_agree(look, asked):
        return No("widening_gone")
    return _shown(look, asked) if stands(look, asked) else No("widening_stale")


def opened(look: Look, what: str, about: str) -> RestrictionOpened | No:
    """Return what an envelope about the register shows, to the person whom it was sent to."""
    if what == BROKEN:
        return No("act_broken", {"reference": about})
    if what.startswith(REFUSED):
        return No(what.removeprefix(REFUSED))
    return _OPENED[what](look, about)


def shown(look: Look, held: Held, by: str = "") -> RestrictionShown:
    """Show a restriction, with the people whom it still holds."""
    holding = set(held.held(look.tx.now, look.ground.blackouts))
    under = [
        RestrictedPerson(
            one.slack_id,
            one.name,
            held.since,
            held.people[one.person].until,
            untold=held.notified and _untold(look, held, one.person),
        )
        for one in look.everybody
        if one.person in holding
    ]
    return RestrictionShown(
        id=held.id,
        kind=held.kind,  # type: ignore[arg-type]
        matter=held.matter,
        people=tuple(under),
        notified=held.notified,
        since=held.since,
        quarter_end=held.quarter_end,
        has_reason=held.has_reason,
        asked=bool(waiting(look, held)),
        by=by,
    )


def _untold(look: Look, held: Held, person: str) -> bool:
    return never_arrived(look.tx, register_key("restricted", held.id, person))


def _kept(look: Look) -> Iterator[RestrictionShown]:
    for held in look.book.restrictions.values():
        found = kept_by(look, held.id)
        if not isinstance(found, No):
            yield shown(look, held)


def _asked(look: Look) -> Iterator[WideningShown]:
    for asked in look.book.asked.values():
        if may_agree(look, asked) and stands(look, asked):
            yield _shown(look, asked)


def _shown(look: Look, asked: Asked) -> WideningShown:
    held = look.book.restrictions[asked.restriction]
    named = [one.name for one in look.everybody if one.person in asked.people]
    return WideningShown(
        id=asked.id,
        restriction=shown(look, held, look.name_of(held.by)),
        what=asked.what,  # type: ignore[arg-type]
        basis=asked.basis,  # type: ignore[arg-type]
        people=tuple(named),
        by=look.name_of(asked.by),
        asked_at=asked.at,
        release=release_title(look.tx, asked.release),
        ends_at=ends_at(look.tx, look.ground, asked),
    )


def _plans(look: Look, chosen: tuple[str, ...]) -> Iterator[PlanShown]:
    for person in look.named(chosen) or ():
        yield from plans_of(look.tx, look.ground, person)


def _sees_lifted(look: Look) -> bool:
    named = look.ground.policy.disclosure_of_restrictions.compliance_sees_existence
    return named and COMPLIANCE in look.actor.roles


def _open_kept(look: Look, about: str) -> RestrictionOpened | No:
    held = kept_by(look, about)
    return held if isinstance(held, No) else shown(look, held)


def _open_reason(look: Look, about: str) -> RestrictionOpened | No:
    held = kept_by(look, about)
    if isinstance(held, No):
        return held
    if opened_key(about, look.actor) not in look.book.opened:
        return No("restriction_gone")
    reason = opened_reason(look.tx, held)
    return ReasonShown(held.id, held.matter, reason, look.actor.person)


def _open_told(look: Look, about: str) -> RestrictionOpened | No:
    """Tell a person of a restriction on them that was told, as it stands by now."""
    held = look.book.restrictions.get(about)
    term = None if held is None else held.people.get(look.actor.person)
    if held is None or term is None or not held.notified:
        return No("not_found")
    if term.over_at is not None:
        return NeutralNotice("ended", term.over_at)
    return NeutralNotice("restricted", held.since)


def _open_issuer(look: Look, about: str) -> RestrictionOpened | No:
    told = look.book.notices.get(about)
    if told is None or told.person != look.actor.person:
        return No("notice_gone")
    read = told.acknowledged_at is not None
    return NeutralNotice("issuer", told.at, told.issuer, told.id, acknowledged=read)


def _open_sheet(look: Look, _: str) -> RestrictionOpened | No:
    return sheet(look)


_OPENED: dict[str, Callable[[Look, str], RestrictionOpened | No]] = {
    "kept": _open_kept,
    "sent": _open_sheet,
    "asked": widening,
    "answered": _open_sheet,
    "agreed": _open_sheet,
    "review": _open_sheet,
    "reason": _open_reason,
    "restricted": _open_told,
    "ended": _open_told,
    "issuer": _open_issuer,
    "unseen": unseen,
}
