"""Who decided a request, said to its requester and to the officers: a name and an office."""

from clearance.shown_home import DecidedShown
from handlers.words import decided_by, office

#: An officer was about to approve it, and a rule that everybody knows did not allow it by then.
STOPPED = "{name}, {office}, looked at it. The policy did not allow it by then."
NOBODY = "Nobody had decided it."
CLOSED_YOU = "Decided by you. There is nothing left to do here: request {request}."
CLOSED_OTHER = "Decided by another officer. There is nothing left for you to do: request {request}."
CLOSED = "No decision is needed any more. There is nothing left to do here: request {request}."
HOME_YOU = "Decided by you."

_STOPPED = frozenset({"lapsed", "overtaken"})


def who(state: str, name: str | None, office_name: str | None) -> str:
    """Say who decided; nothing where nobody was asked, or where how it ended says it already."""
    if name is None:
        return NOBODY if state in _STOPPED else ""
    if state in _STOPPED and office_name:
        return STOPPED.format(name=name, office=office(office_name))
    return decided_by(name, office_name)


def at_home(one: DecidedShown) -> str:
    """Say in an officer's App Home who decided, themselves or the other."""
    return HOME_YOU if one.mine else who(one.state, one.decided_by or None, one.office)


def closed(request: str, decided: str | None) -> str:
    """Say that a card needs nothing any more; ``decided`` is ``you``, ``other`` or None."""
    text = {"you": CLOSED_YOU, "other": CLOSED_OTHER}.get(decided or "", CLOSED)
    return text.format(request=request)
