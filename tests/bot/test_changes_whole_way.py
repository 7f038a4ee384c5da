"""An office and a guest, asked for by a list and confirmed over real Socket Mode."""

from bot.starting import open_database
from clearance.bringing_in import bring_in
from clearance.desk import Desk
from handlers.words import change as change_words
from tests.bot.pieces import CEO, CFO, until
from tests.bot.test_restrictions_whole_way import close, open_it, send
from tests.bot.test_whole_way import bot, clock, settings, settled, shown

__all__ = ["bot", "clock", "settings", "settled"]
HEAD = "slack_id,name,roles,acknowledged_on,zone,guest\n"
OFFICE = HEAD + "U0EMPLOYEE,Maya Okafor,employee;compliance,2018-11-01,,\n"
GUEST = HEAD + "U0PLAYED,Gil Guest,director,,,yes\n"


def bring(settings, clock, cellectar, exchange, text):
    """Bring a list in, as the operator's command does beside the running bot."""
    database = open_database(settings, clock)
    desk = Desk(database, cellectar, exchange)
    done = database.run_now(lambda tx: bring_in(tx, desk.grounds.at(tx), text, "operator:test"))
    database.close_now()
    assert len(done.asked) == 1, done


async def envelope(workspace, user):
    messages = workspace.conversation(user).messages
    await until(lambda: messages, f"the envelope of {user}")
    return messages[-1]


async def test_one_officer_confirms_an_office(workspace, bot, settings, clock, cellectar, exchange):  # noqa: ARG001, PLR0917
    bring(settings, clock, cellectar, exchange, OFFICE)
    said = await open_it(workspace, CFO, await envelope(workspace, CFO))
    assert change_words.SURE in said
    assert change_words.DONE in await send(workspace, CFO)
    assert change_words.SURE not in await open_it(workspace, CEO, await envelope(workspace, CEO))


async def test_two_officers_let_in_a_guest(workspace, bot, settings, clock, cellectar, exchange):  # noqa: ARG001, PLR0917
    bring(settings, clock, cellectar, exchange, GUEST)
    for user, answer in ((CFO, change_words.WAITS), (CEO, change_words.DONE)):
        await open_it(workspace, user, await envelope(workspace, user))
        assert answer in await send(workspace, user)
    await open_it(workspace, CFO, await envelope(workspace, CFO))
    assert change_words.SURE not in shown(workspace, CFO)
    await close(workspace, CFO)
