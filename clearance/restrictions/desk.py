"""The desk's side of the register: what is asked for now, and what its tick does.

An act is checked when it is asked for, kept in this process's memory, and done at the next
tick. So a crash loses only what was answered with "not yet kept and not yet in force".
"""

from collections.abc import Callable
from threading import Lock
from typing import Protocol, TypeVar

from clearance.accounts import Accounts
from clearance.counter import Counter
from clearance.facts import Ground
from clearance.people import PersonFound, people
from clearance.restrictions import reading, setting, telling, widening
from clearance.restrictions.acts import Act, Look
from clearance.restrictions.restored import not_yet_noticed
from clearance.restrictions.telling import unconfirmed
from clearance.restrictions.tick import EVERY, Ticked, next_tick, tick
from clearance.shown import Actor, No
from clearance.shown_restrictions import (
    IssuerNoticeSaid,
    RestrictionsSheet,
    RestrictSaid,
    RestrictSheet,
    TakesForce,
    WideningSaid,
    WideningShown,
    WidenSheet,
)
from policy.calendars.exchange import ExchangeCalendar
from policy.company import Policy
from storage.database import Database
from storage.known import Restore
from storage.tx import Tx

Knowing = Callable[[Ground], int | None]
Answer = TypeVar("Answer")
Make = Callable[[str, str], Act]


class Newest(Protocol):
    """Where the newest version of the register is known outside the database."""

    @property
    def known(self) -> int | None:
        """Return it, None where nobody knows."""

    def keep(self, version: int) -> None:
        """Remember it; never an older one."""


class Known(Protocol):
    """What is known of the log outside the database."""

    @property
    def restore(self) -> Restore | None:
        """Return a restore that the operator spoke of and that is not on record yet."""

    def recorded(self) -> None:
        """Take note that it is on record."""


