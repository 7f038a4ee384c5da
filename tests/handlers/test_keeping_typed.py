"""What is typed while another change is being written, or after one that could not be."""

import asyncio

import pytest

from handlers import unsent


class Kept:
    """Keeps what it is given, but the first where it is told to break."""

    def __init__(self, *, breaks=False):
        self.breaks, self.kept = breaks, []

    async def keep_draft(self, _, said):
        await asyncio.sleep(0)
        if self.breaks:
            self.breaks = False
            raise OSError
        self.kept.append(said.typed_at)


def change(typed_at):
    view = {"id": "V1", "callback_id": "request_form", "state": {"values": {}}, "blocks": []}
    who = {"user": {"id": "U0MAYA", "team_id": "T0"}, "team": {"id": "T0"}}
    return {"view": view, "actions": [{"action_ts": typed_at}], **who}


async def later(desk, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    await unsent.keep(desk, change("2.000000"))


@pytest.mark.parametrize("turns", range(1, 8))
@pytest.mark.parametrize("breaks", [True, False])
async def test_the_newest_is_kept_in_whatever_turn_it_comes(turns, breaks):
    desk = Kept(breaks=breaks)
    await asyncio.gather(unsent.keep(desk, change("1.000000")), later(desk, turns))
    assert desk.kept[-1] == "2.000000"
