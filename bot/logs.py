"""Logs: what happened, to which id; never what somebody wrote, traded or is called.

An event is a constant text; beside it only id-like values pass. Records of the
libraries lose their text, because Bolt and the Slack client put whole payloads into
it, and keep where in the library they come from. A traceback keeps its frames and the
exceptions' types; what an exception says may quote a value and is left out.
"""

import logging
import re
import sys
import traceback
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: Loggers whose records are written by this project, with constant events.
OURS = ("bot", "handlers", "clearance", "policy", "storage", "filings", "sandbox", "audit")

LEFT_OUT = "(left out)"

#: How many exceptions behind one another are written.
LONGEST_CHAIN = 8

#: An id, a type's name, an error's code, an address or a moment; no sentence fits.
_IDS = re.compile(r"[A-Za-z0-9_.:/@+-]{1,120}")

_OWN_KEYS = frozenset({"event", "level", "logger", "timestamp", "exception", "at", "_record"})


def configure(level: str = "info", form: str = "json", stream: TextIO | None = None) -> None:
    """Route every log record, ours and the libraries', through one formatter.

    Args:
        level: debug, info, warning or error, for this project's own records.
        form: ``json`` (one object a line) or ``console``.
        stream: where they go; standard error unless told otherwise.

    """
    handler = logging.StreamHandler(stream or sys.stderr)
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
        keep_ids,
    ]


def _formatter(form: str) -> logging.Formatter:
    drawn: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[leave_out_library_text, *_common()],
        processors=[
            frames_only,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            drawn,
        ],
    )


def leave_out_library_text(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace a library's text by the place in the library that wrote it."""
    record: logging.LogRecord = event["_record"]
    if record.name.partition(".")[0] not in OURS:
        event["event"] = "library"
    event["at"] = f"{record.module}:{record.lineno}"
    return event


def keep_ids(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave out every value that is not a number, a yes-or-no or an id."""
    for key, value in event.items():
        if key in _OWN_KEYS or key.startswith("_") or key == "exc_info":
            continue
        if value is None or isinstance(value, bool | int | float):
            continue
        if not (isinstance(value, str) and _IDS.fullmatch(value)):
            event[key] = LEFT_OUT
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