class RestrictionsDesk(Counter):
    """What officers do about restrictions, and what people answer to notices."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        calendar: ExchangeCalendar,
        team_id: str | None = None,
        newest: Newest | None = None,
        *,
        accounts: Accounts | None = None,
        known: Known | None = None,
    ) -> None:
        """Take what the counter takes, and what is known of register and log outside of it."""
        super().__init__(database, policy, calendar, team_id, accounts=accounts)
        self.newest = newest
        self.known = known
        self._waiting: dict[str, Act] = {}
        self._waiting_lock = Lock()
        self._begun = 0  # how many ticks have taken what waited

    async def restrictions(self, actor: Actor) -> RestrictionsSheet | No:
        """Return what this person has set that is in force, and what they are asked."""
        return await self._look(actor, reading.sheet)

    async def restrict_sheet(
        self, actor: Actor, people: tuple[str, ...] = ()
    ) -> RestrictSheet | No:
        """Return what the form for a new restriction shows, with the chosen people's plans."""
        return await self._look(actor, lambda look: reading.new(look, people))

    async def restrict(self, actor: Actor, said: RestrictSaid) -> TakesForce | No:
        """Set a restriction, at the next tick."""
        return await self._ask(
            actor, lambda act, person: setting.Restrict(act, person, said), said.form
        )

    async def widen_sheet(self, actor: Actor, restriction: str) -> WidenSheet | No:
        """Return what the form for ending a restriction shows."""
        return await self._look(actor, lambda look: reading.widen_sheet(look, restriction))

    async def widen(self, actor: Actor, said: WideningSaid) -> TakesForce | No:
        """Ask for a restriction's end, or for less of it; a second person has to agree."""
        return await self._ask(
            actor, lambda act, person: widening.Widen(act, person, said), said.form
        )

    async def widening(self, actor: Actor, widening_id: str) -> WideningShown | No:
        """Return a widening that this person is asked to agree to."""
        return await self._look(actor, lambda look: reading.widening(look, widening_id))

    async def agree_widening(
        self, actor: Actor, widening_id: str, *, agree: bool
    ) -> TakesForce | No:
        """Agree to a widening, or not."""
        return await self._ask(
            actor, lambda act, person: widening.Agree(act, person, widening_id, agree)
        )

    async def ask_reason(self, actor: Actor, restriction: str) -> TakesForce | No:
        """Ask to read a reason; it is shown by the envelope that the next tick sends."""
        return await self._ask(
            actor, lambda act, person: telling.OpenReason(act, person, restriction)
        )

    async def confirm_restored(self, actor: Actor) -> TakesForce | No:
        """Confirm, after a restore, that what one sees is all that one set."""
        return await self._ask(actor, telling.ConfirmRestored)

    async def tell_of_issuer(self, actor: Actor, said: IssuerNoticeSaid) -> TakesForce | No:
        """Send people a neutral notice on another issuer."""
        return await self._ask(
            actor, lambda act, person: telling.TellOfIssuer(act, person, said), said.form
        )

    async def acknowledge_notice(self, actor: Actor, notice: str) -> TakesForce | No:
        """Say that one has read a notice on another issuer."""
        return await self._ask(actor, lambda act, person: telling.Acknowledge(act, person, notice))

    async def tick(self) -> Ticked:
        """Write the register, with all that waits; called at every whole minute and at a stop."""
        with self._waiting_lock:
            acts = tuple(self._waiting.values())
            self._begun += 1
        newest, known = self.newest, self.knowing()
        restore = None if self.known is None else self.known.restore

        def run(tx: Tx) -> Ticked:
            ground = self.grounds.at(tx)
            ticked = tick(tx, ground, self.grounds.register, acts, known(ground), restore=restore)
            # Opened here, whatever is in it, so that the next act takes as long as any.
            self.grounds.at(tx)
            return ticked

        ticked = await self.database.run(run)
        with self._waiting_lock:
            for act in acts:
                self._waiting.pop(act.id, None)
        if self.known is not None and restore is not None:
            self.known.recorded()
        if newest is not None:
            newest.keep(ticked.version)
        return ticked

    def knowing(self) -> Knowing:
        """Look which newest version is known outside the database, before a transaction begins.

        Looked at within it, it might be newer than what the transaction sees, where another
        process ticks meanwhile.
        """
        if self.newest is None:
            return lambda ground: ground.register
        known = self.newest.known
        return lambda _: known

    def approvals_stopped(self, tx: Tx, ground: Ground, knowing: Knowing | None = None) -> bool:
        """Say whether the register comes from a backup and an officer has not confirmed."""
        restored = ground.book.restored is not None  # nearly never, so nobody is read for it
        if restored and unconfirmed(ground.book, people(tx), ground.policy):
            return True
        if self.known is not None and self.known.restore is not None:
            return True
        return not_yet_noticed(tx, ground, (knowing or self.knowing())(ground))

    async def _look(self, actor: Actor, see: Callable[[Look], Answer | No]) -> Answer | No:
        return await self._run(
            actor, lambda tx, ground, person: see(Look(tx, ground, ground.book, person))
        )

    async def _ask(self, actor: Actor, make: Make, form: str | None = None) -> TakesForce | No:
        """Check an act now, and keep it for the next tick."""

        def ask(tx: Tx, ground: Ground, person: PersonFound) -> tuple[Act, TakesForce] | No:
            name = tx.random.token() if form is None else tx.name(f"act:{person.person}:{form}")
            act = make(name, person.person)
            answer = TakesForce(next_tick(tx.now))
            if name in self._waiting or name in ground.book.acts:
                return act, answer  # sent before
            refused = act.refused(Look(tx, ground, ground.book, person))
            return (act, answer) if refused is None else refused

        begun = self._begun
        found = await self._run(actor, ask)
        if isinstance(found, No):
            return found
        act, answer = found
        with self._waiting_lock:
            self._waiting.setdefault(act.id, act)
            late = self._begun != begun  # the tick that was named has left without it
        return TakesForce(answer.at + EVERY) if late else answer
