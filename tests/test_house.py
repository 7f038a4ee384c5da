"""The house keeps its own rules: nothing of one machine, no long files, no dead commands."""

import importlib
import importlib.util
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = (".py", ".js", ".css", ".html", ".toml", ".mako")
LONGEST = 400
#: Handed to strangers, who read it from end to end and run it: it stays one file.
WHOLE = {"audit/verify.py": 910}
# Written in parts, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    r"pypi\.(?:org|io)|pythonhosted\.o[r]g|registry\.(?:npmjs|yarnpkg)|npm\.pkg\.github"
    r"|(?:extra-)?index-ur[l][ =]|find-link[s][ =]|\"resolved\": *\"http"
)
CHECKOUTS = re.compile(r"(?<![\w.])/(?:roo[t]|hom[e]|User[s]|wor[k])/[\w.-]+")
NAMED = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?(preclear|make)((?: +[\w=.-]+)*)", re.MULTILINE)
FENCED = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@cache
def committed() -> tuple[Path, ...]:
    """Give the files of the repository; in a folder that is none, every file beside this one."""
    asked = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if asked.returncode == 0:
        paths = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
    else:
        paths = [
            p
            for p in ROOT.rglob("*")
            if not {".venv", ".git", "node_modules"} & set(p.relative_to(ROOT).parts)
        ]
    return tuple(path for path in paths if path.is_file())


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for path in committed()
        for found in pattern.finditer(text_of(path))
    ]


def test_the_repository_is_there_to_be_looked_at():
    assert ROOT / "pyproject.toml" in committed()
    assert len(committed()) > 50


def test_no_file_names_a_registry():
    """Locks hold hashes; where packages come from is each reader's own setting."""
    assert places(REGISTRIES) == []
    assert REGISTRIES.search("--index-" + "url https://files.example")


def test_no_file_names_a_place_on_one_machine():
    assert places(CHECKOUTS) == []
    assert places(re.compile(re.escape(str(ROOT)) + r"\b")) == []
    assert CHECKOUTS.search("see /hom" + "e/somebody/preclear")


def test_no_source_file_is_longer_than_a_reader_bears():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in committed()
        if path.suffix in SOURCES
        and (lines := text_of(path).count("\n")) > WHOLE.get(str(path.relative_to(ROOT)), LONGEST)
    }
    assert long == {}


def test_what_runs_and_what_tests_are_the_same_releases():
    """A bot that passed the suite is the bot that is installed."""
    pin = re.compile(r"^([\w.-]+==[^ ;\\]+)", re.MULTILINE)
    runs, tests = (
        set(pin.findall((ROOT / name).read_text()))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert len(runs) > 20
    assert runs - tests == set()


def pages() -> list[Path]:
    return [p for p in committed() if p.suffix == ".md" and p.parent in {ROOT, ROOT / "docs"}]


def commands_told(kind: str) -> list[tuple[str, list[str]]]:
    """Give each command that a page shows in a block, with the page's name."""
    return [
        (page.name, said.split())
        for page in pages()
        for block in FENCED.findall(text_of(page))
        for name, said in NAMED.findall(block)
        if name == kind
    ]


def test_every_make_target_that_a_page_shows_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = [
        (page, word) for page, words in commands_told("make") for word in words if "=" not in word
    ]
    assert [(page, word) for page, word in told if word not in targets] == []


def test_every_command_that_a_page_shows_exists():
    import click  # noqa: PLC0415 - the command line is loaded by those who look at it

    from bot.cli import cli  # noqa: PLC0415

    for page, words in commands_told("preclear"):
        command, context = cli, click.Context(cli)
        for word in words:
            if not isinstance(command, click.Group) or word.startswith("-"):
                break
            found = command.get_command(context, word)
            if found is None:
                pytest.fail(f"{page} shows 'preclear {' '.join(words)}', and there is no {word!r}")
            command, context = found, click.Context(found, parent=context)


def test_what_make_runs_of_the_tests_can_be_run():
    """Each takes minutes, so that nothing else would notice a name that has moved."""
    run = set(re.findall(r"-m (tests\.[\w.]+)", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert len(run) > 8
    for name in sorted(run):
        found = importlib.util.find_spec(name)
        assert found is not None, name
        if found.submodule_search_locations is None:  # a package has its program beside it
            importlib.import_module(name)
        else:
            assert importlib.util.find_spec(f"{name}.__main__"), name
