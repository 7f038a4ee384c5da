"""The hands: employees who ask, withdraw and report, officers who press and decide.

They do as people do: a click that nobody answers is done again, and in the end given up.
"""

import asyncio
import re
from random import Random

from handlers import words
from handlers.views import (
    messages,
    report_form,
    request_form,
    request_sheet,
    review_form,
    withdraw_form,
)
from tests.kills.company import Company
from tests.kills.ledger import Ledger

ASKERS = ("U0EMPLOYEE", "U0ANALYST", "U0COMPLY")
OFFICERS = ("U0CEO", "U0CFO")
_SENT = re.compile(re.escape(words.SENT.partition("{")[0]) + r"(\S+?),")
_BROKEN = words.BROKEN_AT_FIELD.partition(".")[0]
_TRIES = 4
#: Nobody has more requests waiting than this.
_AT_ONCE = 2
#: How often somebody looks whether there is something to do (seconds).
LOOK = 0.02


class Person:
    """One pair of hands, one form at a time."""

    def __init__(self, company: Company, ledger: Ledger, user: str, random: Random):
        self.user = user
        self.ledger = ledger
        self.random = random
        self.told: dict[str, str] = {}  # at the fields of the form on top
        self._workspace = company.workspace

    @property
    def top(self):
        stack = self._workspace.views.stack(self.user)
        return stack[-1] if stack else None

    @property
    def shown(self) -> str:
        return "" if self.top is None else str([self.top.given["blocks"], self.told])

    @property
    def callback(self) -> str:
        return "" if self.top is None else self.top.given.get("callback_id") or ""

    @property
    def messages(self):
        return self._workspace.conversation(self.user).messages

    async def command(self, text: str) -> bool:
        await self.clear()
        return self._answered(await self._workspace.acts.command(self.user, text))

    async def press(self, action: str, message=None) -> bool:
        where = (
            {"view_id": self.top.id}
            if message is None
            else {"channel": self._workspace.conversation(self.user).channel, "ts": message.ts}
        )
        acts = self._workspace.acts
        return self._answered(await acts.press(self.user, {"action_id": action}, **where))

    async def submit(self, **state) -> bool:
        """Send the top form, again and again where nobody answers."""
        form = self.top
        for _ in range(_TRIES):
            answer = await self._workspace.acts.submit(self.user, form.id, state)
            self.told = answer.get("errors", {})
            assert all(one.startswith(_BROKEN) for one in self.told.values()), answer
            if self.told or self._answered(answer):
                return True
            await self.connected()
        return False

    async def clear(self) -> None:
        self.told = {}
        if self.top is not None:
            await self._workspace.acts.close(self.user, self.top.id, everything=True)

    async def connected(self) -> None:
        """Wait, mostly, until there is somebody to click for."""
        parts = self._workspace._parts
        # No event tells it of the next process.
        while not parts.delivery.connected and self.random.random() < 0.998:
            await asyncio.sleep(LOOK)

    def _answered(self, answer) -> bool:
        self.ledger.counted["clicks"] += 1
        if answer == {"ok": True}:
            return True
        # A button that is no longer there was no click; any other one had no answer.
        gone = answer.get("code") in {"not_found", "message_not_found"}
        late = answer.get("code") == "operation_timeout"
        self.ledger.counted["gone" if gone else "unanswered"] += 1
        self.ledger.counted["of these after three seconds"] += late
        return False


