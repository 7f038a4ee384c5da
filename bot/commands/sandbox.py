"""`preclear sandbox`: the whole bot against a local stand-in for Slack, in the browser."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot import logs, trial
from bot.clock import MovableClock, SystemClock, keep_ahead, read_ahead
from bot.commands.sentences import refuse
from bot.process import stop_on_signals
from bot.settings import Settings, SettingsError
from bot.stage import Stage, settle_in
from bot.starting import CannotStartError, Rules, load_rules
from bot.trial_place import Place
from handlers.moments import in_new_york
from sandbox.seed import Seed, new_seed
from sandbox.server import LOCAL, Workspace
from storage.errors import DatabaseUnavailable
from storage.sealed import KeyFileError


@click.command()
@click.option("--port", default=3000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--data", default="sandbox-data", show_default=True, type=click.Path(path_type=Path))
@click.option("--fresh", is_flag=True, help="Forget what was recorded in an earlier sandbox.")
@click.option(
    "--now", "start", metavar="ISO", help="The moment at which the sandbox's clock starts."
)
@click.option(
    "--workspace-only", is_flag=True, help="Serve the workspace alone, for a bot of your own."
)
def sandbox(port: int, data: Path, start: str | None, *, fresh: bool, workspace_only: bool) -> None:
    """Try Preclear in the browser, without a Slack workspace.

    The bot runs unchanged over Slack's own protocol, against a stand-in workspace on this
    machine. The page shows the date and can move it on. The record stays in --data.
    """
    _speak_to_this_machine_only()
    place = _made(data, fresh=fresh)
    seed = new_seed()
    settings = _settings(place, seed, port=port)
    try:
        rules = load_rules(settings)
        clock = _clock(place, rules, start)
        new = settle_in(settings, clock, rules)
        stage = Stage(place, clock, rules)
        asyncio.run(_serve(stage, seed, clock, port, new=new, workspace_only=workspace_only))
    except (CannotStartError, DatabaseUnavailable) as error:
        refuse(str(error))


def _speak_to_this_machine_only() -> None:
    """Forget a proxy: Slack's client would send even this machine's own calls through it."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        os.environ.pop(name, None)


def _made(data: Path, *, fresh: bool) -> Place:
    place = Place(data.resolve())
    try:
        place.put_back()
        if fresh:
            place.empty()
        place.make()
    except OSError as error:
        refuse(f"--data {data}: {error.strerror}. Name a folder that you may write to.")
    except KeyFileError as error:
        refuse(f"--data {data}: {error}.")
    return place


def _settings(place: Place, seed: Seed, *, port: int) -> Settings:
    """Give the bot the sandbox's own tokens, whatever the environment holds."""
    try:
        settings = Settings.read(
            slack_bot_token=seed.bot_token,
            slack_app_token=seed.app_token,
            slack_signing_secret=seed.signing_secret,
            slack_api_url=f"http://{LOCAL}:{port}/api/",
            slack_client_id=None,
            slack_client_secret=None,
            database_url=place.database_url,
            key_file=place.key_file,
            key=None,
            newest_file=None,
            signing_key_file=None,
            signing_key=None,
            checkpoint_file=None,
            checkpoints=None,
            timestamp_url=None,
            clock_file=place.clock_file,
            transport="socket",
            http_port=None,
            health_port=None,
            audit_host=LOCAL,
            audit_port=place.audit_port,
            audit_url=f"http://{LOCAL}:{place.audit_port}/",
            audit_folder=place.audit_folder,
            audit_into_slack=True,
            log_format="console",
            environment="sandbox",
        )
    except SettingsError as error:
        refuse("These settings are missing or wrong:", *error.sentences)
    logs.configure("warning", "console")
    return settings


