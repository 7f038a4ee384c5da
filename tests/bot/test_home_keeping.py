"""App Homes change without being opened: after every commit, and when their time comes."""

from datetime import date, datetime

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog.testing import capture_logs

from bot import app as slack_app
from bot import home_keeping
from bot.home_keeping import HomeKeeper, HomePace
from bot.process import running
from bot.starting import open_database
from clearance.desk import Desk
from clearance.people import import_people
from clearance.releases import ReleaseEntry, add_release
from clearance.shown import Actor, Ask
from clearance.submitting import STATEMENTS
from handlers.views import home_ids
from handlers.words import acknowledgement as acknowledgement_words
from handlers.words import audit as audit_words
from handlers.words import home as words
from handlers.words import outcome
from handlers.words import traded as traded_words
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from policy.facts import Trade
from storage import log
from storage.errors import DatabaseUnavailable
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, WorkerClock, until
from tests.bot.test_whole_way import approve, ask, bot, clock, home, settings, settled, top
from tests.home_draining import drained

__all__ = ["bot", "clock", "settings", "settled"]
COMPLY, JONAS, RUTH = "U0COMPLY", "U0ANALYST", "U0DIRECTOR"
STRANGER = "U0STRANGER"


async def comes_to_say(workspace, user, text):
    await until(lambda: text in home(workspace, user), f"{text!r} in the App Home of {user}")


async def comes_to_miss(workspace, user, text):
    await until(
        lambda: home(workspace, user) and text not in home(workspace, user),
        f"no {text!r} in the App Home of {user}",
    )


async def test_a_request_goes_its_way_and_nobody_opens_anything(workspace, bot, clock):
    await comes_to_say(workspace, CEO, words.TO_DECIDE_NONE)
    await ask(workspace, "buy 500")
    for officer in (CEO, CFO):
        await comes_to_say(workspace, officer, "Maya Okafor")
    await comes_to_say(workspace, MAYA, words.MAY["pending"])
    await approve(workspace, CFO)
    await comes_to_say(workspace, CEO, words.TO_DECIDE_NONE)
    await comes_to_say(workspace, MAYA, "and is good for 3 trading days")
    first = datetime(2026, 11, 24, 9, 30, tzinfo=NEW_YORK)
    clock.move(first)
    await comes_to_say(workspace, MAYA, "*Only what you were cleared for*")
    await comes_to_say(workspace, MAYA, "3 trading days left")
    clock.move(datetime(2026, 11, 25, 16, 0, tzinfo=NEW_YORK))
    await comes_to_say(workspace, MAYA, "1 trading day left")
    clock.move(datetime(2026, 11, 27, 12, 0, tzinfo=NEW_YORK))
    await comes_to_say(workspace, MAYA, "Less than an hour left")
    for officer in (CEO, CFO):
        await comes_to_say(workspace, officer, f"{outcome('approved')}: Maya Okafor")
    clock.move(datetime(2026, 11, 27, 13, 0, tzinfo=NEW_YORK))
    await comes_to_say(workspace, MAYA, "The clearance is over")
    for officer in (CEO, CFO):
        await comes_to_say(workspace, officer, f"{outcome('clearance_ended')}: Maya Okafor")
    await drained(bot.homes)
    assert not home(workspace, STRANGER), "nor after all that waited"
    assert words.MAY["none"] in home(workspace, JONAS), "whom nothing of it concerns"


@pytest.mark.usefixtures("bot")
async def test_the_window_closes_by_the_clock_for_whoever_has_theirs_open(workspace, clock):
    """Nobody opened theirs since the bot began: it showed everybody theirs."""
    await comes_to_say(workspace, JONAS, words.MAY["none"])
    clock.move(datetime(2026, 12, 17, 17, 0, tzinfo=NEW_YORK))
    await comes_to_say(workspace, JONAS, words.MAY["closed"])
    assert not home(workspace, STRANGER)


