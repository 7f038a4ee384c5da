"""What one person could get of a world, in a form in which two worlds can be compared."""

import json
import logging
import re
from contextlib import contextmanager

import structlog

from bot import logs
from tests.confidentiality.worlds.chance import REQUEST_IDS, TOKENS, tokens_in
from tests.confidentiality.worlds.slack import EVERYBODY

#: Ids that Slack gives (of a view, a conversation, a message, a form's hash, a trigger), and
#: the reference of an error.
_GIVEN = re.compile(
    r"\bV[A-Z0-9]{10}\b|\bD[A-Z0-9]{10}\b|\b\d{10}\.\d{6}\b|\b\d{10}\.[A-Z0-9]{8}\b"
    r"|\b[A-Z0-9]{13}\.[A-Z0-9]{12}\.[a-z0-9]{32}\b|(?<=Reference: )[0-9a-f]{8}\b"
)

_EVERY = re.compile(f"{_GIVEN.pattern}|{TOKENS.pattern}|{REQUEST_IDS.pattern}")


@contextmanager
def kept_logs(stream):
    """Write the process's log into a stream, and leave the logs as they were found."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure("info", stream=stream)
    try:
        yield
    finally:
        root.handlers[:], level = before
        root.setLevel(level)
        logging.captureWarnings(capture=False)
        structlog.reset_defaults()


class Names:
    """Puts in place of every random id the number under which it was seen first."""

    def __init__(self):
        self._seen = {}

    def of(self, text):
        """Read from left to right; an id within one of Slack's is no id of ours."""
        return _EVERY.sub(self._number, text)

    def _number(self, found):
        return self._seen.setdefault(found[0], f"<{len(self._seen)}>")


def seen_by(world, person):
    """Give all that reached a person, in order, each with its act and its moment."""
    names = Names()
    reached = [one for one in world.slack.noted if one.to in (person, EVERYBODY)]
    return [f"{one.act} {one.at} {one.what} {names.of(one.said)}" for one in reached]


def posted_to(world, person):
    """Give the messages that a person keeps, each by itself: what it says, and when it came."""
    return [
        f"{one.at} {Names().of(one.said)}"
        for one in world.slack.noted
        if one.to == person and one.what == "chat.postMessage"
    ]


def log_lines(world, without=()):
    """Give the log's lines as they are but for their moment; ``without`` leaves out events."""
    names, lines = Names(), []
    for one in world.log.getvalue().splitlines():
        record = json.loads(one)
        record.pop("timestamp")
        if record["event"] not in without:
            lines.append(names.of(json.dumps(record, sort_keys=True)))
    return lines


def not_drawn(world, person):
    """Give the ids in what reached a person that did not come from chance."""
    reached = " ".join(seen.said for seen in world.slack.noted if seen.to in (person, EVERYBODY))
    return set(tokens_in(_GIVEN.sub("", reached))) - world.chance.tokens
