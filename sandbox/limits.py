"""Slack's rate limits: a small bucket for each channel's messages, one a tier for methods."""

import math
from dataclasses import dataclass, field

from sandbox.realtime import RealTime

# Slack's tiers, in calls a minute and method, and which methods belong where.
TIERS = {
    "users.list": 20,
    "conversations.open": 50,
    "conversations.info": 50,
    "chat.update": 50,
    "chat.delete": 50,
    "bots.info": 50,
    "chat.postEphemeral": 100,
    "users.info": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
}


@dataclass(frozen=True)
class LimitRules:
    """How fast is too fast. `messages_burst` is how many may come at once to one channel."""

    messages_per_second: float = 1.0
    messages_burst: int = 5
    per_minute: dict[str, int] = field(default_factory=lambda: dict(TIERS))


@dataclass
class _Bucket:
    tokens: float
    filled: float


class Limits:
    """Counts calls in real time and says how long a caller must wait."""

    def __init__(self, real: RealTime, rules: LimitRules) -> None:
        self._real = real
        self.rules = rules
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def take(self, method: str, channel: str = "") -> int:
        """Count one call; 0 if it may go on, else the seconds to wait."""
        if method == "chat.postMessage":
            rate, size = self.rules.messages_per_second, self.rules.messages_burst
            return self._take((method, channel), rate, size)
        per_minute = self.rules.per_minute.get(method)
        return self._take((method, ""), per_minute / 60, per_minute) if per_minute else 0

    def _take(self, name: tuple[str, str], rate: float, size: int) -> int:
        now = self._real.epoch()
        bucket = self._buckets.setdefault(name, _Bucket(size, now))
        bucket.tokens = min(size, bucket.tokens + max(0.0, now - bucket.filled) * rate)
        bucket.filled = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0
        return max(1, math.ceil((1 - bucket.tokens) / rate))
