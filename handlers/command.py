"""``/preclear`` and what may follow it.

Answers that a colleague could glance at open as a form; the conversation keeps help,
the company's window and a withdrawal's confirmation, which only their author sees.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from audit.handing_over import HandingOver
from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import opening, phrase, words
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.moments import new_york_day
from handlers.views import (
    acknowledge_form,
    audit_form,
    band_form,
    case_list,
    delegates_sheet,
    filing_views,
    issuer_form,
    notice,
    overdue_list,
    paper_form,
    plan_form,
    plan_list,
    production_list,
    question_form,
    related_list,
    request_form,
    request_list,
    request_sheet,
    restriction_list,
    traded_list,
    window_line,
)
from handlers.words import command as command_words


@dataclass(frozen=True, slots=True)
class Call:
    """One use of the command: who, what followed it, and what answering it takes."""

    ack: AsyncAck
    body: dict[str, Any]
    client: AsyncWebClient
    desk: Desk
    clock: Clock
    pulls: HandingOver

    @property
    def actor(self) -> Actor:
        """Who typed it."""
        return actor_of(self.body)

    @property
    def typed(self) -> list[str]:
        """The words after the command."""
        return str(self.body.get("text") or "").split()

    async def say(self, text: str) -> None:
        """Answer with words that only the author sees."""
        await self.ack(notice.ephemeral(text))

    async def refuse(self, no: No) -> None:
        """Answer with why it was not done."""
        await self.say(words.refusal(no.reason, no.parameters))

    async def show(self, view: dict[str, Any]) -> None:
        """Open a form."""
        await opening.show(self.client, self.body, view)
        await self.ack()


async def run(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    desk: Desk,
    clock: Clock,
    *,
    pulls: HandingOver,
) -> None:
    """Do what follows ``/preclear``; without anything it opens the empty form."""
    call = Call(ack, body, client, desk, clock, pulls)
    first = call.typed[0].lower() if call.typed else ""
    if not first or first in phrase.VERBS:
        await ask(call)
    elif first in SUBCOMMANDS:
        await SUBCOMMANDS[first](call)
    else:
        await unknown(call)


async def ask(call: Call) -> None:
    """Open the form, filled in with what the words say."""
    filled = None
    if call.typed:
        try:
            filled = phrase.read(" ".join(call.typed), new_york_day(call.clock.now()))
        except phrase.UnclearError as unclear:
            await call.say(str(unclear))
            return
    sheet = await call.desk.asking(call.actor)
    if isinstance(sheet, No):
        await call.refuse(sheet)
    else:
        await call.show(request_form.build(sheet, filled))


async def status(call: Call) -> None:
    """Show one's own requests, or one of them."""
    if len(call.typed) > 1:
        one = await call.desk.request(call.actor, _id(call.typed[1]))
        await (call.refuse(one) if isinstance(one, No) else call.show(request_sheet.build(one)))
        return
    mine = await call.desk.mine(call.actor)
    await (call.refuse(mine) if isinstance(mine, No) else call.show(request_list.build(mine)))


async def window(call: Call) -> None:
    """Say whether the company's window is open."""
    found = await call.desk.window(call.actor)
    if isinstance(found, No):
        await call.refuse(found)
    else:
        await call.say(f"{window_line.text(found)}\n{words.WINDOW}")


async def withdraw(call: Call) -> None:
    """Withdraw what is named, or list what can be withdrawn."""
    if len(call.typed) > 1:
        ended = await call.desk.withdraw(call.actor, _id(call.typed[1]))
        said = "" if isinstance(ended, No) else command_words.WITHDRAWN.format(request=ended.id)
        await (call.refuse(ended) if isinstance(ended, No) else call.say(said))
        return
    mine = await call.desk.mine(call.actor)
    if isinstance(mine, No):
        await call.refuse(mine)
        return
    open_ones = [one for one in mine if one.may_withdraw]
    if open_ones:
        await call.show(request_list.build(open_ones))
    else:
        await call.say(command_words.NOTHING_TO_WITHDRAW)


async def plan(call: Call) -> None:
    """Open the form in which a plan is submitted."""
    sheet = await call.desk.plan_form(call.actor)
    await (call.refuse(sheet) if isinstance(sheet, No) else call.show(plan_form.build(sheet)))


async def policy(call: Call) -> None:
    """Show the policy to be signed, or what was signed; an officer also what waits for them."""
    sheet = await call.desk.acknowledgement(call.actor)
    await (
        call.refuse(sheet) if isinstance(sheet, No) else call.show(acknowledge_form.build(sheet))
    )


