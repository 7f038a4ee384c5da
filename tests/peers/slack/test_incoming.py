"""What the sandbox sends to an app is of the types that the official framework publishes.

What Slack really sends goes beyond those types in a few places. Each is named here with its
reason, and taken out before the compiler looks, so that anything else that differs is found.
"""

import copy
from typing import Any

import pytest_asyncio

from sandbox.payloads import Payloads
from tests.peers.slack import incoming, typescript
from tests.peers.slack.typescript import Typed

Json = dict[str, Any]

TYPES = """\
import type {
  BasicElementAction, BlockAction, EnvelopedEvent, GlobalShortcut, SlashCommand, ViewClosedAction,
  ViewOutput, ViewSubmitAction
} from "@slack/bolt";
import type { AppHomeOpenedEvent, UserChangeEvent } from "@slack/types";
// In a form or in App Home there is no message, and so no address to answer in its place.
type ViewAction = Omit<BlockAction, "response_url"> & { view: ViewOutput };
// The list of elements lacks this one.
interface NumberAction extends BasicElementAction<"number_input"> { value: string }
type ViewNumberAction = Omit<BlockAction<NumberAction>, "response_url"> & { view: ViewOutput };
// The type of a view to be published is used where one comes back, with its id and its state.
type HomeOpened = EnvelopedEvent<Omit<AppHomeOpenedEvent, "view"> & { view?: ViewOutput }>;
type UserChange = EnvelopedEvent<UserChangeEvent>;
"""
FORMS = {"ViewClosedAction", "ViewSubmitAction"}
VIEWS_OF = {"ViewAction", "ViewNumberAction", "HomeOpened"}
#: Where Slack sends what its types do not have: the place, in which types, and what it is.
BESIDE = (
    (
        ("enterprise",),
        {"BlockAction", "GlobalShortcut", *FORMS, *VIEWS_OF},
        "null: there is no larger organisation",
    ),
    (("user", "username"), FORMS, "sent with forms too, beside the name"),
    (("view", "submit_disabled"), {*FORMS, *VIEWS_OF}, "sent with every form"),
    (("event", "view", "submit_disabled"), VIEWS_OF, "the same"),
)
#: The type of each payload, and the method of the sandbox that builds it.
KINDS = {
    "command": ("SlashCommand", "command"),
    "form closed": ("ViewClosedAction", "closed"),
    "form sent": ("ViewSubmitAction", "submission"),
    "form sent empty": ("ViewSubmitAction", "submission"),
    "button of a message": ("BlockAction", "message_action"),
    "home opened first": ("HomeOpened", "home_opened"),
    "home opened": ("HomeOpened", "home_opened"),
    "button of the home": ("ViewAction", "view_action"),
    "overflow of the home": ("ViewAction", "view_action"),
    "shortcut": ("GlobalShortcut", "shortcut"),
    "account changed": ("UserChange", "user_changed"),
    **{f"{kind} in a form": ("ViewAction", "view_action") for kind in incoming.INPUTS},
    "number_input in a form": ("ViewNumberAction", "view_action"),
}


def without_what_is_beside(kind: str, payload: Json) -> tuple[Json, set[tuple[str, ...]]]:
    """Take out what goes beyond the types; say what was there."""
    made, found = copy.deepcopy(payload), set()
    for path, kinds, _ in BESIDE:
        place: Any = made
        for step in path[:-1]:
            place = place.get(step, {})
        if kind in kinds and path[-1] in place:
            del place[path[-1]]
            found.add(path)
    return made, found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def captured():
    return await incoming.captured()


def test_every_payload_that_the_sandbox_builds_is_among_them():
    """A new one is named here until it is captured."""
    builds = {name for name in vars(Payloads) if not name.startswith("_")} - {"message"}
    assert builds == {method for _, method in KINDS.values()}


async def test_what_arrives_is_of_the_official_types(captured, tmp_path):
    assert set(captured) == set(KINDS)
    values, beside = [], set()
    for name, payload in captured.items():
        kind, _ = KINDS[name]
        made, found = without_what_is_beside(kind, payload)
        values.append(Typed(kind, made))
        beside |= found
    refused = typescript.refused(tmp_path, TYPES, values)
    assert {list(captured)[at]: why for at, why in refused.items()} == {}
    assert beside == {path for path, _, _ in BESIDE}


def lacking(payload: Json, *path: str) -> Json:
    made = copy.deepcopy(payload)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return made


async def test_the_compiler_notices_what_lacks_or_is_of_another_kind(captured, tmp_path):
    """Twin: whole, each of them is taken."""
    broken = {
        "command": lacking(captured["command"], "trigger_id"),
        "form sent": lacking(captured["form sent"], "view", "hash"),
        "form closed": captured["form closed"] | {"is_cleared": "yes"},
        "button of a message": lacking(captured["button of a message"], "response_url"),
        "button of the home": lacking(captured["button of the home"], "view", "title"),
        "home opened": captured["home opened"] | {"event_time": "now"},
        "account changed": lacking(captured["account changed"], "event", "user", "deleted"),
    }
    whole = [Typed(KINDS[name][0], captured[name]) for name in broken]
    values = [Typed(kind.kind, one) for kind, one in zip(whole, broken.values(), strict=True)]
    trimmed = [Typed(one.kind, without_what_is_beside(one.kind, one.value)[0]) for one in values]
    assert set(typescript.refused(tmp_path, TYPES, trimmed)) == set(range(len(broken)))
