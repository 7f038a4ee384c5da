"""Forms, opened by what a person did, and App Home."""

from tests.peers.slack.contract.asking import (
    CEO,
    MAYA,
    NOBODY,
    SECTION,
    TOO_LONG,
    Json,
    Slack,
    case,
    holds,
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


FORM = {"type": "modal", "callback_id": "f", "title": plain("A form"), "blocks": [SECTION]}
UNTITLED = {"type": "modal", "callback_id": "f", "blocks": [SECTION]}
HOME = {"type": "home", "blocks": [SECTION]}
NO_VIEW = "V0NONE"
#: A block of three thousand bytes and some.
LARGE = {"type": "section", "text": plain("é" * 1500)}
#: How long a trigger lives (seconds).
TRIGGER_SECONDS = 3


async def opened(slack: Slack, view: Json = FORM) -> Json:
    trigger = await slack.trigger(MAYA)
    return dict((await slack.client().views_open(trigger_id=trigger, view=view))["view"])


@case("views.open")
async def a_form_is_opened(slack: Slack) -> None:
    view = await opened(slack, {**FORM, "private_metadata": "K7M4QWXA"})
    holds(view["id"] and view["hash"] and view["root_view_id"] == view["id"], "id, hash and root")
    holds(view["private_metadata"] == "K7M4QWXA" and view["callback_id"] == "f", "what is hidden")
    holds(not view.get("previous_view_id"), "no form below it")


@case("views.open", "invalid_trigger_id")
async def a_form_with_a_made_up_trigger(slack: Slack) -> None:
    await slack.client().views_open(trigger_id="1.2.abc", view=FORM)


@case("views.open", "exchanged_trigger_id")
async def a_form_with_a_trigger_used_before(slack: Slack) -> None:
    trigger = await slack.trigger(MAYA)
    await slack.client().views_open(trigger_id=trigger, view=FORM)
    await slack.client().views_open(trigger_id=trigger, view=FORM)


@case("views.open", "expired_trigger_id")
async def a_form_with_a_trigger_too_old(slack: Slack) -> None:
    trigger = await slack.trigger(MAYA)
    slack.pass_seconds(TRIGGER_SECONDS + 0.1)
    await slack.client().views_open(trigger_id=trigger, view=FORM)


@case("views.open")
async def a_form_with_a_trigger_in_time(slack: Slack) -> None:
    trigger = await slack.trigger(MAYA)
    slack.pass_seconds(TRIGGER_SECONDS - 1.5)  # one of them counts whole seconds
    await slack.client().views_open(trigger_id=trigger, view=FORM)


@case("views.open", "invalid_arguments")
async def a_form_without_a_title(slack: Slack) -> None:
    await opened(slack, UNTITLED)


@case("views.open", "invalid_arguments")
async def a_form_with_a_block_too_long(slack: Slack) -> None:
    await opened(slack, {**FORM, "blocks": [TOO_LONG]})


@case("views.open", "view_too_large")
async def a_form_too_large(slack: Slack) -> None:
    await opened(slack, {**FORM, "blocks": [LARGE] * 84})


@case("views.open")
async def a_form_that_is_just_not_too_large(slack: Slack) -> None:
    await opened(slack, {**FORM, "blocks": [LARGE] * 79})


@case("views.open", "invalid_arguments")
async def a_home_opened_as_a_form(slack: Slack) -> None:
    await opened(slack, HOME)


@case("views.push")
async def a_form_is_put_on_another(slack: Slack) -> None:
    below = await opened(slack)
    trigger = await slack.trigger(MAYA, below["id"])
    view = (await slack.client().views_push(trigger_id=trigger, view=FORM))["view"]
    holds(view["previous_view_id"] == below["id"], "the form below it")
    holds(view["root_view_id"] == below["id"], "the lowest form")


@case("views.push", "push_limit_reached")
async def a_fourth_form_on_three(slack: Slack) -> None:
    top = await opened(slack)
    for _ in range(3):
        trigger = await slack.trigger(MAYA, top["id"])
        top = (await slack.client().views_push(trigger_id=trigger, view=FORM))["view"]


@case("views.push", "not_found")
async def a_form_on_none(slack: Slack) -> None:
    trigger = await slack.trigger(CEO)
    await slack.client().views_push(trigger_id=trigger, view=FORM)


@case("views.push", "exchanged_trigger_id")
async def a_form_on_another_with_a_trigger_used_before(slack: Slack) -> None:
    trigger = await slack.trigger(MAYA, (await opened(slack))["id"])
    await slack.client().views_push(trigger_id=trigger, view=FORM)
    await slack.client().views_push(trigger_id=trigger, view=FORM)


@case("views.update")
async def a_form_is_drawn_anew(slack: Slack) -> None:
    view = await opened(slack)
    other = {**FORM, "title": plain("Another")}
    asked = {"view_id": view["id"], "hash": view["hash"]}
    drawn = (await slack.client().views_update(**asked, view=other))["view"]
    holds(drawn["id"] == view["id"] and drawn["hash"] != view["hash"], "its id and a new hash")
    holds(drawn["title"]["text"] == "Another", "what was drawn")


@case("views.update", "hash_conflict")
async def a_form_is_drawn_anew_too_late(slack: Slack) -> None:
    view = await opened(slack)
    await slack.client().views_update(view_id=view["id"], view=FORM)
    await slack.client().views_update(view_id=view["id"], hash=view["hash"], view=FORM)


@case("views.update", "not_found")
async def a_form_that_is_none_is_drawn_anew(slack: Slack) -> None:
    await slack.client().views_update(view_id=NO_VIEW, view=FORM)


@case("views.update", "invalid_arguments")
async def a_form_is_drawn_anew_without_a_title(slack: Slack) -> None:
    await slack.client().views_update(view_id=(await opened(slack))["id"], view=UNTITLED)


@case("views.publish")
async def a_home_is_published_and_again(slack: Slack) -> None:
    asked = {"user_id": slack.id(MAYA), "view": HOME}
    first = (await slack.client().views_publish(**asked))["view"]
    again = (await slack.client().views_publish(**asked, hash=first["hash"]))["view"]
    holds(first["type"] == "home" and again["id"] == first["id"], "one home")
    holds(again["hash"] != first["hash"], "a new hash")


@case("views.publish", "hash_conflict")
async def a_home_is_published_too_late(slack: Slack) -> None:
    asked = {"user_id": slack.id(MAYA), "view": HOME}
    first = (await slack.client().views_publish(**asked))["view"]
    await slack.client().views_publish(**asked)
    await slack.client().views_publish(**asked, hash=first["hash"])


@case("views.publish", "invalid_arguments")
async def a_home_of_nobody(slack: Slack) -> None:
    await slack.client().views_publish(user_id=NOBODY, view=HOME)


@case("views.publish", "invalid_arguments")
async def a_form_published_as_a_home(slack: Slack) -> None:
    await slack.client().views_publish(user_id=slack.id(MAYA), view=FORM)
