"""Who acts, as each kind of Slack payload says it."""

from typing import Any

from clearance.shown import Actor


def actor_of(body: dict[str, Any]) -> Actor:
    """Read workspace and user; where Slack names none the text is empty, and nobody's.

    A person of another company (Slack Connect) carries their own workspace in
    ``user.team_id``, so that comes before the workspace the app was pressed in.
    """
    user = body.get("user") or {}
    event = body.get("event") or {}
    team = user.get("team_id") or (body.get("team") or {}).get("id") or body.get("team_id")
    person = user.get("id") or body.get("user_id") or event.get("user")
    return Actor(team_id=str(team or ""), user_id=str(person or ""))
