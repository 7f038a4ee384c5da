"""What a form says that opens with what was typed before and never sent."""

from datetime import datetime

from handlers.moments import in_new_york

BEGUN = "You started this {at} and did not send it. Nothing has reached anybody."
#: Slack says today and yesterday in the reader's own words and zone.
_MOMENT = "<!date^{epoch}^{{date_short_pretty}} at {{time}}|on {fallback}>"
AFRESH = "Start afresh"
KEPT = (
    "Until you send it, this is kept for a day, for you alone and on no record. If the form "
    "is lost, open it again."
)
NOT_STATED = "Your statements are not kept."


def begun(at: datetime) -> str:
    """Say when what the form holds was begun (mrkdwn)."""
    moment = _MOMENT.format(epoch=int(at.timestamp()), fallback=in_new_york(at))
    return BEGUN.format(at=moment)
