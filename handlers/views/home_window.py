"""App Home's greeting; whether one may trade now; the window in words and as a picture.

The words stand before the squares and say all that they do: a screen reader has them first.
"""

from clearance.shown_home import HomeSheet
from handlers import words
from handlers.views import band_form, window_line
from handlers.views.blocks import Block, actions, button, fine_print, header, marked, note, said
from handlers.views.home_ids import NEW, REFRESH, TRADED
from handlers.words import band as band_words
from handlers.words import home as home_words


def greeting(sheet: HomeSheet) -> list[Block]:
    """Make the first line."""
    return [said(home_words.HELLO.format(name=sheet.name))]


def may(sheet: HomeSheet) -> list[Block]:
    """Say whether one may trade now, with the buttons that follow from it."""
    waits = sheet.acknowledgement
    sign = waits is not None and waits.to_sign
    answer = home_words.may(sheet.window, sign=sign, mine=sheet.mine, left=sheet.left)
    return [
        header(home_words.MAY_TITLE),
        marked(f"{answer}\n{window_line.text(sheet.window)}"),
        note(words.WINDOW),
        actions(
            "home:head",
            button(words.NEW_REQUEST, NEW, "new", "primary"),
            button(words.REPORT, TRADED, "new"),
            button(band_words.OPEN, band_form.OPEN, "new"),
            button(home_words.REFRESH, REFRESH, "refresh"),
        ),
    ]


def picture(sheet: HomeSheet) -> list[Block]:
    """Make the picture of the coming weeks, its words first."""
    if not sheet.days:
        return []
    return [
        header(home_words.PICTURE_TITLE),
        said(home_words.in_words(sheet.days)),
        marked(home_words.picture(sheet.days)),
        fine_print(home_words.LEGEND),
    ]
