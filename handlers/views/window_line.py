"""The company's window in a few words, the same for everybody."""

from clearance.shown import WindowShown
from handlers import words
from handlers.moments import both, day


def text(window: WindowShown) -> str:
    """Say whether the window is open, and when that changes (mrkdwn)."""
    if window.open:
        closes = words.WINDOW_CLOSES.format(at=both(window.closes_at)) if window.closes_at else ""
        return f"{words.WINDOW_OPEN}{closes}"
    quarter = words.WINDOW_QUARTER.format(day=day(window.quarter_end)) if window.quarter_end else ""
    reopens = (
        words.WINDOW_REOPENS.format(at=both(window.reopens_at))
        if window.reopens_at
        else words.WINDOW_UNKNOWN
    )
    return f"{words.WINDOW_CLOSED}{quarter}{reopens}"
