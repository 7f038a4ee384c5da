"""Assembles the Slack app: one company, one installation, one bot token."""

from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from audit.handing_over import HandingOver
from audit.ways import Ways
from bot.clock import Clock
from bot.logs import library_logger
from bot.settings import Settings
from clearance.desk import Desk
from handlers import accounts
from handlers.homes import Homes

#: A form's trigger lives three seconds: a handler gains nothing by waiting longer.
HANDLER_TIMEOUT_SECONDS = 10
DELIVERY_TIMEOUT_SECONDS = 10


def client_for_handlers(settings: Settings) -> AsyncWebClient:
    """Return the client with which handlers answer.

    A dropped connection is not retried: the default client does, and a lost answer
    then does twice what was asked for once.
    """
    return AsyncWebClient(
        token=_token(settings),
        base_url=settings.slack_api_url,
        timeout=HANDLER_TIMEOUT_SECONDS,
        logger=library_logger(),
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
    )


def client_for_delivery(settings: Settings) -> AsyncWebClient:
    """Return the client of the delivery worker, which retries nothing by itself."""
    return AsyncWebClient(
        token=_token(settings),
        base_url=settings.slack_api_url,
        timeout=DELIVERY_TIMEOUT_SECONDS,
        logger=library_logger(),
        retry_handlers=[],
    )


def ways(settings: Settings) -> Ways:
    """Say where a pull may go."""
    return Ways(settings.audit_url, settings.audit_folder, settings.audit_into_slack)


def homes(settings: Settings, desk: Desk) -> Homes:
    """Return what shows App Homes: the app shares it with whatever publishes them unasked."""
    return Homes(desk, HandingOver(desk, ways(settings)))


def build(settings: Settings, desk: Desk, clock: Clock, shown: Homes | None = None) -> AsyncApp:
    """Return the app with every conversation registered; ``shown`` shows the App Homes.

    With ``process_before_response`` a listener's commit comes before the answer to
    Slack, and nothing is left to do afterwards.
    """
    secret = settings.slack_signing_secret
    app = AsyncApp(
        name="preclear",
        client=client_for_handlers(settings),
        signing_secret="" if secret is None else secret.get_secret_value(),
        process_before_response=True,
        logger=library_logger(),
    )
    if desk.accounts is not None:
        accounts.register(app, desk.accounts)
    shown = shown or homes(settings, desk)
    handlers.register(app, desk, clock, shown.pulls, shown)
    return app


def _token(settings: Settings) -> str | None:
    token = settings.slack_bot_token
    return None if token is None else token.get_secret_value()