async def test_what_another_process_commits_is_seen_too(workspace, bot, settings, clock, exchange):
    """Twin: what concerns everybody comes to whoever never opened theirs, and to no stranger."""
    await comes_to_say(workspace, COMPLY, "Ines Marchetti")
    other = open_database(settings, clock)
    try:
        vacant = "slack_id,name,roles\nU0AUDIT,Victor Castellanos,director\n"
        desk = Desk(other, load_policy(), exchange)
        entry = ReleaseEntry(
            "full", clock.now(), "Correction", quarter_end=date(2026, 9, 30), form="8-K"
        )
        other.run_now(lambda tx: import_people(tx, vacant, "operator:test"))
        other.run_now(lambda tx: add_release(desk.grounds, tx, entry, "operator:test"))
    finally:
        other.close_now()
    await comes_to_say(workspace, COMPLY, "Nobody holds this office")
    await comes_to_say(workspace, JONAS, words.MAY_TITLE)
    await drained(bot.homes)
    assert not home(workspace, STRANGER), "nor after all that waited"


@pytest.mark.usefixtures("settled")
async def test_while_slack_asks_for_quiet_of_homes_cards_go_out(workspace, settings, clock):
    """A 429 holds up homes alone, and what was refused is sent after it."""
    async with running(settings, clock) as started:
        await comes_to_say(workspace, CFO, words.MAY_TITLE)
        workspace.faults.rate_limit("views.publish", times=1, retry_after=1)
        await ask(workspace, "buy 500")
        await until(lambda: workspace.conversation(CEO).messages, "the card, without delay")
        await comes_to_say(workspace, CEO, "Maya Okafor")
        assert started.worker.healthy


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("user", "opens", "forms"),
    [
        (COMPLY, "Cases", home_ids.CASES),
        (COMPLY, "Section 16 forms", home_ids.FORMS),
        (COMPLY, acknowledgement_words.PROGRESS_TITLE, home_ids.PROGRESS),
        (COMPLY, traded_words.OVERDUE_TITLE, home_ids.OVERDUE),
        (COMPLY, audit_words.TITLE, home_ids.PULL),
        (RUTH, "Related persons", home_ids.RELATED),
        (RUTH, "Rule 10b5-1 plans", home_ids.PLANS),
    ],
)
async def test_each_line_opens_its_list(workspace, user, opens, forms):
    await workspace.acts.open_home(user)
    await comes_to_say(workspace, user, forms)
    pressed = {"action_id": forms, "value": "open"}
    assert await workspace.acts.press(user, pressed, home=True) == {"ok": True}
    assert top(workspace, user).given["title"]["text"] == opens


REAL_PACE = HomePace()


class NoSlack:
    """Counts what would be published, and refuses as it is told to."""

    def __init__(self):
        self.published = []
        self.error = None

    async def views_publish(self, *, user_id, view):
        del view
        if self.error is not None:
            raise self.error
        self.published.append(user_id)


@pytest.fixture(autouse=True)
def no_pace(monkeypatch):
    """Let nothing wait for real seconds; what paces is tried by itself."""
    quick = HomePace(each=0.0, others=0.0, poll=0.2)
    monkeypatch.setattr(home_keeping, "HomePace", lambda: quick)


@pytest.fixture
def slack():
    return NoSlack()


@pytest.fixture
async def keeper(settings, settled, slack, clock):  # noqa: ARG001
    database = open_database(settings, clock)
    desk = Desk(database, load_policy(), load_exchange("XNAS"))
    homes = slack_app.homes(settings, desk)
    made = HomeKeeper(desk, homes, slack, clock, HomePace())
    database.on_commit = made.waker()
    yield made
    await database.close()


async def test_a_start_shows_everybody_theirs_staff_first_and_nothing_twice(keeper, slack):
    await drained(keeper)
    staff = ["U0AUDIT", "U0CEO", "U0CFO", "U0COMPLY"]
    assert sorted(slack.published[:4]) == staff
    assert len(set(slack.published)) == len(slack.published)
    assert {MAYA, JONAS, RUTH} <= set(slack.published)
    slack.published.clear()
    keeper.changed([CEO, CFO, STRANGER, "U0GUEST"])
    await drained(keeper)
    assert slack.published == [], "the same, a stranger, and a guest whom nobody confirmed"


async def begun(keeper):
    """Let a keeper show everybody theirs; these three's say something else from now on."""
    await drained(keeper)
    for user_id in (MAYA, JONAS, RUTH):
        keeper._homes._shown.pop(user_id)
    keeper._client.published.clear()


