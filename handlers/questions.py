"""Questions to compliance: asked, opened, answered; all of it in forms."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_questions import QuestionShown
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import notice, question_form
from handlers.words import question as question_words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons of the list and of a question, and both forms."""
    app.action(question_form.ONE)(partial(show, desk=desk))
    app.action(question_form.AGAIN)(partial(again, desk=desk))
    app.action(question_form.TO_ANSWER)(partial(answering, desk=desk))
    app.view(question_form.ASK)(partial(ask, desk=desk))
    app.view(question_form.ANSWER)(partial(answer, desk=desk))


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show one question."""
    found = await desk.question(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else question_form.one(found)
    await opening.show(client, body, view)
    await ack()


async def empty(desk: Desk, actor: Actor, about: str) -> dict[str, Any]:
    """Give the form for a question, or for one that goes on from another, as it is empty."""
    if about:
        followed = await desk.question(actor, about)
        return notice.of(followed) if isinstance(followed, No) else question_form.again(followed)
    sheet = await desk.questions(actor)
    return notice.of(sheet) if isinstance(sheet, No) else question_form.build(sheet)


async def empty_answer(desk: Desk, actor: Actor, about: str) -> dict[str, Any]:
    """Give the form for an answer as it is empty, while there is none; then the question."""
    found = await desk.question(actor, about)
    if isinstance(found, No):
        return notice.of(found)
    return question_form.answering(found) if found.may_answer else question_form.one(found)


async def again(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form for a question that goes on from one's own."""
    view = await empty(desk, actor_of(body), opening.value(body))
    await unsent.show(client, body, desk, view)
    await ack()


async def answering(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Open the form for an answer, while there is none."""
    view = await empty_answer(desk, actor_of(body), opening.value(body))
    await unsent.show(client, body, desk, view)
    await ack()


async def ask(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take a question; put errors on its field, or show it as it was asked."""
    sending = desk.sending(kept_forms.sent(body["view"]))
    asked = await sending.ask_question(actor_of(body), question_form.read(body["view"]))
    await _answered(ack, body["view"], asked, question_words.DONE)


async def answer(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take an answer; put errors on its field, or show the question with it."""
    question, text = question_form.read_answer(body["view"])
    sending = desk.sending(kept_forms.sent(body["view"]))
    done = await sending.answer_question(actor_of(body), question, text)
    await _answered(ack, body["view"], done, question_words.DONE_ANSWER)


async def _answered(
    ack: AsyncAck, view: dict[str, Any], found: QuestionShown | No, done: str
) -> None:
    await sent.answer(
        ack,
        found,
        lambda it: question_form.one(it, done),
        lambda no: question_form.errors_of(no.reason),
        typed=view,
    )