def _clock(place: Place, rules: Rules, start: str | None) -> MovableClock:
    """Start where the record was left, or at a sensible moment, or where ``--now`` says."""
    real = SystemClock().now()
    kept = place.clock_file.exists()
    left = real + read_ahead(place.clock_file)
    at = left if kept else trial.first_moment(real, rules)
    if start is not None:
        at = _moment(start)
        if kept and at < left:
            refuse(
                f"--now {start}: the record in {place.folder} reaches {in_new_york(left)}, and a "
                "record only grows forwards. Add --fresh to begin another."
            )
    return MovableClock(at, partial(keep_ahead, place.clock_file))


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        refuse(f"--now {text}: write day and time, such as 2026-12-17T16:55.")
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo("America/New_York"))


async def _serve(
    stage: Stage, seed: Seed, clock: MovableClock, port: int, *, new: bool, workspace_only: bool
) -> None:
    stop_on_signals()
    place = stage.place
    workspace = Workspace(clock, seed, scenarios=None if workspace_only else stage)
    if new:
        workspace.staging.fresh()
    with suppress(asyncio.CancelledError):
        try:
            await _listen(workspace, port)
            settings = _settings(place, seed, port=int(workspace.base_url.rpartition(":")[2]))
            if workspace_only:
                _say(_workspace_lines(place, workspace, clock))
                await asyncio.Event().wait()
            await stage.run(
                workspace, settings, lambda: _say(_trial_lines(place, workspace, clock))
            )
        finally:
            await workspace.stop()
    click.echo("\nThe sandbox has stopped. Its record stays where it is.")


async def _listen(workspace: Workspace, port: int) -> None:
    try:
        await workspace.start(LOCAL, port)
    except OSError as error:
        raise CannotStartError(
            f"Port {port} cannot be used ({error.strerror}). Stop what listens there, or "
            f"choose another: preclear sandbox --port {port + 1}"
        ) from None


def _say(lines: Iterator[str]) -> None:
    click.echo("\n".join(lines))


def _trial_lines(place: Place, workspace: Workspace, clock: MovableClock) -> Iterator[str]:
    yield ""
    yield f"  Preclear's sandbox is open: {workspace.base_url}"
    yield f"  Its clock shows {in_new_york(clock.now())}; the page can move it on."
    yield from _why_another_day(clock)
    yield ""
    yield "  The page offers tours of ten minutes and scenarios to load. Or, by yourself:"
    yield "    1  As Maya Okafor, type /preclear, fill in the form and send it."
    yield "    2  Change to Daniel Reyes (CEO) or Priya Raman (CFO): press Approve on the card."
    yield "    3  Back as Maya, open the message, or the Home tab."
    yield "    4  Move the clock two weeks before the quarter's end: the blackout begins."
    yield ""
    yield "  Commands can run beside it, in another terminal, at the sandbox's date:"
    yield from _beside(place)
    yield "    preclear releases list"
    yield ""
    yield "  Ctrl-C stops it."


def _why_another_day(clock: MovableClock) -> Iterator[str]:
    ahead = clock.now() - SystemClock().now()
    if abs(ahead.total_seconds()) > 60:  # noqa: PLR2004 - a minute is no other day
        yield "  That is not today: it was chosen with --now, moved in the page earlier, or the"
        yield "  window is closed today and this is the next day with something to try."


def _beside(place: Place) -> Iterator[str]:
    yield "    export PRECLEAR_ENV=sandbox"
    yield f"    export DATABASE_URL={place.database_url}"
    yield f"    export PRECLEAR_KEY_FILE={place.key_file}"
    yield f"    export PRECLEAR_CLOCK_FILE={place.clock_file}"


def _workspace_lines(place: Place, workspace: Workspace, clock: MovableClock) -> Iterator[str]:
    yield ""
    yield f"  A stand-in workspace is open, without a bot: {workspace.base_url}"
    yield f"  Its clock shows {in_new_york(clock.now())}; the page can move it on."
    yield ""
    yield "  In another terminal:"
    yield f"    export SLACK_API_URL={workspace.api_url}"
    yield f"    export SLACK_BOT_TOKEN={workspace.seed.bot_token}"
    yield f"    export SLACK_APP_TOKEN={workspace.seed.app_token}"
    yield f"    export SLACK_SIGNING_SECRET={workspace.seed.signing_secret}"
    yield from _beside(place)
    yield "    preclear run"
    yield ""
    yield "  Ctrl-C stops it."
