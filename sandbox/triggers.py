"""What a person's act entitles the app to: one form within 3 s, five answers within 30 min."""

from dataclasses import dataclass

from sandbox.errors import ApiError
from sandbox.ids import new_id
from sandbox.realtime import RealTime

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """Who acted, at what moment of real time, and in which form if in one."""

    user: str
    issued: float
    view_id: str | None
    exchanged: bool = False


class Triggers:
    """Trigger ids that live three seconds and serve once."""

    def __init__(self, real: RealTime) -> None:
        self._real = real
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """Make a trigger id for what a person just did."""
        trigger_id = f"{new_id('', 13)}.{new_id('', 12)}.{new_id('', 32).lower()}"
        self._issued[trigger_id] = Trigger(user, self._real.epoch(), view_id)
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """Give a trigger that can still be exchanged, or refuse as Slack does."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.exchanged:
            raise ApiError("exchanged_trigger_id")
        if self._real.epoch() - trigger.issued > TRIGGER_SECONDS:
            raise ApiError("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    """Where an answer may still go: the conversation, and the message that was pressed."""

    user: str
    channel: str
    ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """Addresses that take five answers within thirty minutes."""

    def __init__(self, real: RealTime) -> None:
        self._real = real
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, ts: str | None = None) -> str:
        """Make the secret part of a response URL."""
        secret = new_id("", 24)
        self._issued[secret] = ResponseUrl(user, channel, ts, self._real.epoch())
        return secret

    def use(self, secret: str) -> ResponseUrl:
        """Count one use, or refuse it."""
        found = self._issued.get(secret)
        if found is None:
            raise ApiError("invalid_url", status=404)
        if self._real.epoch() - found.issued > RESPONSE_SECONDS:
            raise ApiError("expired_url", status=404)
        if found.uses >= RESPONSE_USES:
            raise ApiError("used_url", status=404)
        found.uses += 1
        return found
