"""What people do next, by what stands on their screens and what they were told."""

from clearance.shown import RequestShown
from clearance.shown_changes import ChangeShown
from clearance.shown_related import RelatedAsked
from clearance.shown_restrictions import RestrictionsSheet
from tests.simulation.company import NEWCOMERS

SUBMIT = ("buy", "sell")


class People:
    """Everybody of one company; they see their screens and remember what they were told."""

    def __init__(self, world):
        self.world, self.rng = world, world.rng
        self.told: dict[str, RequestShown] = {}  # the last that a requester was shown
        self.to_do: list[tuple] = []  # what somebody has just been asked
        self._forms = 0

    def form(self) -> str:
        self._forms += 1
        return f"V{self._forms}"

    def act(self) -> None:
        """Let somebody do something."""
        chance = self.rng.random()
        if self.to_do and chance < 0.6:
            kind, user, said = self.to_do.pop(self.rng.randrange(len(self.to_do)))
            form = self.form() if kind in ("widen", "report") else None
            self.world.press(kind, user, said, form=form)
        elif chance < 0.32:
            self.submit()
        elif chance < 0.72:
            self.press_card()
        elif chance < 0.84:
            self.open_envelope()
        elif chance < 0.92:
            self.on_own_request()
        else:
            self.rarely()

    def submit(self) -> None:
        """Ask for a trade; a third comes from people whom a public rule refuses at once."""
        chosen = NEWCOMERS if self.rng.random() < 0.3 else sorted(self.world.listed)
        user = self.rng.choice(chosen)
        margin = self.rng.random() < 0.03
        said = (self.rng.choice(SUBMIT), self.rng.randint(1, 900), margin)
        self.world.press("submit", user, said, form=self.form())

    def press_card(self) -> None:
        """Press a card that has buttons, whether or not its request still waits."""
        officers = [one.user for one in self.world.known.officers()]
        cards = [
            (user, place, message.about)
            for user in officers
            for place, message in self.world.slack.screen(user).items()
            if message.kind == "card"
        ]
        requests = self.world.known.requests
        waiting = [c for c in cards if c[2] in requests and requests[c[2]].status == "pending"]
        stale = self.rng.random() < 0.15
        cards = [card for card in cards if card not in waiting] if stale else waiting
        if not cards:
            return
        user, ts, request = self.rng.choice(cards)
        chance = self.rng.random()
        if stale:
            self.world.strike("stale card pressed")
        if stale or chance < 0.15:
            self.world.press("review", user, (request, (f"D{user[1:]}", ts)))
        elif chance < 0.4:
            self.race(request, sorted({u for u, _, about in cards if about == request}))
        else:
            self.world.press("decide", user, (request, self.verdict()))

    def clear_up(self) -> None:
        """Withdraw or decide most of what still waits, and leave the rest to its time."""
        for request in list(self.world.known.requests.values()):
            chance = self.rng.random()
            if request.status != "pending" or chance < 0.1:
                continue
            officers = sorted({to for to, _ in request.cards})
            if chance < 0.5 or not officers:
                user = self.world.known.people[request.person].user
                self.world.press("withdraw", user, (request.id,))
            else:
                self.world.press("decide", self.rng.choice(officers), (request.id, self.verdict()))

    def restrict_and_lift(self) -> None:
        """Let officers restrict who is cleared, and look at what they set and are asked."""
        officers = sorted(one.user for one in self.world.known.officers())
        for officer in officers:
            cleared = sorted({self._whose(one) for one in self._live()} - {officer})
            if cleared:
                chosen = (self.rng.choice(cleared),)
                self.world.press("restrict", officer, (chosen,), form=self.form())
            self.world.press("look", officer, ())

    def do_all(self) -> None:
        """Do all that anybody was asked."""
        asked, self.to_do = self.to_do, []
        for kind, user, said in asked:
            form = self.form() if kind in ("widen", "report") else None
            self.world.press(kind, user, said, form=form)

    def say_what_became(self) -> None:
        """Answer what a restriction withdrew, and report on most clearances."""
        for request in list(self.world.known.requests.values()):
            user = self.world.known.people[request.person].user
            values = [step.value for step in request.steps]
            if any(value.get("cause") == "withdrawn" for value in values):
                self.world.press("receipt", user, (request.id,))
            if any(value["what"] == "approved" for value in values) and self.rng.random() < 0.5:
                said = (request.id, self.rng.random() < 0.3)
                self.world.press("report", user, said, form=self.form())

    def verdict(self) -> str:
        return self.rng.choices(("approve", "decline", "return"), (7, 2, 1))[0]

    def race(self, request: str, users: list[str]) -> None:
        """Let two officers press up to twice each, at once."""
        presses = [(user, self.verdict()) for user in users[:2] for _ in range(2)]
        count = self.rng.randint(2, 4)
        chosen = self.rng.sample(presses, min(count, len(presses)))
        self.world.race([("decide", user, (request, verdict)) for user, verdict in chosen])

    def open_envelope(self) -> None:
        closed = [
            (user, message)
            for user in self.world.listed
            for message in self.world.slack.screen(user).values()
            if message.kind == "envelope" and not message.opened
        ]
        if closed:
            user, message = self.rng.choice(closed)
            message.opened = True
            self.world.press("opened", user, (message.about,))

    def on_own_request(self) -> None:
        """Withdraw or report, as the last that one was shown allows."""
        mine = [one for one in self.told.items() if one[1].may_withdraw or one[1].may_report]
        if not mine:
            return
        (user, request), shown = self.rng.choice(mine)
        if shown.may_report and self.rng.random() < 0.7:
            self.world.press("report", user, (request, self.rng.random() < 0.3), form=self.form())
        elif shown.may_withdraw:
            self.world.press("withdraw", user, (request,))

    def rarely(self) -> None:
        """Restrict somebody, look at one's restrictions, or name a colleague as a spouse."""
        officers = sorted(one.user for one in self.world.known.officers())
        chance = self.rng.random()
        if not officers:
            return
        officer = self.rng.choice(officers)
        users = sorted(user for user in self.world.listed if user != officer)
        if chance < 0.5:
            cleared = sorted({u for u in map(self._whose, self._live()) if u != officer})
            chosen = self.rng.sample(users, self.rng.randint(1, 2))
            if cleared and self.rng.random() < 0.7:
                chosen = [self.rng.choice(cleared)]
            self.world.press("restrict", officer, (tuple(chosen),), form=self.form())
        elif chance < 0.85:
            self.world.press("look", officer, ())
        else:
            user = self.rng.choice([one for one in users if one not in officers])
            whom = self.rng.choice([*officers, *users])
            if whom != user:
                self.world.press("related", user, (whom,), form=self.form())

    def _live(self):
        return [one for one in self.world.known.requests.values() if one.live]

    def _whose(self, request) -> str:
        return self.world.known.people[request.person].user

    def hear(self, user: str, answer) -> None:
        """Take in an answer: what was shown, and what one is asked by it."""
        match answer:
            case RequestShown():
                self.told[user, answer.id] = answer
                if answer.may_receipt:
                    self.to_do.append(("receipt", user, (answer.id,)))
            case ChangeShown():
                self.to_do.append(("confirm_change", user, (answer.id,)))
            case RelatedAsked():
                agrees = self.rng.random() < 0.8
                self.to_do.append(("answer_related", user, (answer.id, agrees)))
            case RestrictionsSheet():
                self._look(user, answer)

    def _look(self, user: str, sheet: RestrictionsSheet) -> None:
        if sheet.to_confirm:
            self.to_do.append(("confirm_restored", user, ()))
        self.to_do += [("agree", user, (one.id, one.restriction.id)) for one in sheet.asked]
        if sheet.mine and self.rng.random() < 0.6:
            self.to_do.append(("widen", user, (self.rng.choice(sheet.mine).id,)))
