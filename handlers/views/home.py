"""App Home, put together of its parts: each has a module of its own and gives its blocks.

What waits for somebody in their office stands first, before what they may do themselves. The
blocks depend on the sheet alone. Long lists are cut: Slack takes 100 blocks.
"""

from collections.abc import Sequence
from typing import Any

from audit.handing_over import Listed
from clearance.shown_home import HomeSheet
from handlers.views import (
    away_home,
    calendar_sheet,
    home_company,
    home_own,
    home_waiting,
    home_window,
)
from handlers.views.blocks import marked


def build(sheet: HomeSheet, pulled: Sequence[Listed] = ()) -> dict[str, Any]:
    """Make the view for ``views.publish``; ``pulled`` are the latest pulls, for compliance."""
    return {
        "type": "home",
        "blocks": [
            *home_window.greeting(sheet),
            *home_waiting.to_decide(sheet),
            *home_waiting.to_confirm(sheet),
            *home_company.build(sheet, pulled),
            *away_home.build(sheet.away),
            *(calendar_sheet.opener() if sheet.keeps_calendar else []),
            *home_window.may(sheet),
            *home_own.first(sheet),
            *home_own.requests(sheet),
            *home_window.picture(sheet),
            *home_waiting.decided(sheet),
            *home_own.standing(sheet),
        ],
    }


def build_refused(text: str) -> dict[str, Any]:
    """Make the view of somebody whom the desk does not serve."""
    return {"type": "home", "blocks": [marked(text)]}
