"""The allow-list of the logs: every event, every field beside one, and the shape it must have.

What is not listed here is not written: not its value and not its name. Nothing on the list
can say who a person is, what they trade, how many, what a message is about, what came of a
request, or what somebody typed; a new field needs a shape that holds it to that.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.refusals import LOGGED
from storage.known_tree import KINDS
from storage.randomness import ALPHABET

Shape = Callable[[object], bool]

#: Every event, and when it is written. A record of a library is ``library``.
EVENTS: Final[Mapping[str, str]] = {
    "account_not_said": "Slack did not say in time whose account it is that acts",
    "accounts_not_listed": "Slack did not give its list of members; who acts is asked for",
    "act_broken": "an act met what nobody foresaw at its tick; its actor has the reference",
    "answer_failed": "a person could not even be told that something broke",
    "app_answered": "the sandbox's workspace got a status that is not 200",
    "bundle_made": "a pull of the record is where it was to go",
    "bundle_not_made": "a pull of the record could not be made or handed over; its asker is told",
    "command_failed": "a command met what nobody foresaw; the person has the reference",
    "delivered": "a message went out",
    "delivery_ended": "a message was given up",
    "delivery_failed": "a message or timer met what nobody foresaw",
    "delivery_later": "a message or timer is tried again later",
    "delivery_unrecorded": "what came of a try could not be written down",
    "delivery_waits": "the database is away; deliveries wait for it",
    "download_failed": "a download met what nobody foresaw and was cut off",
    "downloads_listening": "pulls of the record can be downloaded",
    "draft_not_kept": "what somebody typed and did not send could not be kept; they type on",
    "envelope_broke": "the sandbox's workspace lost a connection while it sent",
    "handler_failed": "an act met what nobody foresaw; the person has the reference",
    "home_not_shown": "an App Home could not be published unasked; opening it draws it",
    "homes_wait": "the database is away; App Homes wait for it",
    "key_file_refused": "the key file has changed and cannot be used; the keys stay as they were",
    "health_listening": "health is served",
    "checkpoint_not_kept": "the newest checkpoint cannot be kept outside the database",
    "checkpoint_not_published": "a place did not take a checkpoint (0: a time stamp); tried again",
    "listening": "Slack's requests are served over HTTP",
    "log_differs": "the log is not the one that is known: an alarm, and nothing is kept over it",
    "log_unread": "the log could not be looked at; it is tried again after the next tick",
    "more_sockets_than_ours": "the app has more connections than it should: an alarm",
    "odd_acknowledgement": "the sandbox's workspace was sent what acknowledges nothing",
    "ready": "the bot hears and delivers",
    "resumed": "the bot starts, and no delivery was left begun; so many are due",
    "scenario_failed": "a scenario of the sandbox could not be loaded; the old record is back",
    "signing_key_refused": "the signing key's file has changed and cannot be used; it stays",
    "slack_away": "Slack did not answer at the start",
    "slack_named_no_team": "Slack did not say which workspace this is; it is asked again",
    "socket_given_up": "the connection to Slack did not come back",
    "socket_lost": "the connection to Slack is gone",
    "socket_open": "Slack says hello, and how many connections the app has",
    "socket_waits": "Slack asks to wait before another connection is opened",
    "socket_renewed": "a connection that did not come back is given up for a new one",
    "stopped": "the bot has come to rest",
    "stopping": "the bot was told to stop: it is unready from here on",
    "tick_waits": "a tick failed and is tried again at the next minute",
    "tick_left": "the last tick was not written in time before the process ended",
    "took_over": "deliveries that a process which is gone had begun are taken over",
    "uncaught": "something broke where nobody was waiting for it",
}


def _matches(pattern: str) -> Shape:
    found = re.compile(pattern)
    return lambda value: isinstance(value, str) and found.fullmatch(value) is not None


def _one_of(words: frozenset[str]) -> Shape:
    return lambda value: isinstance(value, str) and value in words


def _up_to(most: int) -> Shape:
    return lambda value: type(value) is int and 0 <= value <= most


def _error_type(value: object) -> bool:
    """Say whether this is the name of an exception's type, of those that are loaded."""
    return any(value == one.__name__ for one in _error_types(BaseException))


def _error_types(base: type[BaseException]) -> Iterator[type[BaseException]]:
    yield base
    for one in base.__subclasses__():
        yield from _error_types(one)


#: Every field that may stand beside an event.
FIELDS: Final[Mapping[str, Shape]] = {
    "at": _matches(r"\w{1,60}\.py:[0-9]{1,6}(/\w{1,60}\.py:[0-9]{1,6}){0,5}"),
    "connections": _up_to(1000),
    "delivery": _matches(r"[0-9a-f]{32}"),
    "differs": _one_of(KINDS),
    "due": _up_to(1_000_000),
    "error": _error_type,
    "leases": _up_to(1_000_000),
    "missed": _up_to(1_000_000),
    "ours": _up_to(1000),
    "outages": _up_to(1_000_000),
    "place": _up_to(100),
    "port": _up_to(65_535),
    "reason": _one_of(LOGGED),
    "reference": _matches(rf"[0-9a-f]{{8}}|[{ALPHABET}]{{8}}"),
    "seconds": _up_to(3600),
    "status": _up_to(599),
    "transport": _one_of(frozenset({"socket", "http"})),
}
