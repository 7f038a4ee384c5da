"""What a failed call to Slack means for the message that it carried."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from slack_sdk.errors import SlackApiError

from clearance.gone import GONE
from storage.deliveries import PACED
from storage.pacing import LONGEST

#: Where Slack asks to wait and does not say how long.
DEFAULT_PAUSE_SECONDS = 30.0
SHORTEST = 1.0


class Fate(StrEnum):
    """What becomes of a message whose call failed."""

    RATE_LIMITED = "rate_limited"
    LATER = "later"
    DOUBTFUL = "doubtful"
    NEVER = "never"
    ASK_WHOSE_ACCOUNT = "ask_whose_account"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A failed call: its name, what follows, and for how long Slack wants quiet (seconds).

    ``method`` is the one under which Slack wants quiet.
    """

    name: str
    fate: Fate
    pause: float = 0.0
    method: str = ""


#: The message cannot be written, or is gone: no later try helps.
NO_MESSAGE = frozenset(
    {
        "block_mismatch",
        "cant_update_message",
        "edit_window_closed",
        "invalid_blocks",
        "invalid_blocks_format",
        "message_not_found",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)

#: The person is gone or cannot be written to: no later try helps.
NOBODY = GONE - {"account_inactive"}  # which may be the app's own account
NEVER = NO_MESSAGE | NOBODY

#: Slack's trouble, or the installation's: the message is as good tomorrow.
LATER = frozenset(
    {
        "accesslimited",
        "access_denied",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "fatal_error",
        "internal_error",
        "invalid_auth",
        "message_limit_exceeded",
        "messages_tab_disabled",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "request_timeout",
        "restricted_action",
        "service_unavailable",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)

#: What is no word of Slack's: where a call failed without one, and this program's own.
BROKEN = "not_understood"
#: Slack said that it opened a conversation, and not which.
NO_CHANNEL = "no_channel"
OURS = frozenset({"database_unavailable", BROKEN, NO_CHANNEL, PACED, "ratelimited", "unreachable"})
_MESSAGE_REFUSED = "message_refused"
_HTTP_STATUS = "http_status"
#: What HTTP says of a request that will be the same next time.
_OF_THE_MESSAGE = frozenset({400, 413, 414, 422, 431})
_OTHER = "other"
#: What ``for_the_log`` gives.
LOGGED = NOBODY | LATER | OURS | {"account_inactive", _MESSAGE_REFUSED, _HTTP_STATUS, _OTHER}


def for_the_log(name: str) -> str:
    """Give the word for a refusal that the log may have.

    Some of Slack's words belong to a message that is changed and not to a new one, which
    would tell what kind it was: all that are about the message are one word. What Slack has
    invented since is another; the delivery's row keeps the word itself.
    """
    if name in NO_MESSAGE:
        return _MESSAGE_REFUSED
    if name.startswith("http_"):
        return _HTTP_STATUS
    return name if name in LOGGED else _OTHER


def judge(error: Exception) -> Refusal:
    """Say what a failed call means.

    ``account_inactive`` may mean the bot's own installation or the person written to;
    who called finds out which. A name that is in no list is doubtful: it is tried a
    number of times.
    """
    if not isinstance(error, SlackApiError):
        return Refusal("unreachable", Fate.LATER)
    status, name = _status(error.response), _name(error.response)
    if status == 429 or name in {"ratelimited", "rate_limited"}:  # noqa: PLR2004
        return Refusal("ratelimited", Fate.RATE_LIMITED, _pause(error.response))
    if name is None:
        # A status of the network's in between passes; that this message is too large does not.
        passing = status is None or status not in _OF_THE_MESSAGE
        return Refusal(f"http_{status}", Fate.LATER if passing else Fate.DOUBTFUL)
    broken = status is not None and status >= 500  # noqa: PLR2004 - whatever it says then
    return Refusal(name, Fate.LATER if broken else _fate(name))


def _fate(name: str) -> Fate:
    """Say what follows from one of Slack's words."""
    if name == "account_inactive":
        return Fate.ASK_WHOSE_ACCOUNT
    if name in NEVER:
        return Fate.NEVER
    return Fate.LATER if name in LATER else Fate.DOUBTFUL


def _status(response: Any) -> int | None:
    """Read the HTTP status: the client names it differently where the body was no JSON."""
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    return int(status) if status is not None else None


def _name(response: Any) -> str | None:
    data = getattr(response, "data", None)
    name = data.get("error") if isinstance(data, dict) else None
    return name if isinstance(name, str) and name.isidentifier() else None


def _pause(response: Any) -> float:
    """Read for how long Slack wants quiet: a second at least, and never for hours on end."""
    headers = {k.lower(): v for k, v in dict(getattr(response, "headers", {}) or {}).items()}
    try:
        asked = float(headers.get("retry-after", DEFAULT_PAUSE_SECONDS))
    except ValueError:
        return DEFAULT_PAUSE_SECONDS
    return DEFAULT_PAUSE_SECONDS if math.isnan(asked) else min(max(SHORTEST, asked), LONGEST)
