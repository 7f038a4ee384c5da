"""Logs: what happened, to which id; never what somebody wrote, traded or is called.

An event is one of a list, and so is every field beside it (``bot.log_fields``); anything
else is dropped, its name too, and counted. Records of the libraries lose their text,
because Bolt and the Slack client put whole payloads into it, and keep where in the library
they come from. A traceback keeps its frames and the exceptions' types; what an exception
says may quote a value and is left out.
"""

import logging
import sys
import traceback
from contextlib import suppress
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.log_fields import EVENTS, FIELDS

#: Loggers whose records are written by this project, with constant events.
OURS = ("bot", "handlers", "clearance", "policy", "storage", "filings", "sandbox", "audit")

#: A record of a library, and one of ours whose event is not on the list.
LIBRARY = "library"
UNLISTED = "unlisted"

#: How many exceptions behind one another are written.
LONGEST_CHAIN = 8

#: What the logs themselves put beside an event.
_OWN_KEYS = frozenset(
    {"event", "level", "logger", "timestamp", "exc_info", "stack_info"}
    | {"_record", "_from_structlog"}
)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to a stream; a record that cannot be written is told without its content."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say that a line is missing; logging itself would print the record's arguments."""
        del record
        with suppress(Exception):
            self.stream.write("a log record could not be written\n")


def configure(level: str = "info", form: str = "json", stream: TextIO | None = None) -> None:
    """Route every log record, ours and the libraries', through one formatter.

    Args:
        level: debug, info, warning or error, for this project's own records.
        form: ``json`` (one object a line) or ``console``.
        stream: where they go; standard error unless told otherwise.

    """
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_formatter(form))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    library_logger()
    structlog.configure(
        processors=[*_common(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.captureWarnings(capture=True)


def uncaught(error: BaseException | None) -> None:
    """Write what nobody caught like any other error: Python would print what it says."""
    if not any(isinstance(one, _Handler) for one in logging.getLogger().handlers):
        configure()
    structlog.get_logger("bot.logs").error("uncaught", exc_info=error)


def library_logger() -> logging.Logger:
    """Return the logger for Bolt and the Slack client to copy: warnings and worse.

    At INFO Bolt writes the whole body of a request with a bad signature, and each of
    its loggers takes its level from the one that it is given.
    """
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.WARNING)
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
    return logger


def _common() -> list[Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        keep_listed,
    ]


def _formatter(form: str) -> logging.Formatter:
    drawn: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[leave_out_library_text, *_common()],
        use_get_message=False,  # what a library would put into its text is not even put together
        processors=[
            frames_only,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            drawn,
        ],
    )


def leave_out_library_text(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace a record's text by the place that wrote it; ours are written by structlog."""
    record: logging.LogRecord = event["_record"]
    event["event"] = LIBRARY
    event["at"] = f"{record.filename}:{record.lineno}"
    return event


def keep_listed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep the fields that are listed and have their shape, and count the others."""
    left_out = 0
    for key in [one for one in event if one not in _OWN_KEYS]:
        fits = FIELDS.get(key)
        if fits is None or not fits(event[key]):
            del event[key]
            left_out += 1
    said = event.get("event")
    if not isinstance(said, str) or (said not in EVENTS and said != LIBRARY):
        event["event"] = UNLISTED
        left_out += 1
    if left_out:
        event["left_out"] = left_out
    return event


def frames_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Write an exception as its types and frames, without what it says."""
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = _error_of(info)
    if error is not None:
        event["exception"] = shape_of(error)
    return event


def _error_of(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return sys.exc_info()[1] if info else None


def shape_of(error: BaseException) -> str:
    """Return the exceptions' types, outermost first, and the frames of each."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < LONGEST_CHAIN:
        frames = traceback.extract_tb(seen.__traceback__)
        where = " ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}:{f.name}" for f in frames)
        parts.append(f"{type(seen).__name__} {where}".rstrip())
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " | ".join(parts)
