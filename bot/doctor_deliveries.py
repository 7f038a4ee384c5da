"""What `preclear doctor` says of deliveries: what waits for too long, and what was given up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.check import Line
from clearance.gone import GONE
from clearance.people import by_slack_id
from storage import not_delivered
from storage.not_delivered import Failed
from storage.tx import Tx

#: What has been due for longer waits for something that somebody should look at.
TOO_LONG = timedelta(minutes=10)
#: For so long the doctor speaks of a message that was given up, unless it is put right.
REMEMBERED = timedelta(days=30)
#: The same where the person is there and Slack refused the message itself.
REMEMBERED_MESSAGE = timedelta(days=7)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How many rows have been due for too long, and which messages were given up."""

    overdue: int
    lost: tuple[Failed, ...]


def deliveries_found(tx: Tx) -> Deliveries:
    """Look at the rows; a lost message of somebody who is not on the list any more is settled."""
    lost = [one for one in not_delivered.given_up(tx, tx.now - REMEMBERED) if _open(tx, one)]
    return Deliveries(not_delivered.late(tx, tx.now - TOO_LONG), tuple(lost))


def _open(tx: Tx, lost: Failed) -> bool:
    if lost.ended_as not in GONE:
        return lost.ended_at > tx.now - REMEMBERED_MESSAGE
    person = by_slack_id(tx, lost.conversation)
    return person is not None and person.active


def deliveries_said(found: Deliveries) -> Iterator[Line]:
    """Say whether all that was due went out, and who could not be reached."""
    if found.overdue:
        yield Line(
            "deliveries",
            ok=False,
            said=f"{found.overdue} have been due for over ten minutes, or have failed ten times. "
            "See that the bot runs and that Slack is reachable: its log says delivery_later or "
            "delivery_waits, and why",
        )
    else:
        yield Line("deliveries", ok=True, said="nothing waits that should have gone out")
    for lost in found.lost[:_NAMED]:
        yield Line("undelivered", ok=False, said=_sentence(lost))
    if len(found.lost) > _NAMED:
        more = f"{len(found.lost) - _NAMED} more messages were given up before these"
        yield Line("undelivered", ok=False, said=more)


def _sentence(lost: Failed) -> str:
    given_up = f"a message to {lost.conversation} was given up on {_moment(lost.ended_at)}"
    if lost.ended_as in GONE:
        return (
            f"{given_up} ({lost.ended_as}), and others were told. List them with active no, or "
            "with their new account and the old one under formerly: preclear people import"
        )
    return f"{given_up}: Slack does not take it ({lost.ended_as}). Others were told; report it"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
