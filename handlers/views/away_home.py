"""An officer's own times, as App Home shows them."""

from clearance.mornings import HOURS
from clearance.shown_away import AwaySheet
from handlers.moments import day
from handlers.views.blocks import Block, beside, button
from handlers.words import away as words

OPEN = "away:open"


def build(sheet: AwaySheet | None) -> list[Block]:
    """Make one paragraph with a button that opens the form; nothing for who is no officer."""
    if sheet is None:
        return []
    lines = []
    if sheet.absences:
        one = sheet.absences[0]
        text = words.HOME if one.now else words.HOME_NEXT
        lines.append(text.format(first=day(one.first_on), last=day(one.last_on)))
    lines.append(words.HOME_HOUR.format(hour=words.hours(HOURS)[str(sheet.hour)]))
    return [beside("\n".join(lines), OPEN, button(words.HOME_OPEN, OPEN, "new"))]