async def test_what_breaks_is_logged_and_stops_nobody_else(keeper, slack):
    await begun(keeper)
    slack.error = OSError("Maya Okafor wants to buy 500")
    keeper.changed([MAYA])
    with capture_logs() as logged:
        await drained(keeper, once=True)
    (line,) = [one for one in logged if one["event"] == "home_not_shown"]
    assert (line["error"], len(line["reference"])) == ("OSError", 8)
    assert "Okafor" not in str(logged)
    slack.error = None
    await drained(keeper)
    assert MAYA in slack.published, "Slack was out of reach, so it is tried again"
    slack.error = ValueError("Maya Okafor")
    keeper.changed([JONAS])
    await drained(keeper)
    assert JONAS not in slack.published
    assert keeper.quiet_seconds > 0, "of the first failure alone"


async def test_slack_may_ask_for_quiet_and_somebody_who_is_gone_is_let_go(keeper, slack):
    await begun(keeper)
    slack.error = refused(429, "ratelimited", {"Retry-After": "30"})
    keeper.changed([MAYA])
    with capture_logs() as logged:
        await drained(keeper, once=True)
    assert logged == [], "that is no failure"
    assert keeper.quiet_seconds == pytest.approx(30, abs=2)
    slack.error = refused(200, "user_not_found", {})
    await drained(keeper, once=True)
    slack.error = None
    await drained(keeper)
    assert MAYA not in slack.published, "nothing of theirs waits any more"


def refused(status, error, headers):
    answer = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers=headers,
        status_code=status,
    )
    return SlackApiError("refused", answer)


async def test_a_commit_is_told_with_its_conversations_and_a_look_is_none(keeper):
    told = []
    database = keeper.desk.database
    database.on_commit = told.append
    await database.run(log.size)
    assert told == []
    await keeper.desk.submit(Actor("", MAYA), Ask(Trade("buy", 500), statements=STATEMENTS))
    assert told == [frozenset({CEO, CFO})]


@pytest.fixture
def by_hand(keeper, slack):
    """Give a keeper whose seconds are moved by hand, at the real pace."""
    clock = WorkerClock(keeper.desk.database._now())
    return HomeKeeper(keeper.desk, keeper._homes, slack, clock, REAL_PACE)


async def paused(keeper, seconds):
    """Let so many seconds pass as the keeper rests; return its pauses that were not a look's."""
    pauses, clock = [], keeper._clock
    while seconds > 0:
        keeper.changed([CEO])  # whose page says the same, so that nothing is sent
        pause = await keeper.turn()
        if pause > REAL_PACE.poll:
            pauses.append(pause)
        clock.pass_(pause)
        seconds -= pause
    return pauses


async def test_while_slack_is_away_the_pauses_grow_to_the_longest_whatever_is_read(by_hand, slack):
    """Twin: after what it takes, they begin anew."""
    await begun(by_hand)
    slack.error = OSError("away")
    by_hand.changed([MAYA])
    with capture_logs() as logged:
        assert await paused(by_hand, 300) == [4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0]
    assert [one["event"] for one in logged] == ["home_not_shown"] * 9, "of each try, and no more"
    slack.error = None
    await paused(by_hand, 60)
    assert MAYA in slack.published
    slack.error = OSError("away")
    await by_hand._publish(JONAS)
    assert by_hand.quiet_seconds == 2.0


async def test_while_the_database_is_away_they_grow_and_slacks_do_not(by_hand, slack, monkeypatch):
    await begun(by_hand)

    async def away(*_):
        raise DatabaseUnavailable("away")

    with monkeypatch.context() as patched, capture_logs() as logged:
        patched.setattr(by_hand.desk.database, "run", away)
        assert await paused(by_hand, 150) == [4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert {one["event"] for one in logged} == {"homes_wait"}
    slack.error = OSError("away")
    await by_hand._publish(MAYA)
    assert by_hand.quiet_seconds == 2.0, "of Slack's first failure"


async def test_one_person_waits_their_second_and_others_come_after(keeper, slack):
    """Twin: a second later the same person's next state is sent."""
    clock = WorkerClock(keeper.desk.database._now())
    paced = HomeKeeper(keeper.desk, keeper._homes, slack, clock, HomePace())
    await begun(paced)
    slack.published.clear()
    paced._others["U0DIRECTOR"] = None
    for _ in range(2):
        paced._soon[MAYA] = None
        await paced._publish_one()
    assert slack.published == [MAYA, "U0DIRECTOR"], "the second time is too soon"
    assert await paced._publish_one() == 1.0
    clock.pass_(1)
    assert await paced._publish_one() == 0.0
    assert not paced._soon
