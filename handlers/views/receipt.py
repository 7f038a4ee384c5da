"""What the requester sees the moment the form was sent: filed, exempt, or refused."""

from typing import Any

from clearance.shown import RequestShown
from handlers.views import request_sheet


def build(request: RequestShown) -> dict[str, Any]:
    """Make the receipt; it replaces the form, and closing it closes what lies beneath."""
    return request_sheet.build(request, last=True)
