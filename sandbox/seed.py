"""Who is in the workspace, and the secrets the app connects with."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from sandbox.ids import new_id

SCOPES = ("commands", "chat:write", "im:write", "users:read", "files:write")


@dataclass(frozen=True)
class User:
    """One member. `team_id` is set only for somebody from another company (Slack Connect)."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "America/New_York"
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    team_id: str | None = None

    @property
    def initials(self) -> str:
        """Give at most two letters to draw in place of a portrait."""
        words = self.real_name.split()
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


@dataclass(frozen=True)
class Command:
    """A slash command, as the app's manifest declares it."""

    command: str
    usage_hint: str = ""
    description: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A global shortcut, as the app's manifest declares it."""

    name: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class Seed:
    """All that a workspace starts from. `request_url` is where HTTP mode delivers to."""

    team_id: str
    team_name: str
    team_domain: str
    app_id: str
    app_name: str
    bot_id: str
    bot_user_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    users: tuple[User, ...]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: tuple[str, ...] = SCOPES
    zone: str = "America/New_York"
    request_url: str | None = None

    def user(self, user_id: str) -> User | None:
        """Find a member by id; the app's own bot user is not among them."""
        return next((user for user in self.users if user.id == user_id), None)


USERS = (
    User("U0EMPLOYEE", "maya.okafor", "Maya Okafor", "Senior Research Associate"),
    User(
        "U0ANALYST",
        "jonas.lindqvist",
        "Jonas Lindqvist",
        "Financial Reporting Analyst",
        tz="America/Chicago",
    ),
    User("U0DIRECTOR", "ruth.abernathy", "Ruth Abernathy", "Director", tz="America/Los_Angeles"),
    User("U0CEO", "daniel.reyes", "Daniel Reyes", "Chief Executive Officer"),
    User("U0CFO", "priya.raman", "Priya Raman", "Chief Financial Officer"),
    User("U0COMPLY", "helen.sorensen", "Helen Sorensen", "Compliance Officer"),
    User(
        "U0AUDIT",
        "victor.castellanos",
        "Victor Castellanos",
        "Director, Chair of the Audit Committee",
        tz="America/Chicago",
    ),
    User("U0NEWHIRE", "leila.haddad", "Leila Haddad", "Laboratory Technician (new)"),
    User("U0GUEST", "ines.marchetti", "Ines Marchetti", "Director (guest)", is_restricted=True),
)

COMMANDS = (
    Command(
        "/preclear",
        "[buy 500 on 2 Dec | sold 300 at 4.12 yesterday | traded | status | window | withdraw "
        "| plans | acknowledge | help]",
        "Ask for clearance of a trade in company stock, or report one",
    ),
)


SHORTCUTS = (
    Shortcut(
        "Ask for clearance", "ask_for_clearance", "Open the form for a trade in company stock"
    ),
    Shortcut("Report a trade", "report_a_trade", "Say what you traded, or that you did not trade"),
    Shortcut("What waits for me", "what_waits_for_me", "To decide, to sign, to answer"),
)


def new_seed(**changes: Any) -> Seed:
    """Make a workspace with fresh tokens; any field of `Seed` can be given instead."""
    seed = Seed(
        team_id="T0SANDBOX",
        team_name="Cellectar (sandbox)",
        team_domain="sandbox",
        app_id="A0PRECLEAR",
        app_name="Preclear",
        bot_id="B0PRECLEAR",
        bot_user_id="U0PRECLEAR",
        bot_token=f"xoxb-{secrets.token_hex(16)}",
        app_token=f"xapp-1-{new_id('A')}-{secrets.token_hex(16)}",
        signing_secret=secrets.token_hex(16),
        verification_token=secrets.token_hex(12),
        users=USERS,
        commands=COMMANDS,
        shortcuts=SHORTCUTS,
    )
    return replace(seed, **changes)
