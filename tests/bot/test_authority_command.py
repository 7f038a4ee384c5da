"""`preclear policy authority`: the matrix for an auditor, and that it names every command."""

import json

import click
from click.testing import CliRunner

from bot.cli import COMMANDS, cli
from clearance.authority_matrix import RULES
from clearance.operator_acts import OPERATOR_COMMANDS
from policy.roles import GIVEN


def call(*arguments):
    result = CliRunner().invoke(cli, ["policy", "authority", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def leaves(group, before=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from leaves(found, (*before, name))
        else:
            yield " ".join((*before, name))


def test_every_command_of_the_operator_is_named_and_no_other():
    assert sorted(OPERATOR_COMMANDS) == sorted(leaves(cli))
    assert {one.split()[0] for one in OPERATOR_COMMANDS} == set(COMMANDS)


def test_the_page_names_every_act_and_the_offices_of_the_policy_file():
    page = call()
    assert all(act in page for act in RULES)
    assert "Chief Executive Officer" in page
    assert "General Counsel" in call("example_general_counsel")
    assert "General Counsel" not in page


def test_every_cell_is_there_as_data():
    found = json.loads(call("--json"))
    cells = {(one["role"], one["act"], one["relation"], one["state"]) for one in found["cells"]}
    assert len(cells) == len(found["cells"])
    whose = sum(len(rule.relations) * len(rule.states) for rule in RULES.values())
    roles = len(GIVEN | set(found["offices"])) + 2  # and the operator, and outsiders
    assert len(cells) == whose * roles
    answer = {
        (one["role"], one["act"], one["relation"], one["state"]): one for one in found["cells"]
    }
    assert answer["ceo", "approve", "other", "pending"]["answer"] == "done"
    assert answer["ceo", "approve", "self", "pending"]["answer"] == "own_request"
    chair = answer["audit_chair", "approve", "other", "pending"]
    assert (chair["answer"], chair["steps_in"]) == ("done", True)
    of_operator = {one["answer"] for one in found["cells"] if one["role"] == "operator"}
    assert of_operator == {"no_such_command"}


def test_compliance_may_agree_to_a_widening_only_where_it_may_know_of_one():
    for policy, steps_in in (("cellectar_2018", True), ("example_open_window", False)):
        cells = json.loads(call(policy, "--json"))["cells"]
        (found,) = [
            one
            for one in cells
            if (one["role"], one["act"], one["relation"], one["state"])
            == ("compliance", "agree_widening", "other", "waits")
        ]
        assert found["steps_in"] is steps_in
