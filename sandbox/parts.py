"""The parts of a workspace, as its methods, its people's acts and its page are handed them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sandbox.changes import Changes
from sandbox.delivery import Delivery
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.limits import LimitRules, Limits
from sandbox.messages import Messages
from sandbox.payloads import Payloads
from sandbox.realtime import RealTime
from sandbox.seed import Seed, User
from sandbox.signed_http import SignedHttp
from sandbox.sockets import Sockets
from sandbox.staging import Scenarios, Staging
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.views import Views


class Clock(Protocol):
    """Where the shown date comes from. A clock that also has `move(to)` can be moved."""

    def now(self) -> datetime:
        """Give the moment, with its zone."""
        ...


@dataclass
class Parts:
    """Everything that is kept and done, by what it is about."""

    seed: Seed
    clock: Clock
    real: RealTime
    changes: Changes
    messages: Messages
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    limits: Limits
    faults: Faults
    files: Files
    sockets: Sockets
    http: SignedHttp
    delivery: Delivery
    payloads: Payloads
    staging: Staging
    base_url: str = ""
    #: Members whose account was changed since the start, by id.
    changed: dict[str, User] = field(default_factory=dict)

    def user(self, user_id: str) -> User | None:
        """Find a member by id, as their account is now."""
        return self.changed.get(user_id) or self.seed.user(user_id)

    @property
    def users(self) -> tuple[User, ...]:
        """Everybody, as their accounts are now."""
        return tuple(self.changed.get(one.id, one) for one in self.seed.users)

    def empty(self) -> Callable[[], None]:
        """Forget all that was said, shown, shared and changed; what is returned undoes it."""
        undo = (self.messages.empty(), self.views.empty(), self.files.empty())
        changed = dict(self.changed)
        self.changed.clear()

        def bring_back() -> None:
            for one in undo:
                one()
            self.changed.update(changed)

        return bring_back


def assemble(
    seed: Seed,
    clock: Clock,
    real: RealTime,
    rules: LimitRules,
    scenarios: Scenarios | None = None,
) -> Parts:
    """Put a workspace together; nothing runs yet."""
    changes = Changes()
    sockets = Sockets(seed, real, changes)
    http = SignedHttp(seed.request_url, seed.signing_secret, real)
    return Parts(
        seed=seed,
        clock=clock,
        real=real,
        changes=changes,
        messages=Messages(seed, clock.now, changes),
        views=Views(seed, clock.now, changes),
        triggers=Triggers(real),
        response_urls=ResponseUrls(real),
        limits=Limits(real, rules),
        faults=Faults(),
        files=Files(),
        sockets=sockets,
        http=http,
        delivery=Delivery(sockets, http, real),
        payloads=Payloads(seed),
        staging=Staging(changes, scenarios),
    )
