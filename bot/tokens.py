"""Whether Slack takes the tokens: found out at the start, as a sentence that says what to do."""

import asyncio

import structlog
from slack_sdk.errors import SlackApiError

from bot.app import client_for_delivery
from bot.refusals import Fate, judge
from bot.settings import Settings
from bot.starting import CannotStartError

log = structlog.get_logger("bot.process")

LONGEST_START_PAUSE_SECONDS = 30.0


async def team_of(settings: Settings) -> str:
    """Ask Slack which workspace the bot token belongs to; wait while Slack is away.

    Raises:
        CannotStartError: Slack refuses the token.

    """
    client = client_for_delivery(settings)
    pause = 1.0
    while True:
        asked = 0.0
        try:
            team = (await client.auth_test()).get("team_id")
            if isinstance(team, str) and team:
                return team
            log.warning("slack_named_no_team")
        except SlackApiError as error:
            asked = _asked_pause(error)
            name = error.response.get("error") if hasattr(error.response, "get") else None
            if name not in {None, "ratelimited", "internal_error", "service_unavailable"}:
                raise CannotStartError(
                    f"SLACK_BOT_TOKEN: Slack refuses it ({name}). Copy it again from the Slack "
                    "app's page, OAuth & Permissions, and see that the app is installed."
                ) from None
        except Exception as error:
            log.warning("slack_away", exc_info=error)
        await asyncio.sleep(max(pause, asked))
        pause = min(pause * 2, LONGEST_START_PAUSE_SECONDS)


def _asked_pause(error: SlackApiError) -> float:
    """Read for how long Slack wants not to be asked again; nothing where it named no pause."""
    refusal = judge(error)
    return refusal.pause if refusal.fate is Fate.RATE_LIMITED else 0.0


async def try_app_token(settings: Settings, token: str) -> None:
    """Find out at once that Slack refuses the token: the client would ask forever."""
    client = client_for_delivery(settings)
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        # It is not asked again here: the client does, and the more often, the longer it waits.
        await asyncio.sleep(_asked_pause(error))
        name = error.response.get("error") if hasattr(error.response, "get") else None
        if name in {"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope"}:
            raise CannotStartError(
                f"SLACK_APP_TOKEN: Slack refuses it ({name}). Make one with the scope "
                "connections:write on the Slack app's page, Basic Information, "
                "and switch Socket Mode on."
            ) from None
    except Exception as error:
        log.warning("slack_away", exc_info=error)
