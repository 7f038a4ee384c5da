"""The page about the policy file says every key as it is, and its examples are right."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from policy.company import load_policy, parse_policy, shipped
from policy.company_tables import TABLES, kinds_of
from policy.doubts import doubts_about

PAGE = (Path(__file__).parents[2] / "docs" / "policy-file.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
EVERY_KEY = [f"{table}.{key}" for table in TABLES for key in kinds_of(table)]
WORKED = PAGE.split("\n## A policy and its file\n")[1].split("\n## ")[0]
TABLES_OF_KEYS = PAGE.split("\n## Tables and keys\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_on_the_page_is_a_policy_file(block):
    extended = "" if block.startswith("extends") else 'extends = "cellectar_2018"\n'
    assert doubts_about(parse_policy(extended + block, "page")) == ()


@pytest.mark.parametrize("key", EVERY_KEY)
def test_every_key_stands_in_its_table(key):
    """Under its own heading, with the value of the first policy in the same row."""
    table, _, name = key.partition(".")
    parts = TABLES_OF_KEYS.split("\n### ")
    [part] = [each for each in parts if f"`[{table}]`" in each.splitlines()[0]]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    named = [row for row in rows if f"`{name}`" in row or f"`{key}`" in row]
    assert named
    value = json.dumps(load_policy().stated[table][name].value)
    assert name in {"name", "ticker"} or any(f"`{value}`" in row for row in named)


def test_the_worked_example_is_the_shipped_file():
    told = dict(re.findall(r"`(\w+\.\w+) = ([^`]+)`", WORKED))
    assert sorted(told) == sorted(EVERY_KEY)
    stated = load_policy("example_general_counsel").stated
    for key, written in told.items():
        table, _, name = key.partition(".")
        assert tomllib.loads(f"x = {written}")["x"] == stated[table][name].value, key


def test_the_worked_example_quotes_what_the_file_quotes():
    """A source that quotes the invented policy quotes words that the page shows."""
    text = re.sub(r"\*\*[\d.]+\*\*", "", WORKED).lower()
    missing = [
        quoted
        for keys in load_policy("example_general_counsel").stated.values()
        for stated in keys.values()
        for quoted in re.findall(r'"([^"]+)"', stated.source)
        if quoted.lower() not in text
    ]
    assert missing == []


def test_every_shipped_policy_is_named():
    for name in shipped():
        assert f"| `{name}` |" in PAGE
