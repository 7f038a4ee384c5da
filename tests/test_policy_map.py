"""docs/policy-map.md names only what there is: modules, commands, and the policy's sections."""

import re
from pathlib import Path

import click
import pytest

from bot.cli import cli
from handlers.command import SUBCOMMANDS
from policy.clauses import CLAUSES, RULES

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "docs" / "policy-map.md").read_text()


def test_every_module_that_it_names_is_there():
    named = set(re.findall(r"`([a-z0-9_/]+/[a-z0-9_]+\.(?:py|toml))`", MAP))
    assert len(named) > 40
    assert [one for one in sorted(named) if not (ROOT / one).is_file()] == []


def test_every_command_that_it_names_is_there():
    assert set(re.findall(r"`/preclear ([a-z0-9-]+)", MAP)) <= SUBCOMMANDS.keys()
    programs = set(cli.list_commands(click.Context(cli)))
    assert set(re.findall(r"`preclear ([a-z0-9]+)", MAP)) <= programs


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_line(rule):
    by_id = {"short_swing": "policy/short_swing.py", "plan_not_approved": "deciding_plans.py"}
    by_id |= {"approved_during_blackout": "policy/rules/blackout.py"}
    by_id |= {"plan_suspended": "/preclear plans"}
    assert by_id.get(rule.id, f"policy/rules/{rule.id}.py") in MAP


def test_every_section_that_the_company_file_cites_has_a_place():
    cited = {one.section for one in (*CLAUSES, *RULES) if one.cites}
    first_words = {section.split()[0] for section in cited}
    assert {one for one in first_words if one not in MAP} == set()
