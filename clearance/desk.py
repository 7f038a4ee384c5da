"""The desk: what people can do, each act one transaction.

Every method says who acts, reads the record under the lock, checks authority and all
rules there, writes the act with its log record and its messages, and commits. What
comes back is a value of ``clearance.shown``: a refusal is one too (``No``), and an
exception means that something is broken.
"""

from collections.abc import Callable
from datetime import datetime

from clearance import (
    asking,
    deciding,
    ending,
    homes,
    looking,
    nudging,
    offices,
    opened,
    people_changes,
    plan_acts,
    plan_sheets,
    related,
    related_answers,
    related_lists,
    reporting,
    submitting,
)
from clearance.calendar_desk import CalendarDesk
from clearance.facts import Ground
from clearance.opened import Opened
from clearance.people import PersonFound
from clearance.restrictions import withdrawing
from clearance.restrictions.acts import Look
from clearance.shown import (
    Actor,
    Ask,
    AskingSheet,
    No,
    PlanShown,
    PlansSheet,
    Report,
    RequestShown,
    ReviewSheet,
    Verdict,
    WindowShown,
)
from clearance.shown_changes import ChangeShown
from clearance.shown_home import HomeSheet
from clearance.shown_related import RelatedAsked, RelatedList, RelatedSaid
from clearance.shown_restrictions import ReceiptSaid
from storage import copy_mark, requests
from storage.tables import RequestRow
from storage.tx import Tx


def minute_passed(first: datetime, second: datetime) -> bool:
    """Say whether a rule's boundary may lie between two moments.

    Every boundary of the policy and of the calendar is a whole minute.
    """
    return first.replace(second=0, microsecond=0) != second.replace(second=0, microsecond=0)