async def traded(call: Call) -> None:
    """Show what one has not said of one's trades, and take what had no clearance."""
    found = await call.desk.unanswered(call.actor)
    await (call.refuse(found) if isinstance(found, No) else call.show(traded_list.build(found)))


async def section16(call: Call) -> None:
    """Show the forms under Section 16 that are owed: one's own, or everybody's to who files."""
    found = await call.desk.filings(call.actor)
    await (call.refuse(found) if isinstance(found, No) else call.show(filing_views.listed(found)))


async def plans(call: Call) -> None:
    """Show one's own plans and, to an officer, those that they may act on."""
    found = await call.desk.plans(call.actor)
    await (call.refuse(found) if isinstance(found, No) else call.show(plan_list.build(found)))


async def related(call: Call) -> None:
    """Show the related persons and entities that one has registered."""
    found = await call.desk.related(call.actor)
    await (call.refuse(found) if isinstance(found, No) else call.show(related_list.build(found)))


async def delegates(call: Call) -> None:
    """Show who files for one, and for whom one files."""
    found = await call.desk.delegates(call.actor)
    await (call.refuse(found) if isinstance(found, No) else call.show(delegates_sheet.build(found)))


async def band(call: Call) -> None:
    """Show one's own six months before and after today."""
    found = await call.desk.band(call.actor)
    await (call.refuse(found) if isinstance(found, No) else call.show(band_form.build(found)))


async def questions(call: Call) -> None:
    """Open the form for a question to compliance, with one's earlier ones."""
    found = await call.desk.questions(call.actor)
    await (call.refuse(found) if isinstance(found, No) else call.show(question_form.build(found)))


async def restrict(call: Call) -> None:
    """Show an officer what they have set; to anybody else there is no such command."""
    found = await call.desk.restrictions(call.actor)
    await (unknown(call) if isinstance(found, No) else call.show(restriction_list.build(found)))


async def issuer_notice(call: Call) -> None:
    """Open an officer's notice on an issuer; to anybody else there is no such command."""
    sheet = await call.desk.restrict_sheet(call.actor)
    await (unknown(call) if isinstance(sheet, No) else call.show(issuer_form.build(sheet)))


async def paper(call: Call) -> None:
    """Open the form for a clearance on paper; to most there is no such command."""
    no = await call.desk.paper_sheet(call.actor)
    await (unknown(call) if isinstance(no, No) else call.show(paper_form.build()))


async def cases(call: Call) -> None:
    """Show compliance the cases they handle; to anybody else there is no such command."""
    found = await call.desk.cases(call.actor)
    await (unknown(call) if isinstance(found, No) else call.show(case_list.build(found)))


async def overdue(call: Call) -> None:
    """Show compliance who owes an answer; to anybody else there is no such command."""
    found = await call.desk.overdue(call.actor)
    await (unknown(call) if isinstance(found, No) else call.show(overdue_list.build(found)))


async def audit(call: Call) -> None:
    """Open compliance's form for a pull; to anybody else there is no such command."""
    if call.typed[1:] == ["production"]:
        await productions(call)
        return
    sheet = await call.pulls.sheet(call.actor)
    if isinstance(sheet, No):
        await unknown(call)
    else:
        await call.show(audit_form.build(sheet, call.pulls.ways))


async def productions(call: Call) -> None:
    """Show compliance their productions; to anybody else there is no such command."""
    found = await call.desk.productions(call.actor)
    await (unknown(call) if isinstance(found, No) else call.show(production_list.build(found)))


async def unknown(call: Call) -> None:
    """Say that there is no such command, always in the same way."""
    await call.say(command_words.UNKNOWN)


async def usage(call: Call) -> None:
    """Say how the command is used."""
    await call.say(command_words.HELP)


SUBCOMMANDS: dict[str, Callable[[Call], Awaitable[None]]] = {
    "status": status,
    "window": window,
    "withdraw": withdraw,
    "plan": plan,
    "traded": traded,
    "section16": section16,
    "plans": plans,
    "acknowledge": policy,
    "related": related,
    "delegates": delegates,
    "band": band,
    "ask-compliance": questions,
    "help": usage,
    # Officers' own; help names neither, so that it says the same to everybody and no more
    # than what everybody can do.
    "restrict": restrict,
    "notice": issuer_notice,
    # Compliance's own, and named in help as little.
    "audit": audit,
    "cases": cases,
    # Of both.
    "paper": paper,
    "overdue": overdue,
}


def _id(typed: str) -> str:
    """Read a request's id as a person types it."""
    return typed.strip("`*#.,").upper()
