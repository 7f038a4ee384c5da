"""A small Slack under the real Poster: what stands on whose screen, and calls that fail.

It is the client that ``bot.posting.Poster`` calls. Each call pauses before and after, so
that a process can die on either side of it.
"""

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from tests.simulation.faults import CALLED, CALLING
from tests.simulation.stepping import Pause

FAILURES = ("429", "5xx", "no answer, nothing done", "done, answer lost")


@dataclass
class Message:
    """What stands at one place: a card with buttons, a closed card, or an envelope."""

    kind: str
    about: str
    opened: bool = False


class Answer(dict):
    """An answer of the client's: its ``data`` is what it can be asked for."""

    @property
    def data(self) -> dict:
        return dict(self)


class Refused:
    """An HTTP answer that is no success."""

    def __init__(self, status, data, headers=None):
        self.status_code, self.data, self.headers = status, data, headers or {}


def refusal(word, status=200, headers=None):
    data = {"ok": False, "error": word} if word else "<html>bad gateway</html>"
    return SlackApiError("refused", Refused(status, data, headers))


class Slack:
    """All screens; ``odds`` says how often a call fails, ``strike`` counts that it did."""

    def __init__(self, rng, strike, note):
        self.rng, self.strike, self.note = rng, strike, note
        self.screens: dict[str, dict[str, Message]] = {}
        self.gone: set[str] = set()
        self.odds = 0.0
        self.quiet: dict[str, tuple[float, float]] = {}  # by call: noted when, and until when
        self._stamp = 0

    def screen(self, user: str) -> dict[str, Message]:
        return self.screens.setdefault(channel_of(user), {})

    def put(self, channel: str, message: Message) -> str:
        self._stamp += 1
        ts = f"{self._stamp}.000100"
        self.screens.setdefault(channel, {})[ts] = message
        self.note(f"posted {message.kind} {message.about} at {channel} {ts}")
        return ts

    def fails(self) -> str | None:
        """Draw whether this call fails, and how."""
        if self.rng.random() >= self.odds:
            return None
        fault = self.rng.choice(
            ("429", "429", "5xx", "no answer, nothing done", "done, answer lost")
        )
        self.strike(f"Slack: {fault}")
        return fault


def channel_of(user: str) -> str:
    return f"D{user[1:]}"


def read(blocks) -> Message:
    """Tell what a message is from its buttons, as who looks at it would."""
    buttons = [
        element
        for block in blocks
        for element in block.get("elements", ())
        if isinstance(element, dict) and element.get("type") == "button"
    ]
    if not buttons:
        return Message("closed", "")
    kind = "envelope" if buttons[0]["action_id"] == "envelope:open" else "card"
    return Message(kind, buttons[0]["value"])


class Client:
    """One process's connection to Slack: ``chat_postMessage`` and the others."""

    def __init__(self, slack: Slack, watch, posted, called):
        """Take what is told of each post, whether its answer will be lost, and of each pause."""
        self._slack, self._watch, self._posted, self._called = slack, watch, posted, called

    async def api_call(self, method, json):
        assert method == "conversations.open", method
        user = json["users"]

        def opened(_):
            if user in self._slack.gone:
                raise refusal("user_disabled")
            return Answer(ok=True, channel={"id": channel_of(user)})

        return await self._call("open", opened)

    async def chat_postMessage(self, *, channel, text, blocks, **_):  # noqa: N802 - its name
        assert text
        message = read(blocks)

        def post(fault):
            if f"U{channel[1:]}" in self._slack.gone:
                raise refusal("account_inactive")
            ts = self._slack.put(channel, message)
            self._posted(message, lost=fault is not None)
            return Answer(ok=True, channel=channel, ts=ts)

        return await self._call("post", post)

    async def chat_update(self, *, channel, ts, text, blocks):
        assert text

        def replace(_):
            known = self._slack.screens.get(channel, {})
            if ts not in known:
                raise refusal("message_not_found")
            known[ts] = Message("closed", known[ts].about)
            self._slack.note(f"closed {known[ts].about} at {channel} {ts}")
            assert read(blocks).kind == "closed"
            return Answer(ok=True)

        return await self._call("replace", replace)

    async def auth_test(self):
        return await self._call("auth", lambda _: Answer(ok=True))

    async def _call(self, kind, do):
        self._watch.kind = kind
        self._watch.reach(CALLING)
        await Pause()
        fault = self._slack.fails()
        pause = self._slack.rng.randint(1, 40) if fault == "429" else 0
        self._called(kind, pause)
        if pause:
            raise refusal("ratelimited", 429, {"Retry-After": str(pause)})
        if fault == "5xx":
            raise refusal(None, self._slack.rng.choice((500, 502, 503)))
        if fault == "no answer, nothing done":
            raise TimeoutError
        answer = do(fault)
        self._watch.kind = kind
        self._watch.reach(CALLED)
        await Pause()
        if fault is not None:
            raise TimeoutError
        return answer
