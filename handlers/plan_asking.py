"""Submitting, changing, deciding and ending a plan: all of it in forms.

Nothing about a plan is kept in a conversation; who decides presses **Open** on an envelope.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, plan_opening, sent
from handlers.actor import actor_of
from handlers.views import (
    acknowledge_form,
    notice,
    plan_ending,
    plan_filed,
    plan_form,
    plan_sheet,
    review_form,
)
from handlers.views.blocks import on_screen
from handlers.words import plan_form as plan_form_words

Asked = Callable[[Desk, dict[str, Any]], Awaitable[dict[str, Any]]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons of plans and submissions, and the four forms."""
    for pressed, form in {
        plan_sheet.CHANGE: _change,
        plan_sheet.END: _end,
        plan_filed.OPEN: _filed,
        plan_filed.CORRECT: _correct,
        plan_filed.WITHDRAW: _withdraw,
    }.items():
        app.action(pressed)(partial(show, desk=desk, form=form))
    app.view(plan_form.CALLBACK)(partial(submit, desk=desk))
    here = [opening.within(plan_filed.CALLBACK)]
    app.action(review_form.CHOOSE, matchers=here)(partial(redraw, desk=desk))
    app.view(plan_filed.CALLBACK)(partial(decide, desk=desk))
    app.view(plan_ending.END)(partial(end, desk=desk))
    app.view(plan_ending.WITHDRAW)(partial(withdraw, desk=desk))


async def show(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, form: Asked
) -> None:
    """Open the form that a button asks for; a press alone does nothing."""
    await opening.show(client, body, await form(desk, body))
    await ack()


async def _change(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    view = await plan_opening.form(desk, actor_of(body), changes=opening.value(body))
    return notice.of(view) if isinstance(view, No) else view


async def _correct(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    view = await plan_opening.form(desk, actor_of(body), corrects=opening.value(body))
    return notice.of(view) if isinstance(view, No) else view


async def _end(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    found = await desk.plan(actor_of(body), opening.value(body))
    if isinstance(found, No):
        return notice.of(found)
    return plan_ending.ending(found) if found.may_change else plan_sheet.build(found)


async def _filed(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    found = await desk.plan_filed(actor_of(body), opening.value(body))
    return notice.of(found) if isinstance(found, No) else plan_filed.build(found)


async def _withdraw(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    found = await desk.plan_filed(actor_of(body), opening.value(body))
    if isinstance(found, No):
        return notice.of(found)
    return plan_ending.withdrawing(found) if found.may_withdraw else plan_filed.build(found)


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the form; put errors on their fields, or show what was sent."""
    form = plan_form.read(body["view"])
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.submit_plan(actor_of(body), form.said)
    if not isinstance(answer, No):
        view = plan_filed.build(answer, plan_form_words.SENT, last=True)
        await ack(response_action="update", view=view)
    elif answer.reason == "plan_not_acknowledged" and (signing := await _to_sign(desk, body)):
        # Once it is signed, the form beneath is as it was left.
        await sent.over(ack, body["view"], signing)
    elif errors := plan_form.errors_of(answer, body["view"]):
        await ack(response_action="errors", errors=errors)
    else:
        await sent.refuse(ack, answer, typed=body["view"])


async def _to_sign(desk: Desk, body: dict[str, Any]) -> dict[str, Any] | None:
    """Give the policy to be signed, where it can be signed here."""
    sheet = await desk.acknowledgement(actor_of(body))
    return None if isinstance(sheet, No) else acknowledge_form.build(sheet)


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew for the decision that was chosen in it."""
    await opening.put_in_place(client, body, await _drawn(body, desk))
    await ack()


async def _drawn(body: dict[str, Any], desk: Desk, *, changed: bool = False) -> dict[str, Any]:
    view = body["view"]
    found = await desk.plan_filed(actor_of(body), str(view.get("private_metadata") or ""))
    if isinstance(found, No):
        return notice.of(found)
    return plan_filed.build(found, preset=review_form.decision(view), changed=changed)


async def decide(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the decision; put errors on their fields, or record it, or say what came first."""
    form = plan_filed.read(body["view"])
    if form.behind:
        await ack(response_action="update", view=await _drawn(body, desk, changed=True))
        return
    if form.verdict is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.decide_plan(actor_of(body), form.request, form.verdict)
    await sent.answer(
        ack,
        answer,
        lambda it: plan_filed.build(it, plan_form_words.DECIDED, last=True),
        lambda no: on_screen(plan_filed.errors_of(no), body["view"], review_form.DECISION),
    )


async def end(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """End the plan, and show how it stands then."""
    done = await desk.end_plan(actor_of(body), plan_ending.read(body["view"]))
    view = (
        notice.of(done)
        if isinstance(done, No)
        else plan_sheet.build(done, plan_form_words.ENDED, last=True)
    )
    await ack(response_action="update", view=view)


async def withdraw(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take back what was submitted, and show that it is."""
    done = await desk.withdraw_plan(actor_of(body), plan_ending.read(body["view"]))
    view = (
        notice.of(done)
        if isinstance(done, No)
        else plan_filed.build(done, plan_form_words.WITHDRAWN, last=True)
    )
    await ack(response_action="update", view=view)
