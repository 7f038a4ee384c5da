"""The command line: cheap to call, exact about what is wrong, one transaction a command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import cli as command_line
from bot.cli import COMMANDS, cli
from tests.filings.making import filing

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
HEAVY = (
    "pandas",
    "networkx",
    "sqlalchemy",
    "slack_sdk",
    "slack_bolt",
    "aiohttp",
    "pydantic",
    "alembic",
    "cryptography",
    "structlog",
    "numpy",
    "exchange_calendars",
    "matplotlib",
)
#: What only some commands want, and the bot does not: it asks a database whether it is up to
#: date, and has the exchange's days kept ready.
NOT_FOR_THE_BOT = ("pandas", "networkx", "alembic", "numpy", "exchange_calendars", "matplotlib")
PEOPLE = """\
slack_id,name,roles,acknowledged_on
U0EMPLOYEE,Erin Boyd,employee,2026-01-05
U0CEO,Carla Eng,ceo,2026-01-05
"""


def loaded_by(*arguments):
    """Name the heavy modules that a command line loads, in a process of its own."""
    code = (
        "import sys\nfrom bot.cli import cli\n"
        "try:\n    cli(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], [], ["--version"], ["nonsense"]])
def test_help_loads_nothing_heavy(arguments):
    assert loaded_by(*arguments) == "[]"


def test_a_question_loads_nothing_heavy_either():
    assert loaded_by("ask", str(GOLDEN / "cases.jsonl")) == "[]"


def test_the_bot_loads_what_it_stands_on_and_nothing_that_only_others_want():
    loaded = loaded_by("run", "--help")
    assert "sqlalchemy" in loaded  # the test can see a heavy import
    assert [name for name in NOT_FOR_THE_BOT if name in loaded] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_help(name):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert COMMANDS[name][1] in CliRunner().invoke(cli, ["--help"], terminal_width=200).output


def test_an_unforeseen_error_shows_a_reference_and_no_value(monkeypatch, capfd):
    def broken():
        raise ValueError("Maya sold CLRB")

    monkeypatch.setattr(command_line, "cli", broken)
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    said = capfd.readouterr().err
    assert ended.value.code == 1
    assert "CLRB" not in said
    log, sentence = said.splitlines()[0], " ".join(said.splitlines()[1:])
    assert json.loads(log)["reference"] in sentence
    assert "Traceback" not in said


# --- ask ------------------------------------------------------------------------------

GOOD = '{"ask": "approvers", "for": "trade", "roles": ["employee"], "id": 1}'


def test_ask_answers_a_file_in_order(call, write):
    file = write("questions.jsonl", f"{GOOD}\n\n{GOOD.replace('1', '2')}\n")
    status, said = call("ask", file)
    assert status == 0
    assert [json.loads(line)["id"] for line in said.splitlines()] == [1, 2]


def test_ask_goes_on_after_a_bad_line_and_says_so_at_the_end(call):
    status, said = call("ask", given=f"nonsense\n{GOOD}\n")
    first, second = map(json.loads, said.splitlines())
    assert (status, first["error"]["code"], second["id"]) == (1, "not_json", 1)


def test_ask_answers_each_line_as_it_comes():
    asking = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "ask", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with asking:
        for number in (1, 2):
            asking.stdin.write(GOOD.replace("1", str(number)) + "\n")
            asking.stdin.flush()
            assert json.loads(asking.stdout.readline())["id"] == number
        asking.stdin.close()
    assert asking.returncode == 0


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_ask_reads_lines_however_they_end_and_wherever_they_are_cut(ending, call, write):
    """More than is read at once, with letters of several bytes; the last line does not end."""
    lines = [GOOD.replace("1", f'"é{number}"') for number in range(2000)]
    told = f"\ufeff{ending.join(lines)}".encode()
    status, said = call("ask", write("questions.jsonl", told))
    assert status == 0
    assert [json.loads(line)["id"] for line in said.splitlines()] == [
        f"é{number}" for number in range(2000)
    ]
    assert call("ask", given=told) == (status, said)


def test_ask_takes_what_is_not_utf_8_for_no_json(call, write):
    file = write("questions.jsonl", b"\xff\n" + GOOD.encode())
    status, said = call("ask", file)
    assert status == 1
    assert ["error" in json.loads(line) for line in said.splitlines()] == [True, False]


def test_ask_without_its_file_is_a_sentence(call):
    status, said = call("ask", "nowhere.jsonl")
    assert (status, said.splitlines()[0].startswith("nowhere.jsonl cannot be read")) == (2, True)


def test_ask_takes_a_policy_file_and_names_its_wrong_lines(call, write):
    trade = '{"ask": "approvers", "for": "trade", "roles": ["cfo"]}\n'
    good = write("good.toml", 'extends = "cellectar_2018"\n[approvers]\ntrade = ["cfo"]\n')
    assert json.loads(call("ask", "--policy", good, given=trade)[1])["answer"] == {
        "approvers": ["audit_chair"]
    }
    bad = write("bad.toml", 'extends = "cellectar_2018"\n[clearance]\nvalid_sesions = 5\n')
    status, said = call("ask", "--policy", bad, given=trade)
    assert status == 2
    assert "valid_sesions" in said
    assert "3" in said


# --- keys, db --------------------------------------------------------------------------


def test_a_key_file_is_made_once_and_private(call, tmp_path):
    file = tmp_path / "new.key"
    status, said = call("keys", "make", file)
    assert (status, file.stat().st_mode & 0o777) == (0, 0o600)
    assert file.read_text().splitlines()[-1] not in said
    before = file.read_bytes()
    status, said = call("keys", "make", file)
    assert (status, file.read_bytes()) == (2, before)


def test_the_tables_are_made_once(call, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert call("people", "list")[0] == 2
    assert call("db", "upgrade") == (0, "The tables are up to date.\n")
    assert call("db", "upgrade") == (0, "The tables were up to date already.\n")
    assert call("people", "list")[0] == 0


def test_missing_settings_are_said_before_anything_is_opened(call, monkeypatch):
    monkeypatch.delenv("PRECLEAR_KEY_FILE")
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    status, said = call("people", "list")
    assert status == 2
    assert "PRECLEAR_KEY_FILE" in said
    assert "DATABASE_URL" in said


# --- people, releases, calendar, balances ----------------------------------------------


def test_people_are_imported_and_listed(call, write):
    file = write("people.csv", PEOPLE)
    assert call("people", "import", file) == (0, "2 added, 0 changed, 0 as before.\n")
    assert call("people", "import", file) == (0, "0 added, 0 changed, 2 as before.\n")
    status, said = call("people", "list")
    assert status == 0
    assert "Carla Eng" in said
    assert "acknowledged 2026-01-05" in said


def test_a_wrong_line_is_named_and_nothing_is_recorded(call, write):
    file = write("people.csv", PEOPLE + "someone,No Body,king,soon\n")
    status, said = call("people", "import", file)
    assert status == 2
    assert "line 4, slack_id" in said
    assert "line 4, roles" in said
    assert "Nothing was recorded." in said
    assert "Nobody is recorded yet" in call("people", "list")[1]


def test_another_process_reads_what_one_recorded(call, write):
    call("people", "import", write("people.csv", PEOPLE))
    code = "from bot.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "people", "list"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Carla Eng" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b""])
def test_a_list_that_is_no_text_is_a_sentence(call, write, content):
    status, said = call("people", "import", write("people.csv", content))
    assert (status, "Traceback" in said) == (2, False)


def test_a_release_is_added_and_listed(call):
    status, said = call(
        "releases", "add", "full", "--quarter-end", "2016-12-31", "--at", "2017-03-08T16:02",
        "--title", "Annual results",
    )  # fmt: skip
    assert status == 0, said
    assert "13 March 2017, 9:30 a.m." in said
    assert "quarter ended 2016-12-31" in call("releases", "list")[1]


def test_a_release_of_tomorrow_is_refused(call):
    status, said = call("releases", "add", "disclosure", "--at", "2049-01-04T09:00", "--title", "x")
    assert (status, "Nothing was recorded." in said) == (2, True)


def test_a_release_is_taken_back_by_a_record_that_names_it(call):
    said = call("releases", "add", "disclosure", "--at", "2017-03-08T16:02", "--title", "News")[1]
    record = said.split("Recorded as ")[1][:8]
    assert call("releases", "add", "void")[0] == 2
    taken_back = call("releases", "add", "void", "--replaces", record)
    assert taken_back[0] == 0, taken_back
    assert "No release is recorded" in call("releases", "list")[1]
    again = call("releases", "add", "void", "--replaces", record)
    assert (again[0], "corrected before" in again[1]) == (2, True)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (("--at", "2017-03-08T16:02", "--title", "News"), 0),
        (("--at", "2017-03-08", "--title", "News"), 2),
        (("--at", "yesterday", "--title", "News"), 2),
        (("--at", "2017-03-08T16:02"), 2),
        (("--title", "News"), 2),
    ],
)
def test_a_release_needs_its_day_and_time_and_a_title(call, given, status):
    """A day alone would be taken for its first minute, and open the window a day early."""
    answer = call("releases", "add", "disclosure", *given)
    assert answer[0] == status, answer
    assert ("Recorded as" in answer[1]) is (status == 0)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00\x01\x02", b"<html>no</html>"])
def test_what_is_no_filing_is_told_and_not_stored(call, write, content):
    status, said = call("releases", "import", write("filing.txt", content))
    assert status == 2
    assert "Nothing was recorded." in said
    assert "No release is recorded" in call("releases", "list")[1]


def test_a_calendar_day_is_added_and_listed(call):
    assert call("calendar", "add", "2027-03-03", "closed", "--source", "Notice 7")[0] == 0
    assert "2027-03-03  closed" in call("calendar", "list")[1]
    status, said = call("calendar", "add", "2027-03-06", "closed", "--source", "Notice 7")
    assert (status, "no session" in said) == (2, True)


def test_a_day_that_edgar_is_closed_on_is_added_and_listed_beside_those_known(call, pytestconfig):
    """The licence filing, accepted on 8 March 2017: then public the next morning."""
    file = pytestconfig.rootpath / "tests" / "data" / "filings" / "8k-licence-2017-03-08.txt"
    order = ("edgar_closed", "--source", "Executive Order 1")
    assert call("calendar", "add", "2017-03-08", *order)[0] == 0
    listed = call("calendar", "list")[1]
    assert "2017-03-08  edgar_closed  Executive Order 1" in listed
    assert "built in  2018-12-05  edgar_closed  Executive Order 13852" in listed
    status, said = call("calendar", "add", "2018-12-05", *order)
    assert (status, "no SEC business day" in said) == (2, True)
    assert call("calendar", "add", "2017-03-10", "not_full", "--source", "A halt")[0] == 0
    status, said = call("releases", "import", file)
    assert (status, "15 March 2017, 9:30 a.m." in said) == (0, True), said


def test_opening_balances_are_recorded_or_refused_whole(call, write, tmp_path):
    call("people", "import", write("people.csv", PEOPLE))
    head = "slack_id,side,on,shares,price\n"
    good = write("good.csv", f"{head}U0EMPLOYEE,purchase,2026-01-06,100,4.10\n")
    assert call("transactions", "import", good) == (0, "1 recorded, marked as from paper.\n")
    bad = write("bad.csv", f"{head}U0NOBODY,purchase,2026-01-06,100,4.10\n")
    status, said = call("transactions", "import", bad)
    assert (status, "line 2, slack_id" in said) == (2, True)
    cleared = write(
        "cleared.csv",
        "slack_id,action,quantity,approved_at,approved_by,office\n"
        "U0EMPLOYEE,buy,100,2026-01-06T10:00:00-05:00,U0CEO,ceo\n",
    )
    newest = tmp_path / "preclear.key.newest"
    newest.write_text("preclear-newest-1 7\n")  # the database is from before: a backup
    status, said = call("clearances", "import", cleared)
    assert (status, "officer has confirmed" in said) == (2, True)
    newest.unlink()
    status, said = call("clearances", "import", cleared)
    assert (status, said) == (0, "1 recorded, marked as given on paper.\n")


def test_later_clearances_wait_for_a_second_person(call, write, monkeypatch):
    """Once somebody has asked in Slack, the command line records none by itself."""
    call("people", "import", write("people.csv", PEOPLE))
    line = "U0EMPLOYEE,buy,100,2026-01-06T10:00:00-05:00,U0CEO,ceo\n"
    head = "slack_id,action,quantity,approved_at,approved_by,office\n"
    cleared = write("cleared.csv", head + line)
    monkeypatch.setattr("clearance.paper_lists.is_opening", lambda _: False)
    status, said = call("clearances", "import", cleared)
    assert (status, "name with --by who asks" in said) == (2, True)
    status, said = call("clearances", "import", cleared, "--by", "U0EMPLOYEE")
    assert (status, "officer or compliance" in said) == (2, True)
    assert "100" not in call("clearances", "list")[1]


def test_a_year_is_drawn_into_the_file_that_is_named_or_nothing_is(call, tmp_path, monkeypatch):
    wrong = call("calendar", "draw", "--year", "2026", "--out", tmp_path / "window.gif")
    assert (wrong[0], "ends in .png or .svg" in wrong[1]) == (2, True)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    missing = call("calendar", "draw", "--year", "2026", "--out", tmp_path / "window.png")
    assert (missing[0], "preclear[pictures]" in missing[1]) == (2, True)
    monkeypatch.setattr("bot.pictures.draw", lambda *_: None)
    status, said = call("calendar", "draw", "--year", "2026", "--out", tmp_path / "window.png")
    assert (status, "trading window 2026" in said) == (0, True)
    assert not list(tmp_path.glob("window.*"))


# --- filings --------------------------------------------------------------------------


def test_news_is_told_from_an_earnings_report(call, pytestconfig):
    """Accepted on Wednesday after the close: two full days are Thursday and Friday."""
    filings = pytestconfig.rootpath / "tests" / "data" / "filings"
    status, said = call("releases", "import", filings / "8k-licence-2017-03-08.txt")
    assert status == 0, said
    assert "8-K, items 7.01" in said
    assert "news, which ends no blackout" in said
    assert "13 March 2017, 9:30 a.m." in said
    status, said = call("releases", "import", filings / "8k-earnings-2018-05-15.txt")
    assert status == 0, said
    assert "an earnings report, which ends the quarter's blackout" in said
    assert "31 March 2018" in said
    assert "quarter ended 2018-03-31" in call("releases", "list")[1]


def test_the_same_filing_is_recorded_once(call, pytestconfig):
    file = pytestconfig.rootpath / "tests" / "data" / "filings" / "8k-earnings-2018-05-15.txt"
    assert call("releases", "import", file)[0] == 0
    status, said = call("releases", "import", file)
    assert (status, "on the record already" in said) == (2, True)


def test_another_companys_filing_is_refused_unless_said_to_be_ours(call, write):
    data = filing(parties=[("FILER", "Novelos Therapeutics, Inc.", "0001279704", "1231")])
    file = write("filing.txt", data)
    status, said = call("releases", "import", file)
    assert (status, "--any-filer" in said) == (2, True)
    assert call("releases", "import", file, "--any-filer")[0] == 0


def test_what_was_misread_is_said_by_a_person(call, write):
    file = write("filing.txt", filing(items=["Regulation FD Disclosure"]))
    status, said = call("releases", "import", file, "--as", "full", "--quarter-end", "2018-03-31")
    assert (status, "quarter ended Saturday 31 March 2018" in said) == (0, True)
