"""What people read in Slack stands in one place: no other module of handlers/ says a sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HANDLERS = Path(__file__).parents[2] / "handlers"
WORDS = HANDLERS / "words"
#: Two words one after the other, each of two letters or more (`a.m.`, `%d %b` are none).
TWO_WORDS = re.compile(r"[A-Za-z']{2,}[,.:;]? +[A-Za-z]{2,}")
#: What holds words beside each other and is no text of ours, with why.
EXCEPT = {
    "phrase/lexicon.py": "words that people type, each of them to be understood",
    "phrase/numbers.py": "words that people type for numbers",
    "command.py": "other names by which a command is known: `my requests`",
    "moments.py": "how an hour and a day are said, beside what makes them",
    "authority_pages.py": "a mark in a table on the command line: `steps in`",
}
#: Calls whose text no person in Slack reads.
UNREAD = {"info", "warning", "debug", "exception", "compile", "getLogger"}


def unread(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield docstrings, and what log lines, patterns and assertions are made of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from ast.walk(node) if name in UNREAD else ()
        elif isinstance(node, ast.Raise | ast.Assert):
            yield from ast.walk(node)


def sentences(source: str) -> list[tuple[int, str]]:
    tree = ast.parse(source)
    left_out = {id(node) for node in unread(tree)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in left_out
        and TWO_WORDS.search(node.value)
    ]


def modules() -> dict[str, Path]:
    paths = (path for path in HANDLERS.rglob("*.py") if WORDS not in path.parents)
    return {path.relative_to(HANDLERS).as_posix(): path for path in paths}


@pytest.mark.parametrize("name", sorted(modules().keys() - EXCEPT.keys()))
def test_no_module_beside_the_words_says_a_sentence(name):
    said = sentences(modules()[name].read_text(encoding="utf-8"))
    assert not said, f"handlers/{name}: these belong into handlers/words"


@pytest.mark.parametrize("name", EXCEPT)
def test_every_exception_is_still_one(name):
    assert sentences(modules()[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('said("Nothing was sent.")', True),
        ('said(f"Nothing {what} was sent.")', True),
        ('"""Nothing was sent."""', False),
        ('log.info("form was sent")', False),
        ('re.compile("next week")', False),
        ('block("request_form:issuer", "%d %b")', False),
    ],
)
def test_a_sentence_is_found_and_nothing_else(source, found):
    assert bool(sentences(source)) == found
