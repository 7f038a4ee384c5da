"""`preclear doctor`'s checks: what is in order, and what to do about what is not."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import client_for_delivery
from bot.check import Line
from bot.clock import Clock
from bot.doctor_audit import audit_said
from bot.doctor_checkpoints import (
    Checkpoints,
    checkpoints_found,
    checkpoints_said,
    signing_key,
)
from bot.doctor_deliveries import Deliveries, deliveries_found, deliveries_said
from bot.places import Place, places
from bot.settings import Need, Settings
from bot.starting import (
    CannotStartError,
    Rules,
    in_force,
    load_key,
    load_rules,
    newest_version,
    open_database,
)
from clearance.people import PersonFound, people
from clearance.releases import releases
from storage.copy_mark import Restored, restored
from storage.tx import Tx

SCOPES = frozenset({"commands", "chat:write", "im:write", "users:read"})
#: Wanted besides where a pull may go into Slack.
FILES = "files:write"

#: Slack refuses nothing before five minutes; a drifting clock is better seen early.
SKEW_ALLOWED = timedelta(seconds=30)

#: A trading plan and a clearance look less far ahead than this.
REACH_WANTED = timedelta(days=366)


async def examine(settings: Settings, clock: Clock) -> AsyncIterator[Line]:
    """Check everything that the bot needs, in the order in which to put it right."""
    missing = list(settings.missing((Need.SLACK, Need.RECORD)))
    for sentence in missing:
        what, _, rest = sentence.partition(": ")
        yield Line(what, ok=False, said=rest)
    rules, line = _policy(settings, clock.now())
    yield line
    if rules is not None:
        yield _calendar(rules, clock.now())
    if settings.key_file is not None or settings.key is not None:
        for line in (*_key(settings), *signing_key(settings)):
            yield line
        async for line in _database(settings, clock, rules):
            yield line
    for line in audit_said(settings):
        yield line
    if settings.slack_bot_token is not None:
        async for line in _slack(settings, clock):
            yield line


def _policy(settings: Settings, now: datetime) -> tuple[Rules | None, Line]:
    try:
        rules = in_force(load_rules(settings), now)
    except CannotStartError as error:
        return None, Line("policy file", ok=False, said=str(error))
    said = f"{rules.policy.issuer.name}, version {rules.policy.version[:12]}"
    return rules, Line("policy file", ok=True, said=said)


def _calendar(rules: Rules, now: datetime) -> Line:
    last = rules.calendar.last_day
    said = f"{rules.policy.issuer.exchange} reaches to {last.isoformat()}"
    if last >= (now + REACH_WANTED).date():
        return Line("calendar", ok=True, said=said)
    return Line("calendar", ok=False, said=f"{said}. Upgrade Preclear: its calendar is running out")


def _key(settings: Settings) -> Iterator[Line]:
    what = "key file" if settings.key is None else "key"
    try:
        load_key(settings)
        newest = newest_version(settings)
    except CannotStartError as error:
        yield Line(what, ok=False, said=str(error))
        return
    said = f"{settings.key_file}, readable by its owner alone"
    yield Line(what, ok=True, said=said if settings.key is None else "in PRECLEAR_KEY")
    if newest.trouble is not None:
        yield Line("newest register", ok=False, said=newest.trouble)


async def _database(settings: Settings, clock: Clock, rules: Rules | None) -> AsyncIterator[Line]:
    try:
        database = open_database(settings, clock)
    except CannotStartError as error:
        yield Line("database", ok=False, said=str(error))
        return
    try:
        there = places(settings)
        found = await database.run(lambda tx: _on_record(tx, there))
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor says so
        yield Line("database", ok=False, said=f"cannot be read ({type(error).__name__})")
        return
    finally:
        await database.close()
    yield Line("database", ok=True, said="reachable, tables up to date")
    if rules is not None:
        for line in _offices(found.everybody, rules.policy.approvers.trade):
            yield line
    yield _releases(found.published)
    checkpoints = checkpoints_said(found.checkpoints, settings, clock.now())
    for line in (*deliveries_said(found.deliveries), *checkpoints, *_restores(found.restored)):
        yield line


@dataclass(frozen=True, slots=True)
class _OnRecord:
    everybody: list[PersonFound]
    published: int
    deliveries: Deliveries
    restored: Restored
    checkpoints: Checkpoints


def _on_record(tx: Tx, there: Sequence[Place]) -> _OnRecord:
    found = deliveries_found(tx)
    signed = checkpoints_found(tx, there)
    return _OnRecord(people(tx), len(releases(tx)), found, restored(tx), signed)


def _offices(everybody: Sequence[PersonFound], offices: Sequence[str]) -> Iterator[Line]:
    for office in offices:
        held = any(office in one.roles for one in everybody if one.serves)
        if held:
            yield Line(f"office {office}", ok=True, said="held by somebody active")
        else:
            said = "nobody holds it. Give somebody the role with `preclear people import FILE.csv`"
            yield Line(f"office {office}", ok=False, said=said)


def _restores(found: Restored) -> Iterator[Line]:
    """Say that the record was put back from a backup, where it was."""
    if found.waiting is not None:
        yield Line(
            "restored",
            ok=False,
            said="this database was put back from a backup. Start the bot: its first tick records "
            "that, and approvals stop until each officer has confirmed in Slack what they set",
        )
    elif found.recorded:
        last = str(found.recorded[-1]["at"])[:16].replace("T", " ")
        yield Line("restored", ok=True, said=f"from a backup, on record on {last} UTC")


def _releases(published: int) -> Line:
    if published:
        return Line("releases", ok=True, said="on record")
    return Line(
        "releases",
        ok=False,
        said="none on record, so that every blackout still stands. Record the last earnings "
        "report with `preclear releases import FILE` or `preclear releases add`",
    )


async def _slack(settings: Settings, clock: Clock) -> AsyncIterator[Line]:
    client = client_for_delivery(settings)
    try:
        answer = await client.auth_test()
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor says so
        yield Line("SLACK_BOT_TOKEN", ok=False, said=_trouble(error, settings))
        return
    yield Line("SLACK_BOT_TOKEN", ok=True, said=f"workspace {answer['team_id']}")
    headers = {name.lower(): value for name, value in dict(answer.headers).items()}
    yield _scopes(headers.get("x-oauth-scopes", ""), settings)
    yield _skew(headers.get("date"), datetime.fromtimestamp(clock.monotonic(), UTC))
    if settings.transport == "socket" and settings.slack_app_token is not None:
        yield await _app_token(client, settings)


def _scopes(header: str, settings: Settings) -> Line:
    granted = {scope.strip() for scope in header.split(",") if scope.strip()}
    wanted = SCOPES | ({FILES} if settings.audit_into_slack else set())
    lacking = sorted(wanted - granted)
    if not lacking:
        return Line("scopes", ok=True, said=", ".join(sorted(wanted)))
    return Line(
        "scopes",
        ok=False,
        said=f"missing: {', '.join(lacking)}. Add them on the Slack app's page, OAuth & "
        "Permissions (manifest.json names them; PRECLEAR_AUDIT_INTO_SLACK wants files:write "
        "besides), and install the app again",
    )


def _skew(header: str | None, now: datetime) -> Line:
    if header is None:
        return Line("clock", ok=True, said="Slack gave no time to compare with")
    off = abs(now - parsedate_to_datetime(header).astimezone(UTC))
    said = f"{off.total_seconds():.0f} s from Slack's"
    if off <= SKEW_ALLOWED:
        return Line("clock", ok=True, said=said)
    return Line(
        "clock",
        ok=False,
        said=f"{said}. Set this machine's clock by NTP: the policy is "
        "judged by it, and Slack's signatures are refused when it is 5 minutes off",
    )


async def _app_token(client: AsyncWebClient, settings: Settings) -> Line:
    token = settings.slack_app_token
    try:
        await client.apps_connections_open(app_token=token.get_secret_value() if token else "")
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor says so
        return Line("SLACK_APP_TOKEN", ok=False, said=_trouble(error, settings))
    return Line("SLACK_APP_TOKEN", ok=True, said="Socket Mode can be opened")


def _trouble(error: Exception, settings: Settings) -> str:
    if not isinstance(error, SlackApiError):
        return (
            f"{settings.slack_api_url} cannot be reached ({type(error).__name__}). Check the "
            "network, the proxy and SLACK_API_URL"
        )
    response: Any = error.response
    data = getattr(response, "data", None)
    name = data.get("error") if isinstance(data, dict) else f"HTTP {response.status_code}"
    return (
        f"Slack refuses it ({name}). Copy it again from the Slack app's page, and see that the "
        "app is installed"
    )
