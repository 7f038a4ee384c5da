"""How everything that people read is said: briefly, without shouting or blame."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from clearance.authority_matrix import OUTSIDERS
from handlers import words
from handlers.words import refusals

WORDS = Path(words.__file__).parent
LONGEST = 30
#: Where a sentence ends; `a.m.`, `Rule 10b5-1.` and the like go on in small letters or digits.
END = re.compile(r"(?<=[.?:;])[”\"*)_]*\s+(?=[“*`]?[A-Z{])|\n")
FIELD = re.compile(r"\{[^{}]*\}")
CODE = re.compile(r"`[^`]*`|preclear [a-z0-9].*|--[a-z].*|PRECLEAR_[A-Z_]+")

SHOUTED = re.compile(r"\b[A-Z]{2,}\b")
#: Abbreviations that people know, or that stand beside their explanation.
KNOWN = {
    *("SEC", "EDGAR", "CIK", "CSV", "XML", "UTC", "GB", "SHA"),
    *(
        "II",
        "VACUUM",
        "XNAS",
        "XNYS",
    ),  # a table of a form, a command of PostgreSQL, exchanges' codes
}
#: What an error says by machine's habit, and what puts it on the reader.
NOT_SAID = re.compile(
    r"\b(invalid|illegal|failed|failure|error|errors|fatal|abort|aborted|unauthori[sz]ed|denied"
    r"|forgot|wrong|wrongly|your (own )?fault|you did not read|you must not have|you should have"
    r"|obviously|simply|hereby|herein|thereof|aforesaid|pursuant|notwithstanding|shall)\b",
    re.IGNORECASE,
)
#: Where the sign is a mark in a chart, or of Slack's own for a date.
MARKS = {"band.py", "unsent.py"}


def constants(tree: ast.AST) -> Iterator[str]:
    """Yield every text of a module, formatted ones with `{}` for what is filled in."""
    docs = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    parts = {
        id(part)
        for one in ast.walk(tree)
        if isinstance(one, ast.JoinedStr)
        for part in ast.walk(one)
        if part is not one
    }
    for one in ast.walk(tree):
        if id(one) in docs | parts:
            continue
        if isinstance(one, ast.JoinedStr):
            yield "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in one.values)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def texts() -> dict[str, list[str]]:
    paths = sorted(WORDS.glob("*.py"))
    return {one.name: list(constants(ast.parse(one.read_text(encoding="utf-8")))) for one in paths}


TEXTS = texts()


def too_long(text: str) -> list[str]:
    return [one for one in END.split(text) if len(one.split()) > LONGEST]


def shouted(text: str) -> set[str]:
    return set(SHOUTED.findall(CODE.sub("", FIELD.sub("", text)))) - KNOWN


@pytest.mark.parametrize("name", TEXTS)
def test_no_sentence_is_longer_than_a_breath(name):
    assert not [one for text in TEXTS[name] for one in too_long(text)]


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_shouted(name):
    assert not [one for text in TEXTS[name] for one in shouted(text)]
    assert name in MARKS or not [text for text in TEXTS[name] if "!" in text]


@pytest.mark.parametrize("name", TEXTS)
def test_nobody_is_blamed_and_no_machine_speaks(name):
    assert not [text for text in TEXTS[name] if " " in text and NOT_SAID.search(text)]


@pytest.mark.parametrize(
    ("check", "text", "found"),
    [
        (too_long, "word " * 31 + ".", True),
        (too_long, f"{'word ' * 20}. Then {'word ' * 20}.", False),
        (shouted, "You may NOT trade.", True),
        (shouted, "The SEC and EDGAR; `status ID`.", False),
        (NOT_SAID.search, "You forgot the day.", True),
        (NOT_SAID.search, "Choose the day.", False),
    ],
)
def test_what_is_not_to_be_said_is_found(check, text, found):
    assert bool(check(text)) == found


# --- What to do next ------------------------------------------------------------------------

#: What a reader can do, said to them.
DO = (
    *(
        "Add",
        "Ask",
        "Begin",
        "Call",
        "Change",
        "Check",
        "Choose",
        "Close",
        "Correct",
        "Enter",
        "Fill",
        "Give",
    ),
    *("Keep", "Leave", "Make", "Name", "Open", "Plan", "Put", "Record", "Remove", "Say", "Sign"),
    *("Speak", "Take", "Tell", "Trade", "Try", "Type", "Wait", "Write", "End", "Weigh", "Confirm"),
    *("Do not", "You can", "Somebody else of compliance can"),
)
#: A verb begins a sentence or what follows a comma, a colon or a word that goes on.
STEP = re.compile(
    rf"(^|[.:;,?] |\b(or|and|please|then) )({'|'.join(DO)})\b"
    r"|`/?preclear [a-z]|“/preclear [a-z]|there is nothing (more|for you) to do",
    re.IGNORECASE,
)


@pytest.mark.parametrize("reason", refusals.REFUSALS)
def test_every_refusal_says_what_to_do_next(reason):
    said = words.refusal(reason, {"reference": "R", "office": "cfo"})
    assert STEP.search(said), said
    assert "{" not in said


def test_a_refusal_that_has_no_words_says_what_to_do_next():
    assert STEP.search(words.refusal("not_thought_of", {}))


def at_fields() -> dict[str, str]:
    """Give what is said at the fields of forms: every constant of the words named `ERROR...`."""
    found = {}
    for path in WORDS.glob("*.py"):
        name = "handlers.words" if path.stem == "__init__" else f"handlers.words.{path.stem}"
        module = vars(importlib.import_module(name))
        for constant, value in module.items():
            if constant.startswith("ERROR"):
                said = value if isinstance(value, dict) else {"": value}
                found |= {f"{path.stem} {constant} {key}": _text(one) for key, one in said.items()}
    return found


def _text(said: str | tuple[str, str]) -> str:
    return said if isinstance(said, str) else said[1]


AT_FIELDS = at_fields()


@pytest.mark.parametrize("name", AT_FIELDS)
def test_every_error_at_a_field_says_what_to_do_next(name):
    assert STEP.search(AT_FIELDS[name])


def test_whoever_is_nobody_here_is_told_the_same_whatever_they_tried():
    assert len({words.refusal(reason, {}) for reason in OUTSIDERS}) == 1


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("This has ended already.", False),
        ("Nobody restricts themselves.", False),
        ("This has ended already. Ask again.", True),
        ("It is gone: `/preclear status` shows why.", True),
    ],
)
def test_a_next_step_is_told_from_none(said, found):
    assert bool(STEP.search(said)) == found
