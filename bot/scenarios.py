"""The scenarios that the sandbox's page offers: a row each, and what people do in it.

Each begins with the trial company on an empty record and goes on by acts that people could do
themselves: what is on the screens afterwards, the bot put there. Another scenario is one row.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import scenario_days as days
from bot import trial
from bot.playing import Played, done
from bot.starting import Rules
from clearance.shown import Report
from clearance.shown_away import AwaySaid
from clearance.shown_restrictions import RestrictSaid
from policy.facts import Trade
from policy.instants import market_day
from sandbox.staging import Scenario

MAYA, JONAS, RUTH = "U0EMPLOYEE", "U0ANALYST", "U0DIRECTOR"
CEO, CFO, HELEN = "U0CEO", "U0CFO", "U0COMPLY"

#: So long both officers are away.
DAYS_AWAY = timedelta(days=4)

Begins = Callable[[datetime, Rules], datetime]


@dataclass(frozen=True, slots=True)
class Scene:
    """A scenario: the moment at which its record begins (after a real one), and what is done."""

    scenario: Scenario
    begins: Begins
    play: Callable[[Played], Awaitable[None]]


async def nothing(played: Played) -> None:
    """Do nothing: the company as a newcomer finds it."""
    await played.carried()


async def blackout(played: Played) -> None:
    """Come into the quarter's blackout, on the morning after it began."""
    await played.come_in(MAYA)
    closes_at = (await played.window(MAYA)).closes_at
    if closes_at is not None:
        await played.move_to(days.morning_after(closes_at, played.calendar))


async def restricted(played: Played) -> None:
    """Restrict Maya as the CFO without telling her; a little later she asks."""
    await played.come_in(CFO, MAYA)
    said = RestrictSaid("event", (MAYA,), "HERON", notify=False)
    force = done("restrict", await played.bot.desk.restrict(played.actor(CFO), said))
    told = played.workspace.conversation(CFO).messages
    await played.move_to(force.at + timedelta(minutes=1))
    await played.until(lambda: bool(told), "the restriction")
    await played.ask(MAYA, Trade("buy", 500))
    await played.carried()


async def form_due(played: Played) -> None:
    """Sell under a plan as a director, and say so: a Form 4 is owed by tomorrow evening."""
    await played.come_in(RUTH)
    (plan,) = done("see the plan", await played.bot.desk.plans(played.actor(RUTH))).own
    sale = await played.ask(RUTH, Trade("sell", 1000), plan.id)
    await played.carried()
    sold_at = played.clock.now() + timedelta(minutes=30)
    await played.move_to(sold_at + timedelta(minutes=30))
    report = Report(
        traded=True,
        at=sold_at,
        quantity=1000,
        price="4.10",
        stated=True,
        chose_day=False,
        told_on=market_day(sold_at),
    )
    done("report", await played.bot.desk.report(played.actor(RUTH), sale.id, report))
    await played.carried()
    await played.move_to(days.next_morning(played.clock.now(), played.calendar))


async def three(played: Played) -> None:
    """Three people ask; nobody has decided."""
    await played.come_in(MAYA, JONAS, RUTH)
    for person, trade in (
        (MAYA, Trade("buy", 500)),
        (JONAS, Trade("sell", 1200)),
        (RUTH, Trade("buy", 2500)),
    ):
        await played.ask(person, trade)
        await played.carried()


async def both_away(played: Played) -> None:
    """Enter both officers' absences, from today on; then Maya asks."""
    await played.come_in(CEO, CFO, MAYA)
    today = market_day(played.clock.now())
    for officer in (CEO, CFO):
        actor = played.actor(officer)
        hour = done("see the absences", await played.bot.desk.away(actor)).hour
        said = AwaySaid(today, today + DAYS_AWAY, hour)
        done("be away", await played.bot.desk.set_away(actor, said))
    await played.ask(MAYA, Trade("buy", 500))
    await played.carried()


async def ending(played: Played) -> None:
    """Maya holds a clearance that ends within the hour."""
    await played.come_in(MAYA, CEO)
    asked = await played.ask(MAYA, Trade("buy", 500))
    await played.carried()
    await played.approve(CEO, asked.id)
    await played.carried()
    held = done("look", await played.bot.desk.request(played.actor(MAYA), asked.id))
    if held.expires_at is not None:
        await played.move_to(held.expires_at - timedelta(minutes=50))


async def unsigned(played: Played) -> None:
    """Let the new hire's last day to sign the policy pass."""
    await played.carried()
    last = trial.last_day_to_sign(played.clock.now())
    await played.move_to(days.morning_after(last, played.calendar))


SCENES = (
    Scene(
        Scenario(
            "open",
            "An open window",
            "The last quarter is reported and trading is allowed. Nobody has asked for anything.",
            MAYA,
        ),
        days.first,
        nothing,
    ),
    Scene(
        Scenario(
            "blackout",
            "A blackout",
            "The quarter is nearly over, and trading is closed to everybody until its report. "
            "Ask anyway: the answer comes at once, with its section.",
            MAYA,
        ),
        days.before_blackout,
        blackout,
    ),
    Scene(
        Scenario(
            "restricted",
            "A restricted person",
            "The CFO has restricted Maya and not told her; then she asked to buy. Look at it as "
            "the CFO, and then as Maya: nothing on her screen tells.",
            CFO,
        ),
        days.first,
        restricted,
    ),
    Scene(
        Scenario(
            "three",
            "Three requests for the CEO",
            "An employee, an analyst and a director have asked, and wait for either officer.",
            CEO,
        ),
        days.first,
        three,
    ),
    Scene(
        Scenario(
            "away",
            "Both approvers away",
            "The CEO and the CFO have entered that they are away. Maya has asked: her request "
            "waits, and says so.",
            MAYA,
        ),
        days.first,
        both_away,
    ),
    Scene(
        Scenario(
            "ending",
            "A clearance about to end",
            "Maya may buy 500 shares for less than an hour more. Report a trade, or let it end.",
            MAYA,
        ),
        days.first,
        ending,
    ),
    Scene(
        Scenario(
            "form4",
            "A Form 4 due tomorrow",
            "A director sold under her trading plan and said so. Her form is due by tomorrow "
            "evening; nobody has filed it yet.",
            RUTH,
        ),
        days.first_of_three,
        form_due,
    ),
    Scene(
        Scenario(
            "unsigned",
            "An acknowledgement overdue",
            "The new hire had thirty days to sign the policy and has not. Compliance sees it.",
            HELEN,
        ),
        days.first,
        unsigned,
    ),
)
