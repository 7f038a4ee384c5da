"""What each word after ``/preclear`` does, but help and asking.

Answers that a colleague could glance at open as a form; the conversation keeps the company's
window and a withdrawal's confirmation, which only their author sees. A refusal is given back:
``handlers.command`` says it, or that there is no such command.
"""

import re
from collections.abc import Sequence
from typing import Final

from clearance.shown import No
from handlers import nudge as nudging
from handlers import plan_opening, words
from handlers.called import Call
from handlers.views import (
    acknowledge_form,
    audit_form,
    away_form,
    band_form,
    calendar_sheet,
    case_list,
    delegates_sheet,
    filing_views,
    issuer_form,
    overdue_list,
    paper_form,
    plan_list,
    production_list,
    question_form,
    related_list,
    request_list,
    request_sheet,
    restriction_list,
    traded_list,
    window_line,
)
from handlers.words import command as command_words

#: A request's id: eight letters and figures of those that nobody takes for one another.
_ID: Final = re.compile("[2-9ACDEFHJKMNPQRTVWXY]{8}")


async def status(call: Call) -> No | None:
    """Show one's own requests, or one of them."""
    named = _named(call.after)
    if named is not None:
        return await call.open(await call.desk.request(call.actor, named), request_sheet.build)
    return await call.open(await call.desk.mine(call.actor), request_list.build)


async def window(call: Call) -> No | None:
    """Say whether the company's window is open."""
    found = await call.desk.window(call.actor)
    if isinstance(found, No):
        return found
    await call.say(f"{window_line.text(found)}\n{words.WINDOW}")
    return None


async def calendar(call: Call) -> No | None:
    """Show the company's window by the day; to those who keep the calendar, all of it."""
    return await call.open(await call.desk.calendar(call.actor), calendar_sheet.build)


async def withdraw(call: Call) -> No | None:
    """Withdraw what is named, or list what can be withdrawn."""
    named = _named(call.after)
    if named is not None:
        ended = await call.desk.withdraw(call.actor, named)
        if isinstance(ended, No):
            return ended
        await call.say(command_words.WITHDRAWN.format(request=ended.id))
        return None
    mine = await call.desk.mine(call.actor)
    if isinstance(mine, No):
        return mine
    open_ones = [one for one in mine if one.may_withdraw]
    if open_ones:
        await call.show(request_list.build(open_ones))
    else:
        await call.say(command_words.NOTHING_TO_WITHDRAW)
    return None


async def nudge(call: Call) -> No | None:
    """Put what is named, or the one request that waits, before its approvers again."""
    await nudging.typed(call, _named(call.after))
    return None


async def away(call: Call) -> No | None:
    """Open an approving officer's own times."""
    return await call.open(await call.desk.away(call.actor), away_form.build)


async def plan(call: Call) -> No | None:
    """Open the form in which a plan is submitted."""
    return await call.open(await plan_opening.form(call.desk, call.actor), lambda view: view)


async def policy(call: Call) -> No | None:
    """Show the policy to be signed, or what was signed; an officer also what waits for them."""
    return await call.open(await call.desk.acknowledgement(call.actor), acknowledge_form.build)


async def traded(call: Call) -> No | None:
    """Show what one has not said of one's trades, and take what had no clearance."""
    return await call.open(await call.desk.unanswered(call.actor), traded_list.build)


async def section16(call: Call) -> No | None:
    """Show the forms under Section 16 that are owed: one's own, or everybody's to who files."""
    return await call.open(await call.desk.filings(call.actor), filing_views.listed)


async def plans(call: Call) -> No | None:
    """Show one's own plans and, to an officer, those that they may act on."""
    return await call.open(await call.desk.plans(call.actor), plan_list.build)


async def related(call: Call) -> No | None:
    """Show the related persons and entities that one has registered."""
    return await call.open(await call.desk.related(call.actor), related_list.build)


async def delegates(call: Call) -> No | None:
    """Show who files for one, and for whom one files."""
    return await call.open(await call.desk.delegates(call.actor), delegates_sheet.build)


async def band(call: Call) -> No | None:
    """Show one's own six months before and after today."""
    return await call.open(await call.desk.band(call.actor), band_form.build)


async def questions(call: Call) -> No | None:
    """Open the form for a question to compliance, with one's earlier ones."""
    return await call.open(await call.desk.questions(call.actor), question_form.build)


async def restrict(call: Call) -> No | None:
    """Show an officer what they have set."""
    return await call.open(await call.desk.restrictions(call.actor), restriction_list.build)


async def issuer_notice(call: Call) -> No | None:
    """Open an officer's notice on an issuer."""
    return await call.open(await call.desk.restrict_sheet(call.actor), issuer_form.build)


async def paper(call: Call) -> No | None:
    """Open the form for a clearance on paper."""
    no = await call.desk.paper_sheet(call.actor)
    return await call.open(no, lambda _: paper_form.build())


async def cases(call: Call) -> No | None:
    """Show compliance the cases they handle."""
    return await call.open(await call.desk.cases(call.actor), case_list.build)


async def overdue(call: Call) -> No | None:
    """Show compliance who owes an answer."""
    return await call.open(await call.desk.overdue(call.actor), overdue_list.build)


async def audit(call: Call) -> No | None:
    """Open compliance's form for a pull, or their productions."""
    if call.after == ("production",):
        return await call.open(await call.desk.productions(call.actor), production_list.build)
    sheet = await call.pulls.sheet(call.actor)
    return await call.open(sheet, lambda found: audit_form.build(found, call.pulls.ways))


def _named(typed: Sequence[str]) -> str | None:
    """Find a request's id as a person types it; one word alone is meant as one."""
    read = [word.strip("`*#.,;:!?()\"'").upper() for word in typed]
    alone = read[0] if len(read) == 1 else None
    return next((word for word in read if _ID.fullmatch(word)), alone)
