"""What the tests' app sends: forms and messages small enough to read."""

MAYA, JONAS, CEO, CFO = "U0EMPLOYEE", "U0ANALYST", "U0CEO", "U0CFO"


def plain(text):
    return {"type": "plain_text", "text": text}


def marked(text):
    return {"type": "mrkdwn", "text": text}


def section(text, **more):
    return {"type": "section", "text": marked(text), **more}


def button(words, action_id, **more):
    return {
        "type": "button",
        "text": plain(words),
        "action_id": action_id,
        "value": "v",
    } | more


def actions(*elements, **more):
    return {"type": "actions", "elements": list(elements), **more}


def options(*words):
    return [{"text": plain(word), "value": word.lower()} for word in words]


def entry(block_id, label, element, **more):
    """Make an input block whose element is called `v`."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "v", **element},
    } | more


def modal(*blocks, title="Ask for clearance", **more):
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Send it"),
        "close": plain("Cancel"),
        "blocks": list(blocks),
    } | more


QUANTITY = entry(
    "quantity",
    "How many shares?",
    {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
    hint=plain("A whole number."),
)
SIDE = entry("side", "What?", {"type": "static_select", "options": options("Buy", "Sell")})
STATEMENTS = entry(
    "statements",
    "Your statements",
    {"type": "checkboxes", "options": options("Nothing known", "Policy read")},
)
EVERYTHING = (
    SIDE,
    QUANTITY,
    entry("order", "Order", {"type": "radio_buttons", "options": options("Market", "Limit")}),
    STATEMENTS,
    entry("day", "Day", {"type": "datepicker", "initial_date": "2018-03-02"}),
    entry("hour", "Hour", {"type": "timepicker", "initial_time": "09:45"}),
    entry("moment", "Moment", {"type": "datetimepicker", "initial_date_time": 1520001000}),
    entry("parts", "Parts", {"type": "multi_static_select", "options": options("One", "Two")}),
    entry("people", "People", {"type": "multi_users_select", "initial_users": [MAYA]}),
    entry("note", "Note", {"type": "plain_text_input", "multiline": True}, optional=True),
)


async def opens(app, view):
    """Let `/preclear` open this form; give the list that its submissions are put into."""
    sent = []

    @app.command("/preclear")
    async def asked(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view("form")
    async def submitted(ack, view):
        values = view["state"]["values"]
        sent.append(values)
        if values.get("quantity", {}).get("v", {}).get("value") == "13":
            await ack(response_action="errors", errors={"quantity": "Thirteen is too many."})
            return
        await ack()

    return sent


async def type_command(page, text="/preclear"):
    line = page.get_by_role("combobox", name="Command to Preclear")
    await line.fill(text)
    await line.press("Enter")
