"""The button that nudges, on a request that waits: in its form, in the list, in App Home."""

from clearance.shown import RequestShown
from handlers.moments import both
from handlers.views.blocks import Block, actions, button
from handlers.words import nudge as words

#: Pressed in the request's own form, which is drawn anew, or elsewhere, where that form opens.
HERE = "request:nudge"
ELSEWHERE = "requests:nudge"


def facts(request: RequestShown) -> list[str]:
    """Say when it was nudged, or from when on it can be (mrkdwn)."""
    if request.state != "pending":
        return []
    if request.nudged_at is not None:
        return [words.NUDGED.format(at=both(request.nudged_at))]
    if request.nudge_from is not None:
        return [words.FROM.format(at=both(request.nudge_from))]
    return [words.MAY] if request.may_nudge else []


def here(request: RequestShown) -> Block | None:
    """Make the button of the request's own form, where it may be nudged."""
    return button(words.NUDGE, HERE, request.id) if request.may_nudge else None


def rows(request: RequestShown) -> list[Block]:
    """Make the row with the button for a list or App Home; none where it may not be nudged."""
    if not request.may_nudge:
        return []
    return [actions(f"nudge:{request.id}", button(words.NUDGE, ELSEWHERE, request.id))]
