"""What follows a pull that was recorded: its id and size, and the link to download it."""

from typing import Any

from audit.downloads import Link
from audit.handing_over import Ordered
from audit.ways import Ways
from handlers.moments import both
from handlers.views.blocks import actions, button, escaped, marked, modal, note, said
from handlers.words import audit as words

LINK = "audit:link"


def build(ordered: Ordered, ways: Ways) -> dict[str, Any]:
    """Say that the pull is recorded, and what happens next."""
    recorded, follows = words.done(ordered, ways)
    if ordered.pull.way == "download":
        makes = actions(LINK, button(words.MAKE_LINK, LINK, ordered.pull.id, "primary"))
        return modal(words.ONE_MORE_TITLE, [marked(follows), makes, note(recorded)])
    return modal(words.DONE_TITLE, [said(recorded), said(follows)])


def link(made: Link, ways: Ways) -> dict[str, Any]:
    """Show a link and its code, once."""
    address = f"{ways.url}{made.token}"
    return modal(
        words.LINK_TITLE,
        [
            marked(words.LINK.format(url=escaped(address))),
            said(words.LINK_WHERE.format(url=address)),
            marked(words.LINK_CODE.format(code=made.code)),
            marked(words.LINK_NOTE.format(at=both(made.expires_at))),
            note(words.LINK_FILE),
        ],
    )
