"""`preclear policy`: what is wrong with a file, what it says, what another one changes."""

import pytest
from click.testing import CliRunner

from bot.cli import cli
from policy.company import load_policy, policy_text, shipped
from tests.bot.test_cli import loaded_by

WIDEST = 88


def call(*arguments):
    result = CliRunner().invoke(cli, ["policy", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def joined(text):
    """Undo the breaking of lines."""
    return " ".join(text.split())


@pytest.fixture
def write(tmp_path):
    def written(text, name="ours.toml"):
        file = tmp_path / name
        file.write_text(text)
        return file

    return written


@pytest.mark.parametrize("command", [["--help"], ["check", "--help"], ["explain", "--help"]])
def test_help_loads_nothing_heavy(command):
    assert loaded_by("policy", *command) == "[]"


def test_no_command_of_these_loads_the_calendar():
    assert loaded_by("policy", "check", "cellectar_2018") == "[]"
    assert loaded_by("policy", "diff", "cellectar_2018", "example_general_counsel") == "[]"
    assert loaded_by("policy", "explain", "--on", "2026-10-09") == "[]"


def test_check_says_everything_that_is_wrong_at_once(write):
    file = write(
        'extends = "cellectar_2018"\n[blackout]\nlead_days = 91\n'
        '[clearance]\nvaild_sessions = 5\nlead = "tomorrow"\n[aproverz]\ntrade = ["ceo"]\n'
    )
    status, said = call("check", file)
    assert status == 2
    lines = said.splitlines()
    assert lines[0] == f"{file} is refused."
    assert [line.split(": ")[0] for line in lines[1:]] == [
        f"{file}, line {number}" for number in (3, 5, 6, 7)
    ]
    assert "blackout.lead_days is 91; allowed: a whole number from 0 to 90" in lines[1]
    assert "vaild_sessions (did you mean valid_sessions?)" in lines[2]
    assert '"session_anchor" or "calendar_session" or "full_session"' in lines[3]
    assert "[approvers]" in lines[4]


def test_check_says_what_a_good_file_is(write):
    file = write('extends = "cellectar_2018"\n[blackout]\nlead_days = 90\n[issuer]\nname = "A"\n')
    status, said = call("check", file)
    assert status == 0
    assert load_policy(str(file)).version in said
    assert "A (CLRB, XNAS). Its values state no day from which they hold." in joined(said)
    assert "It states 2 of its values itself" in joined(said)
    assert "line 3, blackout.lead_days: The window closes so long before" in joined(said)
    whole = call("check", "cellectar_2018")[1]
    assert "look at this again" not in whole
    assert "In force from Monday 24 September 2018." in whole
    assert "It states all 47 values itself." in whole


def test_a_file_that_states_every_value_takes_none_over(write):
    text = policy_text("cellectar_2018")
    said = joined(call("check", write(f'extends = "example_open_window"\n{text}'))[1])
    assert "It states all 47 values itself and takes none over from example_open_window." in said
    less = text.replace("widening_needs", "# widening_needs", 1)
    said = joined(call("check", write(f'extends = "example_open_window"\n{less}'))[1])
    assert "It states 46 of its values itself and takes the others over from" in said


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    for command in (["check"], ["explain"], ["diff", "cellectar_2018"]):
        status, said = call(*command, tmp_path / "absent.toml")
        assert status == 2
        assert "cannot be read" in said
        assert "example_general_counsel" in said


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_policy_is_checked_and_explained(name):
    assert call("check", name)[0] == 0
    status, said = call("explain", name, "--on", "2026-10-09")
    assert status == 0
    assert load_policy(name).issuer.name in said
    assert max(map(len, said.splitlines())) <= WIDEST


def test_explain_without_a_file_or_a_day_is_the_first_policy_today():
    status, said = call("explain")
    assert status == 0
    assert said.startswith("Cellectar Biosciences, Inc. (CLRB, XNAS), as of ")
    assert "Not in force" not in said


def test_explain_on_an_early_day_says_what_did_not_hold_yet():
    said = joined(call("explain", "--on", "2018-09-23")[1])
    assert said.count("Not in force on Sunday 23 September 2018") > 40
    assert call("explain", "--on", "soon")[0] == 2


def test_diff_takes_names_and_files(write):
    file = write('extends = "cellectar_2018"\n[clearance]\nvalid_sessions = 5\n')
    status, said = call("diff", "cellectar_2018", file)
    assert (status, said) == (
        0,
        (
            "Employees: a clearance lasts 5 trading sessions instead of 3.\n"
            "    clearance.valid_sessions\n"
        ),
    )
    status, said = call("diff", file, file)
    assert (status, said) == (0, "Nothing changes for anybody: every value is the same.\n")
