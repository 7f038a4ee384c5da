"""Whatever somebody types into whatever field: an error there, or kept whole and shown harmless.

The real forms of the real app, over the stand-in workspace, whose own check of lengths is taken
away: nothing but the app stands between what is typed and the record.
"""

import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from clearance.people import import_people
from clearance.shown import Actor
from handlers import words
from tests.clearance.company import TEAM
from tests.confidentiality.searching import look
from tests.confidentiality.worlds import hands
from tests.confidentiality.worlds.acts import Asks, Decides
from tests.confidentiality.worlds.company import ROSTER, copy_of_template, settle
from tests.confidentiality.worlds.world import Place, World
from tests.hostile.fields import A_REQUEST, ERIN, FIELDS, reach
from tests.hostile.strings import (
    CANARY,
    HARM,
    STRINGS,
    ended_alike,
    errors_in,
    seen_alone,
    shown,
    squeezed,
    stored,
    turned,
)

PEOPLE = ROSTER.replace("Cora Wells,consultant", "Cora Wells,compliance")
#: What a database could choke on, for the second one.
WORST = ("nothing", "half a pair", "no character", "emoji", "SQL", "turned around")
STORED = [one for one in FIELDS if one.block in {"issuer_name", "question_text", "plan_terms"}]


@asynccontextmanager
async def company(url, known, monkeypatch):
    """Give a company in which somebody holds a clearance whose day has come."""
    monkeypatch.setattr("sandbox.acts.field_errors", lambda *_: {})
    async with World(Place(url, known)) as world:
        await world.database.run(lambda tx: import_people(tx, PEOPLE, by="operator:test"))
        await world.live([Asks(ERIN, "buy 500"), Decides("U0CEO")])
        world.clock.move(world.clock.now() + timedelta(days=2))
        yield world


async def typed(world, one, name, text=None):
    """Type it, send it, and say whether it was taken; what left the bot is looked at."""
    text, before = text or STRINGS[name], len(world.slack.noted)
    if hands.top(world, one.who) is None:
        await reach(world, one)
    answer = {"ok": True}
    while answer and answer["ok"]:  # some forms ask something more before they are taken
        first, answer = answer, await hands.submit(world, one.who, **one.beside | {one.block: text})
    answer = answer or first
    left = [noted for noted in world.slack.noted[before:] if noted.said]
    for noted in left:
        harmless(noted, text)
    if not answer["ok"]:
        assert set(answer.get("errors", {})) == {one.block}, (name, answer)
        (sentence,) = answer["errors"].values()
        assert sentence.endswith("."), sentence
        assert not any(turned(sign) for sign in sentence)
        return False
    titled = hands.top(world, one.who).given["title"]["text"]
    assert titled != words.NOT_DONE_TITLE, (name, shown_to(left))
    if one.seen:
        wanted = [shown(stored(how(text))) for how in (str, ended_alike, squeezed, seen_alone)]
        assert any(each in said for each in wanted for said in shown_to(left)), (
            name,
            shown_to(left),
        )
    await hands.close_all(world, one.who)
    await world.deliver()
    await withdraw_plans(world)
    return True


async def takes(world, one):
    """Say whether a field takes what it is for."""
    text = one.takes
    if text == A_REQUEST:
        text = (await world.desk.mine(Actor(TEAM, ERIN)))[0].id
    return await typed(world, replace(one, seen=False), "what it is for", text)


async def withdraw_plans(world):
    """Take every plan back that waits: another one would stand in its way."""
    me = Actor(TEAM, ERIN)
    for filed in (await world.desk.plans(me)).filed:
        await world.desk.withdraw_plan(me, filed.record)


def harmless(noted, typed_text=""):
    """Fail where something that left the bot pings, turns text, carries it hidden or cuts it."""
    whole = {how(stored(typed_text)) for how in (str, ended_alike, squeezed, seen_alone)}
    for path, text in strings(json.loads(noted.said)):
        assert not any(turned(sign) for sign in text) or path[-1] == "initial_value", path
        if CANARY in text:
            assert path[-1] == "initial_value" or path[-2:] == ("plain_text", "text"), path
            assert path[-1] != "initial_value" or text in whole, path
            assert noted.what != "chat.postMessage"
        elif path[-1] != "initial_value" and "plain_text" not in path:
            assert not [one for one in HARM if one in text], (path, text)


def strings(payload, path=()):
    """Give every text of a payload with the way to it; a text object says of which kind it is."""
    if isinstance(payload, str):
        yield from _within(payload, path)
    elif isinstance(payload, list):
        for one in payload:
            yield from strings(one, path)
    elif isinstance(payload, dict):
        kind = payload.get("type")
        inner = (*path, kind) if kind in {"plain_text", "mrkdwn"} else path
        for name, one in payload.items():
            yield from strings(one, (*inner, name))


def _within(text, path):
    """Open what is a view in the arguments of a call; anything else is a text."""
    try:
        made = json.loads(text)
    except ValueError:
        made = text
    if isinstance(made, dict | list):
        yield from strings(made, path)
    else:
        yield path, text


def shown_to(left):
    """Give the plain texts that left the bot."""
    return [
        text
        for noted in left
        for path, text in strings(json.loads(noted.said))
        if path[-2:] == ("plain_text", "text")
    ]


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: f"{one.command}: {one.block}")
async def test_whatever_is_typed_is_refused_at_its_field_or_kept(one, tmp_path, monkeypatch):
    url, known = copy_of_template(tmp_path, "hostile")
    async with company(url, known, monkeypatch) as world:
        taken = [name for name in STRINGS if await typed(world, one, name)]
        assert await takes(world, one), "it refuses everything"
        written = world.log.getvalue()
    assert not set(taken) & {"forty thousand", "forty thousand of four bytes"}
    assert CANARY not in written
    assert errors_in(written) == []
    for file in tmp_path.glob("hostile.db*"):
        assert look([CANARY], file.read_bytes()) == []


@pytest.mark.parametrize("one", STORED, ids=lambda one: one.block)
async def test_postgresql_keeps_what_sqlite_does(one, postgres, tmp_path, monkeypatch):
    taken = {}
    with postgres.database() as url:
        here = copy_of_template(tmp_path, "hostile")
        for name, place in {"sqlite": here, "postgresql": (url, settle(url))}.items():
            async with company(*place, monkeypatch) as world:
                taken[name] = [each for each in WORST if await typed(world, one, each)]
                assert errors_in(world.log.getvalue()) == []
    assert taken["sqlite"] == taken["postgresql"] != []


def test_the_strings_are_what_they_are_named():
    """Each stands for something, and the check finds each kind of harm."""
    assert len(STRINGS["forty thousand"]) > 40_000
    assert sum(any(turned(one) for one in text) for text in STRINGS.values()) >= 5
    for bad in ("<!channel>", "<@U0CEO>", CANARY, "a\u202eb"):
        noted = type("Noted", (), {"what": "views.open", "said": json.dumps({"text": bad})})
        with pytest.raises(AssertionError):
            harmless(noted)