class Asker(Person):
    """Asks, and now and then withdraws, or reports that nothing was traded."""

    numbers = iter(())

    async def live(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            await self.connected()
            if len(self._waiting()) < _AT_ONCE:
                await self.ask()
            elif self.random.random() < 0.1:
                await self.withdraw(self.random.choice(self._waiting()))
            else:
                await self.read()
            await asyncio.sleep(LOOK * self.random.randint(1, 20))

    def _waiting(self) -> list[str]:
        ledger = self.ledger
        mine = [request for request, (user, _) in ledger.asked.items() if user == self.user]
        return [one for one in mine if one not in ledger.decided and one not in ledger.withdrawn]

    async def ask(self) -> str | None:
        """Ask for a number of shares that nobody else asks for; give the request's id."""
        number = next(self.numbers)
        if not await self.command(f"/preclear buy {number}"):
            return None
        if self.callback != request_form.CALLBACK:
            self.ledger.counted["told of trouble"] += 1
            return None
        if not await self.submit(statements=chosen("no_mnpi", "policy_read", "responsible")):
            return None
        return self.note(number)

    def note(self, number: int) -> str | None:
        found = _SENT.search(self.shown)
        if found is None:
            self.ledger.counted["told of trouble"] += 1
            return None
        assert words.STATES["pending"] in self.shown or self._ended(), self.shown
        self.ledger.asked[found[1]] = (self.user, number)
        return found[1]

    def _ended(self) -> bool:
        """Say whether the form sent again shows a request that was decided meanwhile."""
        return any(words.STATES[one] in self.shown for one in ("approved", "declined", "returned"))

    async def withdraw(self, request: str) -> None:
        if not await self.command("/preclear status"):
            return
        if not await self._press_of(request_sheet.OPEN, request):
            return
        if request_sheet.WITHDRAW not in self.shown or not await self.press(request_sheet.WITHDRAW):
            return
        if self.callback != withdraw_form.CALLBACK or not await self.submit():
            return
        if words.STATES["withdrawn"] in self.shown or words.STATES["clearance_ended"] in self.shown:
            self.ledger.withdrawn[request] = self.user

    async def _press_of(self, action: str, request: str) -> bool:
        for block in self.top.given["blocks"] if self.top else ():
            element = block.get("accessory") or {}
            if element.get("action_id") == action and element.get("value") == request:
                pressed = {"action_id": action, "block_id": block["block_id"]}
                acts = self._workspace.acts
                return self._answered(await acts.press(self.user, pressed, view_id=self.top.id))
        return False

    async def read(self) -> None:
        """Open an envelope; where a clearance is in it, say that nothing was traded."""
        told = [one for one in self.messages if messages.OPEN in str(one.blocks)]
        if not told:
            return
        await self.clear()
        if not await self.press(messages.OPEN, self.random.choice(told[-5:])):
            return
        found = _SENT.search(self.shown)
        if found is None or request_sheet.REPORT not in self.shown:
            return
        if not await self.press(request_sheet.REPORT) or self.callback != report_form.CALLBACK:
            return
        if await self.submit(traded=picked("no")) and words.REPORTED_NOTHING in self.shown:
            self.ledger.reported[found[1]] = self.user


class Officer(Person):
    """Presses the cards that are open, oldest first as a rule, and decides."""

    async def live(self, stopping: asyncio.Event) -> None:
        pressed: set[str] = set()
        while not stopping.is_set():
            await self.connected()
            cards = [one for one in self.messages if is_open(one) and one.ts not in pressed]
            if cards:
                card = cards[0] if self.random.random() < 0.7 else self.random.choice(cards)
                if await self.decide(card):
                    pressed.add(card.ts)
            await asyncio.sleep(LOOK * self.random.randint(1, 10))

    async def decide(self, card, verdict: str | None = None) -> bool:
        """Press a card and decide what is in it; false where somebody has to press again."""
        await self.clear()
        button = self.random.choice([messages.APPROVE, messages.DECLINE, messages.DETAILS])
        if not await self.press(button, card):
            return False
        if self.callback != review_form.CALLBACK:
            return self._came_too_late("pressed after the end")
        request = self.top.given["private_metadata"]
        verdict = verdict or self.random.choice(["approve", "approve", "decline", "return"])
        if not await self.choose(verdict):
            return False
        if self.callback != review_form.CALLBACK:  # ended while the form lay open
            return self._came_too_late("told another was first")
        return await self.submit(**decision(verdict)) and self._noted(request, verdict)

    def _noted(self, request: str, verdict: str) -> bool:
        """Write down what the answer to a decision says; false where it has to be tried again."""
        if words.DECIDED in self.shown:
            self.ledger.note_decided(request, self.user, verdict)
            return True
        broken = words.BROKEN.partition(".")[0] in self.shown
        self.ledger.counted["told of trouble" if broken else "told another was first"] += 1
        return not broken

    def _came_too_late(self, counted: str) -> bool:
        """Count a form that has nothing to send; false where it tells of something else."""
        over = words.FIRST_STANDS in self.shown
        self.ledger.counted[counted if over else "told of trouble"] += 1
        return over

    async def choose(self, verdict: str) -> bool:
        """Choose a decision, which draws the form anew for what it needs."""
        chosen_ = {"block_id": review_form.DECISION, "action_id": "value"}
        chosen_ |= {"selected_option": {"value": verdict}}
        view_id = self.top.id
        return self._answered(await self._workspace.acts.press(self.user, chosen_, view_id=view_id))


def decision(verdict: str) -> dict:
    state = {"decision": picked(verdict)}
    if verdict == "approve":
        state["statement"] = chosen("considered")
    if verdict == "return":
        state["fields"] = chosen("quantity")
    return state


def picked(value: str) -> dict:
    return {"value": {"selected_option": {"value": value}}}


def chosen(*values: str) -> dict:
    return {"value": {"selected_options": [{"value": value} for value in values]}}


def is_open(message) -> bool:
    return any(block["type"] == "actions" for block in message.blocks)
