"""Every call that writes a log, read in the source: its event and its fields are on the list."""

import ast
from pathlib import Path

import pytest

from bot.log_fields import EVENTS, FIELDS
from bot.logs import OURS

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "msg"}
#: What is called like a level and writes no log: Bolt's registering of the error listener.
NO_LOGS = {("handlers/errors.py", "app", "error")}
#: The one module that speaks with the library underneath.
LOGGING = "bot/logs.py"


def trees():
    for room in OURS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def calls(tree):
    """Give each call of a method that is named like a level, and what it is called on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value
            named = on.id if isinstance(on, ast.Name) else ast.unparse(on)
            if node.func.attr in LEVELS:
                yield named, node.func.attr, node


def wrong(level, call):
    """Say what is wrong with a call that writes a log; None where nothing is."""
    if level == "msg":
        return "a level is named"
    if len(call.args) != 1 or not isinstance(call.args[0], ast.Constant):
        return "the event is one constant"
    if call.args[0].value not in EVENTS:
        return f"{call.args[0].value!r} is no listed event"
    for keyword in call.keywords:
        if keyword.arg is None:
            return "fields are written out"
        if keyword.arg != "exc_info" and keyword.arg not in FIELDS:
            return f"{keyword.arg} is no listed field"
    return None


def found():
    return [
        (path, level, call)
        for path, tree in trees()
        for named, level, call in calls(tree)
        if (path, named, level) not in NO_LOGS
    ]


def test_every_call_has_a_listed_event_and_listed_fields():
    told = {
        f"{path}:{call.lineno}": what
        for path, level, call in found()
        if (what := wrong(level, call)) is not None
    }
    assert told == {}


def test_every_listed_event_and_field_is_written_somewhere():
    written = [call for _, _, call in found()]
    assert {call.args[0].value for call in written} == set(EVENTS)
    named = {keyword.arg for call in written for keyword in call.keywords} - {"exc_info"}
    assert named == set(FIELDS)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("log.info('delivered', delivery=x)", None),
        ("log.warning(event)", "the event is one constant"),
        ("log.warning(f'delivered {x}')", "the event is one constant"),
        ("log.warning('delivered %s', x)", "the event is one constant"),
        ("log.warning('delivered', **x)", "fields are written out"),
        ("log.warning('delivered', ticker=x)", "ticker is no listed field"),
        ("log.bind(a=1).warning('declined')", "'declined' is no listed event"),
    ],
)
def test_a_call_that_would_tell_is_found(line, what):
    ((_, level, call),) = calls(ast.parse(line))
    assert wrong(level, call) == what


def test_nothing_is_bound_to_a_logger_and_nobody_writes_past_the_list():
    """No other way leads into a line: no context, no record of the library underneath."""
    ways = {"bind", "bind_contextvars", "bound_contextvars", "getLogger", "LoggerAdapter"}
    used = {
        (path, node.attr)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ways
    }
    assert {path for path, _ in used} <= {LOGGING}, used
    imports = {
        path
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and "logging" in {one.name for one in node.names}
    }
    assert imports == {LOGGING}
