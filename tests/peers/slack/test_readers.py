"""Each reader refuses what it is there for: a broken payload, and its twin that all take."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.blockkit import message_problems, view_problems
from tests.peers.slack import readers

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "t", **more: Any) -> Json:
    return {"type": "section", "text": plain(text), **more}


def field_input(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "b", "label": plain("l"), "element": element, **more}


def button(action_id: str = "a", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Press"), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("A form"), "blocks": list(blocks), **more}


def message(*blocks: Json) -> Json:
    return {"text": "t", "blocks": list(blocks)}


def choice(*values: str, first: str) -> Json:
    made = {value: {"text": plain(value), "value": value} for value in (*values, first)}
    offered = [made[value] for value in values]
    return {
        "type": "static_select",
        "action_id": "a",
        "options": offered,
        "initial_option": made[first],
    }


TYPED = {"type": "plain_text_input", "action_id": "a"}
SUBMIT = {"submit": plain("Send")}


@dataclass(frozen=True)
class Case:
    """What is broken, its twin, and exactly those who notice."""

    broken: Json
    twin: Json
    noticed_by: frozenset[str]


def case(broken: Json, twin: Json, *noticed_by: str) -> Case:
    return Case(broken, twin, frozenset(noticed_by))


def fields(count: int, length: int) -> Json:
    return {"type": "section", "fields": [plain("t" * length)] * count}


CASES = {
    "51 blocks in a message": case(message(*[section()] * 51), message(*[section()] * 50), "rules"),
    "101 blocks in a view": case(
        modal(*[section()] * 101), modal(*[section()] * 100), "blockkit", "rules", "slack_sdk"
    ),
    "a block_id twice": case(
        modal(section(block_id="x"), section(block_id="x")),
        modal(section(block_id="x"), section(block_id="y")),
        "rules",
    ),
    "an action_id twice in a block": case(
        message(actions(button("x"), button("x"))),
        message(actions(button("x")), actions(button("x"))),
        "rules",
    ),
    "a field too long": case(message(fields(1, 2001)), message(fields(1, 2000)), "rules"),
    "an input without submit": case(
        modal(field_input(TYPED)), modal(field_input(TYPED), **SUBMIT), "rules"
    ),
    "11 fields": case(message(fields(11, 1)), message(fields(10, 1)), "rules", "slack_sdk"),
    "a view too large": case(
        modal(*[section("é" * 1500)] * 84), modal(*[section("é" * 1500)] * 79), "rules"
    ),
    "a text too long": case(
        message(section("t" * 3001)), message(section("t" * 3000)), "blockkit", "rules", "slack_sdk"
    ),
    "a title too long": case(
        {**modal(section()), "title": plain("t" * 25)},
        {**modal(section()), "title": plain("t" * 24)},
        "blockkit",
        "slack_sdk",
    ),
    "a header too long": case(
        message({"type": "header", "text": plain("t" * 151)}),
        message({"type": "header", "text": plain("t" * 150)}),
        "blockkit",
        "slack_sdk",
    ),
    "a button's text too long": case(
        message(actions({**button(), "text": plain("t" * 76)})),
        message(actions({**button(), "text": plain("t" * 75)})),
        "blockkit",
    ),
    "a value too long": case(
        message(actions(button(value="v" * 2001))),
        message(actions(button(value="v" * 2000))),
        "blockkit",
    ),
    "a style that is none": case(
        message(actions(button(style="loud"))),
        message(actions(button(style="danger"))),
        "blockkit",
        "types",
    ),
    "a first choice that is not offered": case(
        modal(field_input(choice("a", "b", first="c")), **SUBMIT),
        modal(field_input(choice("a", "b", first="b")), **SUBMIT),
        "blockkit",
    ),
    "a block that is none": case(
        message({"type": "sektion", "text": plain("t")}),
        message(section()),
        "blockkit",
        "slack_sdk",
        "types",
    ),
    "markup where none is allowed": case(
        modal(field_input(TYPED, hint={"type": "mrkdwn", "text": "*h*"}), **SUBMIT),
        modal(field_input(TYPED, hint=plain("h")), **SUBMIT),
        "blockkit",
        "types",
    ),
    "an input without a label": case(
        modal({"type": "input", "block_id": "b", "element": TYPED}, **SUBMIT),
        modal(field_input(TYPED), **SUBMIT),
        "blockkit",
        "slack_sdk",
        "types",
    ),
    "a day that is none": case(
        modal(
            field_input({"type": "datepicker", "action_id": "a", "initial_date": "2 Dec"}), **SUBMIT
        ),
        modal(
            field_input({"type": "datepicker", "action_id": "a", "initial_date": "2026-12-02"}),
            **SUBMIT,
        ),
        "blockkit",
    ),
    "a view without a title": case(
        {"type": "modal", "blocks": [section()]}, modal(section()), "blockkit", "types"
    ),
    "too much hidden": case(
        modal(section(), private_metadata="m" * 3001),
        modal(section(), private_metadata="m" * 3000),
        "blockkit",
        "slack_sdk",
    ),
}


def who_refuses(payloads: list[Json], by_types: list[str]) -> list[frozenset[str]]:
    found = []
    for payload, typed in zip(payloads, by_types, strict=True):
        who = {name for name, read in readers.ONE_BY_ONE.items() if read(payload)}
        found.append(frozenset(who | ({"types"} if typed else set())))
    return found


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Have all cases read, by the compiler in one run."""
    payloads = [one for each in CASES.values() for one in (each.broken, each.twin)]
    typed = readers.by_types(tmp_path_factory.mktemp("types"), payloads)
    refused = who_refuses(payloads, typed)
    return dict(zip(CASES, zip(refused[::2], refused[1::2], strict=True), strict=True))


@pytest.mark.parametrize("what", CASES)
def test_a_broken_payload_is_refused_by_these_and_its_twin_by_none(said, what):
    broken, twin = said[what]
    assert broken == CASES[what].noticed_by
    assert twin == frozenset()


@pytest.mark.parametrize("what", [one for one in CASES if one != "a view too large"])
def test_the_sandbox_refuses_what_any_of_them_does(what):
    """Twin: it takes what all of them take. It weighs a view where it arrives: see the contract."""
    assert problems(CASES[what].broken) != []
    assert problems(CASES[what].twin) == []


def problems(payload: Json) -> list[str]:
    return view_problems(payload) if "type" in payload else message_problems(payload["blocks"])


def test_no_reader_is_there_for_nothing():
    """Five rules are known to one alone; each of the others finds several things."""
    counted = Counter(name for one in CASES.values() for name in one.noticed_by)
    assert set(counted) == {*readers.ONE_BY_ONE, "types"}
    assert min(counted.values()) >= 3
    alone = [one.noticed_by for one in CASES.values() if one.noticed_by == {"rules"}]
    assert len(alone) >= 5
