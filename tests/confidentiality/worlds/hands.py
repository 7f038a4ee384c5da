"""How a person fills in whatever form is open: what they wish where it is offered, else the
first thing that the form takes.
"""  # noqa: D205 - one sentence

from sandbox.blockkit import elements_of
from sandbox.blockkit_elements import offered

_PLAIN = {
    "plain_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
}
_CHOOSE_ONE = ("static_select", "radio_buttons")
_STARTS = ("initial_value", "initial_option", "initial_options", "initial_date", "initial_time")


def top(world, who):
    """Give the form on top before somebody, where one is open."""
    stack = world.slack.parts.views.stack(who)
    return stack[-1] if stack else None


async def close_all(world, who):
    form = top(world, who)
    if form is not None:
        await world.slack.acts.close(who, form.id, everything=True)


async def submit(world, who, **wishes):
    """Fill in and send the form on top; what came of it, as the person sees it."""
    form = top(world, who)
    if form is None or "submit" not in form.given:
        return None
    state = {}
    for block in form.given["blocks"]:
        for element in elements_of(block):
            entered = _enter(block, element, wishes)
            if entered is not None:
                state.setdefault(block["block_id"], {})[element["action_id"]] = entered
    return await world.slack.acts.submit(who, form.id, state)


async def choose(world, who, action_id, value):
    """Choose in the open form where it offers that; the bot draws it anew."""
    form = top(world, who)
    if form is None:
        return
    for block in form.given["blocks"]:
        for element in elements_of(block):
            values = [one["value"] for one in offered(element)] if "action_id" in element else []
            if element.get("action_id") == action_id and value in values:
                action = {"action_id": action_id, "block_id": block["block_id"]}
                action |= {"selected_option": {"value": value}}
                await world.slack.acts.press(who, action, view_id=form.id)
                return


async def press_in_form(world, who, action_id, back=0):
    """Press a button in the open form, or one further back; whether it has one."""
    form = top(world, who)
    pressable = [
        {"action_id": action_id, "block_id": block["block_id"]}
        for block in ([] if form is None else form.given["blocks"])
        if any(one.get("action_id") == action_id for one in elements_of(block))
    ]
    if not pressable:
        return False
    action = pressable[back % len(pressable)]
    await world.slack.acts.press(who, action, view_id=form.id)
    return True


async def press_on_message(world, who, action_id, back=0):
    """Press a button on the latest message that has it, or on one further back."""
    message, _ = _on_messages(world, who, action_id, back)
    if message is None:
        return False
    channel = world.slack.parts.messages.open(who).channel
    await world.slack.acts.press(who, {"action_id": action_id}, channel=channel, ts=message.ts)
    return True


def value_on_message(world, who, action_id, back=0):
    """Give what such a button carries."""
    return _on_messages(world, who, action_id, back)[1]


def _on_messages(world, who, action_id, back):
    having = [
        (message, element.get("value"))
        for message in world.slack.parts.messages.open(who).messages
        for block in message.blocks
        for element in elements_of(block)
        if element.get("action_id") == action_id
    ]
    return having[-1 - back % len(having)] if having else (None, None)


def _enter(block, element, wishes):
    """Say what is entered into an element, None for what is left as it is."""
    wish, kind = wishes.get(block["block_id"]), element["type"]
    if block["type"] != "input" or (wish is None and _left_alone(block, element)):
        return None
    if kind == "multi_users_select":
        return {"selected_users": list(wish or ())}
    if kind in _PLAIN:
        return {_PLAIN[kind]: "7" if wish is None else str(wish)}
    values = [one["value"] for one in offered(element)]
    if kind in _CHOOSE_ONE:
        wish = values[1] if wish == "first" and len(values) > 1 else wish
        return {"selected_option": {"value": wish if wish in values else values[0]}}
    ticked = values if wish is None else [one for one in values if one in wish]
    return {"selected_options": [{"value": one} for one in ticked]}


def _left_alone(block, element):
    return block.get("optional") or any(name in element for name in _STARTS)
