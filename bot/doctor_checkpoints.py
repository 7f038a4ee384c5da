"""What the doctor says of the log's signatures: the key, the newest checkpoint, and its places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.check import Line
from bot.log_watch import known_file
from bot.places import Folder, Place, places
from bot.settings import Settings
from bot.starting import CannotStartError, load_signing
from storage import checkpoints, published
from storage.checkpoints import Checkpoint
from storage.known_file import KnownNotRead
from storage.tx import Tx

#: A checkpoint is made every evening; on the day the clocks go back it is 25 hours to the next.
OLDEST: Final = timedelta(hours=26)
_NONE_YET: Final = "none yet; the first is made at six in the evening of New York"


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """What is on record: the newest checkpoint, the latest of all, and how many wait where."""

    newest: Checkpoint | None
    all: Sequence[Checkpoint]
    missing: Sequence[int]
    unstamped: int


def checkpoints_found(tx: Tx, there: Sequence[Place]) -> Checkpoints:
    """Read what is on record, and what has not reached each place."""
    latest = checkpoints.every(tx, newest_first=True, limit=published.PAGE)
    missing = published.counts_missing(tx, [one.id for one in there])
    waiting = len(published.unstamped(tx))
    return Checkpoints(latest[0] if latest else None, latest, missing, waiting)


def signing_key(settings: Settings) -> Iterator[Line]:
    """Say whether the signing key is there, and what others verify with."""
    try:
        keys = load_signing(settings)
        file = known_file(settings)
    except CannotStartError as error:
        variable, _, rest = str(error).partition(": ")
        yield Line("signing key", ok=False, said=f"{variable}: {rest}")
        return
    yield Line("signing key", ok=True, said=keys.signer.verifier.text)
    try:
        known, asked = file.known(keys.verifiers), file.read().asked
    except KnownNotRead as error:
        yield Line("known checkpoint", ok=False, said=str(error))
        return
    if known is not None:
        said = f"of {known.at:%Y-%m-%d %H:%M} UTC, over {known.size:,}"
        yield Line("known checkpoint", ok=True, said=said)
    if asked is not None:
        said = (
            f"a restore was spoken of by {asked.by}, and waits for the bot's first tick: start it"
        )
        yield Line("known checkpoint", ok=False, said=said)


def checkpoints_said(found: Checkpoints, settings: Settings, now: datetime) -> Iterator[Line]:
    """Say how old the newest checkpoint is, and whether all reached their places."""
    if found.newest is None:
        yield Line("checkpoint", ok=True, said=_NONE_YET)
    else:
        yield _age(found.newest, now)
    for number, (place, missing) in enumerate(zip(places(settings), found.missing, strict=True), 1):
        yield _place(place, number, missing, found.all)
    if settings.timestamp_url is not None and found.unstamped:
        yield Line(
            "time stamps",
            ok=False,
            said=f"{found.unstamped} of the checkpoints have none yet. The bot asks again after "
            "each tick; see that PRECLEAR_TIMESTAMP_URL can be reached, and openssl is installed",
        )


def _age(newest: Checkpoint, now: datetime) -> Line:
    said = f"the newest is of {newest.at:%Y-%m-%d %H:%M} UTC, over {newest.size:,}"
    if now - newest.at <= OLDEST:
        return Line("checkpoint", ok=True, said=said)
    return Line(
        "checkpoint",
        ok=False,
        said=f"{said}: more than {OLDEST // timedelta(hours=1)} hours ago. One is made every "
        "evening while a bot runs: start it",
    )


def _place(place: Place, number: int, missing: int, latest: Sequence[Checkpoint]) -> Line:
    """Say of one place what it lacks; an address may be a secret and is not printed."""
    what = f"checkpoints to {number}"
    changed = _changed(place, latest)
    if changed:
        return Line(
            what,
            ok=False,
            said=f"{', '.join(changed)} is not there as it was signed. It is never overwritten: "
            "find out who changed it, and keep it as evidence",
        )
    if missing:
        return Line(
            what,
            ok=False,
            said=f"{missing} have not arrived. The bot tries again after its ticks; see that the "
            "place is there and takes what is written to it",
        )
    return Line(what, ok=True, said="all are there")


def _changed(place: Place, latest: Sequence[Checkpoint]) -> list[str]:
    """Name the latest files of a folder that are there with another content."""
    if not isinstance(place, Folder):
        return []
    found = []
    for one in latest:
        file = place.path / published.file_name(one)
        if file.exists() and file.read_bytes() != one.note.encode():
            found.append(file.name)
    return found
