"""App Home's head, whether one may trade now; and the window in words and as a picture.

The words stand before the squares and say all that they do: a screen reader has them first.
"""

from clearance.shown_home import HomeSheet
from handlers import words
from handlers.views import band_form, window_line
from handlers.views.blocks import Block, actions, button, fine_print, header, marked, note, said
from handlers.views.home_ids import NEW, REFRESH, TRADED
from handlers.words import band as band_words
from handlers.words import home as home_words


def head(sheet: HomeSheet) -> list[Block]:
    """Make the head."""
    waits = sheet.acknowledgement
    sign = waits is not None and waits.to_sign
    may = home_words.may(sheet.window, sign=sign, mine=sheet.mine, left=sheet.left)
    return [
        said(home_words.HELLO.format(name=sheet.name)),
        header(home_words.MAY_TITLE),
        marked(f"{may}\n{window_line.text(sheet.window)}"),
        note(words.WINDOW),
        actions(
            "home:head",
            button(words.NEW_REQUEST, NEW, "new", "primary"),
            button(home_words.TRADED, TRADED, "new"),
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