class Desk(CalendarDesk):
    """The desk of one company; ``team_id`` is its Slack workspace."""

    async def window(self, actor: Actor) -> WindowShown | No:
        """Return the company's window, the same for everybody."""
        return await self._run(actor, lambda tx, ground, _: looking.window(tx, ground))

    async def offices(self, actor: Actor) -> frozenset[str] | No:
        """Name the acts of an office that this person may do, for help."""
        return await self._run(actor, offices.offices)

    async def asking(self, actor: Actor) -> AskingSheet | No:
        """Return what the request form is opened with."""
        return await self._run(actor, asking.asking)

    async def related(self, actor: Actor) -> RelatedList | No:
        """Return the related persons and entities that somebody has registered."""
        return await self._run(actor, related_lists.listed)

    async def register_related(self, actor: Actor, said: RelatedSaid) -> RelatedList | No:
        """Register somebody related to oneself, or correct one's own entry."""
        return await self._run(
            actor, lambda tx, ground, person: related.register(tx, ground, person, said)
        )

    async def remove_related(self, actor: Actor, entry_id: str) -> RelatedList | No:
        """Take out one's own entry; what was asked under it stays on the record."""
        return await self._run(
            actor, lambda tx, ground, person: related.remove(tx, ground, person, entry_id)
        )

    async def related_asked(self, actor: Actor, entry_id: str) -> RelatedAsked | No:
        """Return what a colleague says of oneself in an entry."""
        return await self._run(
            actor, lambda tx, _, person: related_answers.look(tx, person, entry_id)
        )

    async def answer_related(
        self, actor: Actor, entry_id: str, *, agrees: bool
    ) -> RelatedList | No:
        """Confirm what a colleague says of oneself, refuse it, or take a yes back."""
        return await self._run(
            actor,
            lambda tx, ground, person: related_answers.answer(
                tx, ground, person, entry_id, agrees=agrees
            ),
        )

    async def home(self, actor: Actor) -> HomeSheet | No:
        """Return what App Home shows this person."""
        return await self._run(actor, homes.home)

    async def mine(self, actor: Actor) -> tuple[RequestShown, ...] | No:
        """Return one's own latest requests, newest first."""
        return await self._run(actor, looking.mine)

    async def request(self, actor: Actor, request_id: str) -> RequestShown | No:
        """Return one of one's own requests."""
        return await self._run_own(actor, request_id, lambda *_: None)

    async def opened(self, actor: Actor, delivery_id: str) -> Opened | No:
        """Return what an envelope is about."""
        return await self._run(
            actor, lambda tx, ground, person: opened.opened(tx, ground, person, delivery_id)
        )

    async def submit(self, actor: Actor, ask: Ask) -> RequestShown | No:
        """File a request."""

        def act(tx: Tx, ground: Ground, person: PersonFound) -> RequestShown | No:
            filed = submitting.submit(tx, ground, person, ask)
            if isinstance(filed, No):
                return filed
            return looking.one(tx, ground, filed)

        return await self._run(actor, act, records=True)

    async def withdraw(self, actor: Actor, request_id: str) -> RequestShown | No:
        """Take back a request, or give back an unused clearance."""
        return await self._run_own(actor, request_id, ending.withdraw)

    async def nudge(self, actor: Actor, request_id: str) -> RequestShown | No:
        """Put one's own waiting request before whoever has it again, once."""
        return await self._run_own(actor, request_id, nudging.nudge)

    async def receipt(self, actor: Actor, said: ReceiptSaid) -> RequestShown | No:
        """Answer a withdrawn clearance: no order is open, or one had been executed."""
        return await self._run_own(
            actor,
            said.request,
            lambda tx, ground, person, row: withdrawing.answer(
                Look(tx, ground, ground.book, person), row, said
            ),
        )

    async def report(self, actor: Actor, request_id: str, said: Report) -> RequestShown | No:
        """Say what was traded under a clearance, or that nothing was."""
        return await self._run_own(
            actor,
            request_id,
            lambda tx, ground, person, row: reporting.report(tx, ground, person, row, said),
        )

    async def review(
        self, actor: Actor, request_id: str, place: tuple[str, str] | None = None
    ) -> ReviewSheet | No:
        """Return what an officer needs to decide; ``place`` is the pressed card's."""

        def act(tx: Tx, ground: Ground, person: PersonFound) -> ReviewSheet | No:
            row = requests.find(tx, request_id)
            if row is None:
                return No("not_found")
            return looking.review(tx, ground, person, row, place)

        return await self._run(actor, act)

    async def decide(
        self,
        actor: Actor,
        request_id: str,
        verdict: Verdict,
    ) -> ReviewSheet | No:
        """Decide a request, or say why it cannot be decided so."""
        knowing = self.knowing()

        def act(tx: Tx, ground: Ground, person: PersonFound) -> ReviewSheet | No:
            copy_mark.ahead(tx)
            row = requests.with_life(tx, request_id)
            if row is None:
                return No("not_found")
            stopped = self.approvals_stopped(tx, ground, knowing)
            refused = deciding.decide(tx, ground, person, row, verdict, stopped=stopped)
            if refused is not None:
                return refused
            return looking.review(tx, ground, person, requests.moved(row, "decided"), None)

        return await self._run(actor, act, records=True)

    async def plans(self, actor: Actor) -> PlansSheet | No:
        """Return one's own plans, and those that an officer may act on."""
        return await self._run(actor, plan_sheets.sheet)

    async def plan(self, actor: Actor, plan_id: str) -> PlanShown | No:
        """Return one plan, to its owner or an officer."""
        return await self._run(
            actor, lambda tx, ground, person: plan_sheets.one(tx, ground, person, plan_id)
        )

    async def change_plan(self, actor: Actor, plan_id: str, act: plan_acts.Act) -> PlanShown | No:
        """Suspend a plan, ask for it to run again, or agree that it does."""

        def run(tx: Tx, ground: Ground, person: PersonFound) -> PlanShown | No:
            refused = plan_acts.change(tx, ground, person, plan_id, act)
            if refused is not None:
                return refused
            return plan_sheets.one(tx, ground, person, plan_id)

        return await self._run(actor, run)

    async def change(self, actor: Actor, change_id: str) -> ChangeShown | No:
        """Return what was asked for about a person, to those who may confirm it."""
        return await self._run(
            actor, lambda tx, ground, person: people_changes.one(tx, ground, person, change_id)
        )

    async def confirm_change(self, actor: Actor, change_id: str) -> ChangeShown | No:
        """Confirm an officer's change, or a guest; the last one needed puts it into effect."""
        return await self._run(
            actor, lambda tx, ground, person: people_changes.confirm(tx, ground, person, change_id)
        )

    async def _run_own(
        self,
        actor: Actor,
        request_id: str,
        act: Callable[[Tx, Ground, PersonFound, RequestRow], No | None],
    ) -> RequestShown | No:
        def run(tx: Tx, ground: Ground, person: PersonFound) -> RequestShown | No:
            row = looking.own(tx, person, request_id)
            if isinstance(row, No):
                return row
            refused = act(tx, ground, person, row)
            return refused if refused is not None else looking.one(tx, ground, _again(tx, row))

        return await self._run(actor, run)


def _again(tx: Tx, row: RequestRow) -> RequestRow:
    """Read a request anew, after what was just done to it."""
    found = requests.find(tx, row.id)
    if found is None:
        raise LookupError("a request is never deleted")
    return found
