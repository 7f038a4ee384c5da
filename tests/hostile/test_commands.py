"""Whatever is typed after the command is answered: to its author alone, and harmlessly."""

import json

import pytest

from handlers.command import SUBCOMMANDS
from tests.clearance.company import TEAM
from tests.confidentiality.worlds import hands
from tests.confidentiality.worlds.company import copy_of_template, settle
from tests.confidentiality.worlds.world import Place, World
from tests.hostile.fields import CFO, ERIN
from tests.hostile.strings import CANARY, STRINGS, errors_in, turned

#: Before what is typed: nothing, a phrase as far as it goes, and the words that take another.
BEGINNINGS = ("", "buy", "buy 500", "buy 500 on", "status", "withdraw", "nudge", "audit")
OTHERS = tuple(one for one in SUBCOMMANDS if one not in BEGINNINGS)
#: What Slack would act on in an answer; the dates in it are ours.
PINGS = ("<!channel", "<!here", "<!subteam", "<@", "<http", "<script")


async def typed(world, who, text):
    """Send it as Slack does; its answer, None where a form opened."""
    before = len(world.slack.noted)
    payload = {
        "command": "/preclear",
        "text": text,
        "user_id": who,
        "team_id": TEAM,
        "trigger_id": world.slack.parts.triggers.issue(who),
        "channel_id": "D1",
        "response_url": "http://stand-in.test/r/1",
    }
    await world.slack.send("slash_commands", payload)
    await hands.close_all(world, who)
    return world.slack.noted[before:]


async def every(world, who, beginnings, strings):
    """Type each string after each beginning, and look at what was answered."""
    for beginning in beginnings:
        for name in strings:
            for noted in await typed(world, who, f"{beginning} {STRINGS[name]}".strip()):
                assert noted.what != "answer 500", (beginning, name, noted.said)
                assert "chat.postMessage" not in noted.what
                if noted.what.startswith("answer") and noted.said.startswith("{"):
                    said = json.loads(noted.said).get("text", "")
                    assert not any(one in said for one in PINGS), name
                    assert not any(turned(one) for one in said), (beginning, name, said)
                    assert len(said) < 5000


@pytest.mark.parametrize("who", [ERIN, CFO])
async def test_no_word_after_the_command_breaks_it(who, tmp_path):
    url, known = copy_of_template(tmp_path, "hostile")
    async with World(Place(url, known)) as world:
        await every(world, who, BEGINNINGS, STRINGS)
        await every(world, who, OTHERS, ("nothing", "pings"))
        written = world.log.getvalue()
    assert errors_in(written) == []
    assert CANARY not in written


async def test_nor_on_postgresql(postgres):
    with postgres.database() as url:
        async with World(Place(url, settle(url))) as world:
            await every(world, ERIN, ("", "status", "withdraw", "nudge"), STRINGS)
            assert errors_in(world.log.getvalue()) == []
