"""Notices on other issuers, reasons opened on the record, and the register after a restore.

Policy, "Inside Information Regarding Other Companies": what one learns of another issuer
binds, too. Whether somebody may trade there never depends on a list; an officer can remind
people, in neutral words, and they acknowledge it.
"""

from dataclasses import dataclass, replace

from clearance.people import PersonFound
from clearance.restrictions.acts import Change, Look
from clearance.restrictions.book import Book, Told
from clearance.restrictions.officers import is_officer, officers
from clearance.restrictions.widening import kept_by
from clearance.shown import No
from clearance.shown_restrictions import LONGEST_ISSUER, MOST_PEOPLE, IssuerNoticeSaid
from clearance.typed import is_one_line, squeezed
from policy.company import Policy


@dataclass(frozen=True, slots=True)
class TellOfIssuer:
    """An officer sends a neutral notice on another issuer."""

    id: str
    actor: str
    said: IssuerNoticeSaid

    def refused(self, look: Look) -> No | None:
        """Say what is wrong with it, None where nothing is."""
        if not is_officer(look.actor, look.ground.policy):
            return No("not_an_officer")
        people = look.named(self.said.people)
        if not people or len(people) > MOST_PEOPLE:
            return No("restrict_people", {"most": MOST_PEOPLE})
        good = is_one_line(squeezed(self.said.issuer), LONGEST_ISSUER)
        return None if good else No("issuer_name", {"most": LONGEST_ISSUER})

    def do(self, change: Change, look: Look) -> None:
        """Send it to each of them, to be acknowledged."""
        issuer = squeezed(self.said.issuer)
        for person in look.named(self.said.people) or ():
            told = Told(
                id=look.tx.random.request_id(),
                person=person.person,
                issuer=issuer,
                by=look.actor.person,
                at=look.tx.now,
            )
            change.put("notices", told.id, told)
            named = {"person": person.person, "issuer": issuer}
            change.note(look.actor.person, "issuer_notice", notice=told.id, named=named)
            change.tell(person, "issuer", told.id)
        change.tell(look.actor, "sent", self.id)


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Somebody says that they have read a notice; said twice, it is said once."""

    id: str
    actor: str
    notice: str

    def refused(self, look: Look) -> No | None:
        """Say that there is no such notice to this person."""
        told = look.book.notices.get(self.notice)
        mine = told is not None and told.person == look.actor.person
        return None if mine else No("notice_gone")

    def do(self, change: Change, look: Look) -> None:
        """Write down when it was acknowledged."""
        told = look.book.notices[self.notice]
        if told.acknowledged_at is None:
            change.put("notices", told.id, replace(told, acknowledged_at=look.tx.now))
            change.note(None, "acknowledged", notice=told.id, named={"by": look.actor.person})


@dataclass(frozen=True, slots=True)
class OpenReason:
    """Whoever keeps a restriction asks to read its reason; the register says so first."""

    id: str
    actor: str
    restriction: str

    def refused(self, look: Look) -> No | None:
        """Refuse it to everybody else, and where there is none."""
        held = kept_by(look, self.restriction)
        if isinstance(held, No):
            return held
        return None if held.has_reason else No("restriction_gone")

    def do(self, change: Change, look: Look) -> None:
        """Write down who may read it from now on, and send the envelope that shows it."""
        key = opened_key(self.restriction, look.actor)
        change.put("opened", key, look.tx.now)
        change.note(look.actor.person, "reason_opened", restriction=self.restriction)
        change.tell(look.actor, "reason", self.restriction, self.id)


@dataclass(frozen=True, slots=True)
class ConfirmRestored:
    """An officer confirms that what they see is all that they set."""

    id: str
    actor: str

    def refused(self, look: Look) -> No | None:
        """Refuse it where there is nothing for this person to confirm."""
        waiting = unconfirmed(look.book, look.everybody, look.ground.policy)
        mine = look.actor.person in {one.person for one in waiting}
        return None if mine else No("nothing_to_confirm")

    def do(self, change: Change, look: Look) -> None:
        """Write it down; after the last one, approvals go on."""
        confirmed = (*(change.book.restored or ()), look.actor.person)
        change.set(restored=confirmed)
        change.note(look.actor.person, "confirmed")
        if not unconfirmed(change.book, look.everybody, change.ground.policy):
            change.set(restored=None)
            change.note(look.actor.person, "approvals_go_on")


def opened_key(restriction: str, viewer: PersonFound) -> str:
    """Return under what the register keeps that somebody opened a reason."""
    return f"{restriction}:{viewer.person}"


def unconfirmed(book: Book, everybody: list[PersonFound], policy: Policy) -> list[PersonFound]:
    """Return who has not confirmed since the register came from a backup.

    Every officer, also one who had set nothing: what they set may be what was lost. Where no
    officer is left, whoever the policy file names for that.
    """
    if book.restored is None:
        return []
    asked = officers(everybody, policy) or [
        one for one in everybody if one.serves and policy.approvers.nobody_left in one.roles
    ]
    return [one for one in asked if one.person not in book.restored]
