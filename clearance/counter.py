"""Where an act at the desk becomes a transaction: who acts, and on which ground."""

from collections.abc import Callable
from copy import copy
from typing import Self, TypeVar

from clearance import drafts
from clearance.accounts import Accounts
from clearance.authority import who
from clearance.facts import Ground, Grounds
from clearance.people import PersonFound
from clearance.shown import Actor, No
from clearance.shown_drafts import FormSent
from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.company import Policy
from storage.database import Database
from storage.tx import Tx

Answer = TypeVar("Answer")
Act = Callable[[Tx, Ground, PersonFound], Answer | No]


class Counter:
    """One company's database, ground and workspace; the desk's methods stand on it."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        calendar: ExchangeCalendar,
        team_id: str | None = None,
        *,
        accounts: Accounts | None = None,
    ) -> None:
        """Take the database, the rules and the Slack workspace's id.

        ``accounts`` remembers what Slack said of those who act; without it nobody is asked,
        and the list of people alone says who may.
        """
        self.database = database
        self.accounts = accounts
        self.grounds = Grounds(policy, calendar)
        self.team_id = team_id
        self._form: FormSent | None = None

    def sending(self, form: FormSent) -> Self:
        """Return this desk as it takes what a form asks for: with the act its draft goes."""
        desk = copy(self)
        desk._form = form  # noqa: SLF001 - its own
        return desk

    async def act(self, actor: Actor, act: Act[Answer]) -> Answer | No:
        """Let somebody act, in one transaction; for the floor above, which checks authority."""
        return await self._run(actor, act)

    async def _run(self, actor: Actor, act: Act[Answer], *, records: bool = False) -> Answer | No:
        """Run an act; ``records`` says that it is short and recorded, unless it is refused."""
        account = None if self.accounts is None else self.accounts.last(actor.user_id)

        def run(tx: Tx) -> Answer | No:
            person = who(tx, actor, self.team_id, account)
            if isinstance(person, No):
                return person
            done = act(tx, self.grounds.at(tx), person)
            if self._form is not None and not isinstance(done, No):
                drafts.sent(tx, person, self._form.of, self._form.view)
            return done

        try:
            return await self.database.run(run, records=records)
        except OutOfCalendar:
            # The transaction rolled back: nothing of it was written.
            return No("out_of_calendar")
