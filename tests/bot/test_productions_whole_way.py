"""A production for an authority, asked for and confirmed over real Socket Mode."""

from handlers.words import command as command_words
from handlers.words import production as production_words
from tests.bot.pieces import CFO, MAYA, until
from tests.bot.test_restrictions_whole_way import close, open_it, option, push, send, text, type_in
from tests.bot.test_whole_way import bot, clock, settings, settled, shown

__all__ = ["bot", "clock", "settings", "settled"]
HELEN, CHAIR = "U0COMPLY", "U0AUDIT"
AUTHORITY = "Example Commission"
ASKED = {
    "production_authority": text(AUTHORITY),
    "production_reference": text("HO-14777"),
    "production_first": {"value": {"selected_date": None}},
    "production_last": {"value": {"selected_date": None}},
    "production_days": text("2026-11-03"),
    "production_reasons": option("yes"),
}


async def test_compliance_asks_and_the_chair_confirms(workspace, bot, clock):  # noqa: ARG001
    await type_in(workspace, HELEN, "audit production")
    assert production_words.LIST_NONE in shown(workspace, HELEN)
    await push(workspace, HELEN, {"action_id": "production:new"})
    said = await send(workspace, HELEN, ASKED)
    assert production_words.STATES["waits"] in said
    for user in (CFO, CHAIR):
        messages = workspace.conversation(user).messages
        await until(lambda messages=messages: messages, f"the envelope of {user}")
        assert AUTHORITY not in str(messages[-1])
    said = await open_it(workspace, CHAIR, workspace.conversation(CHAIR).messages[-1])
    assert AUTHORITY in said
    assert production_words.SURE in said
    assert "Confirmed by Victor Castellanos." in await send(workspace, CHAIR)
    said = await open_it(workspace, CFO, workspace.conversation(CFO).messages[-1])
    assert production_words.SURE not in said
    await close(workspace, CFO)
    mine = workspace.conversation(HELEN).messages
    await until(lambda: mine, "what the asker is told")
    assert "preclear audit produce" in await open_it(workspace, HELEN, mine[-1])


async def test_to_officers_too_there_is_no_such_command(workspace, bot):  # noqa: ARG001
    for user in (CFO, MAYA):
        await type_in(workspace, user, "audit production")
        assert workspace.conversation(user).ephemeral[-1].text == command_words.UNKNOWN
        assert workspace.views.stack(user) == []
