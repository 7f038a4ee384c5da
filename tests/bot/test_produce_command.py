"""`preclear audit produce`: what two people have agreed to, and nothing else, into a folder."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.commands.audit_production import produce
from bot.commands.opening import settings_for
from bot.settings import Need
from bot.starting import clock_for, load_signing, open_database
from clearance.desk import Desk
from clearance.reason import Reason
from clearance.shown import Actor
from clearance.shown_productions import ProductionSaid
from clearance.shown_restrictions import RestrictSaid
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from storage import log

PEOPLE = """\
slack_id,name,roles,acknowledged_on,active
U0ERIN,Erin Boyd,employee,2026-01-05,yes
U0CEO,Carla Eng,ceo,2026-01-05,yes
U0CFO,Felix Ott,cfo,2026-01-05,yes
U0CHAIR,Ada Chairman,audit_chair,2026-01-05,yes
U0COMPLY,Helen Sorensen,compliance,2026-01-05,yes
"""
REASON, CODE = "kestrel takes over the pension fund", "OSPREY"


def who(name):
    return Actor("T1", f"U0{name.upper()}")


def produced(*arguments):
    result = CliRunner().invoke(produce, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def record(call, write):
    """Bring the people in; give a function that lives a bit at the desk, and what it returns."""
    assert call("people", "import", write("people.csv", PEOPLE))[0] == 0

    def at_the_desk(*acts):
        settings = settings_for(Need.RECORD)
        database = open_database(settings, clock_for(settings))
        desk = Desk(database, load_policy("cellectar_2018"), load_exchange("XNAS"))

        async def run():
            return [await act(desk) for act in acts]

        try:
            return asyncio.run(run())
        finally:
            database.close_now()

    return at_the_desk


@pytest.fixture
def asked(record):
    """Set a restriction, and let compliance ask for a production."""
    yesterday = datetime.now(UTC).date() - timedelta(days=2)  # noqa: TID251 - as the command
    restriction = RestrictSaid("event", ("U0ERIN",), CODE, Reason(REASON))
    said = ProductionSaid("Example Commission", "HO-1", (yesterday,), reasons=True)
    *_, ask = record(
        lambda desk: desk.restrict(who("ceo"), restriction),
        lambda desk: desk.tick(),
        lambda desk: desk.ask_production(who("comply"), said),
    )
    return ask.id


def tags(record):
    (entries,) = record(lambda desk: desk.database.run(log.entries))
    return [json.loads(one.record)["tag"] for one in entries]


def test_it_is_written_verified_and_on_the_record(record, asked, tmp_path):
    record(lambda desk: desk.confirm_production(who("chair"), asked))
    folder = tmp_path / "production"
    status, said = produced(asked.lower(), folder, "--by", "U0COMPLY")
    assert status == 0, said
    assert tags(record)[-1] == "audit:produced"
    key = load_signing(settings_for(Need.RECORD)).signer.verifier.text
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify.py", folder, "--key", key],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    (day,) = folder.glob("restrictions-as-of-*.json")
    assert json.loads(day.read_text())["restrictions"] == []  # it began only now
    (seen,) = record(lambda desk: desk.production(who("comply"), asked))
    assert len(seen.taken_at) == 1
    status, said = produced(asked, folder, "--by", "U0COMPLY")
    assert (status, "never overwritten" in said) == (2, True)
    assert tags(record).count("audit:produced") == 1


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("U0COMPLY", "Nobody has confirmed"),
        ("U0CEO", "There is no production"),
        ("U0NOBODY", "--by: nobody"),
    ],
)
def test_without_the_second_person_nothing_is_recorded_or_written(
    record, asked, tmp_path, by, said
):
    before, folder = tags(record), tmp_path / "production"
    status, told = produced(asked, folder, "--by", by)
    assert (status, said in told, folder.exists()) == (2, True, False), told
    assert told.endswith("Nothing was recorded, and nothing was written.\n")
    assert tags(record) == before


def test_an_unknown_one_and_a_missing_place_are_sentences(record, asked, tmp_path):
    record(lambda desk: desk.confirm_production(who("cfo"), asked))
    status, said = produced("NONESUCH", tmp_path / "p", "--by", "U0COMPLY")
    assert (status, "There is no production NONESUCH" in said) == (2, True)
    status, said = produced(asked, tmp_path / "no" / "p", "--by", "U0COMPLY")
    assert (status, "there is no folder to make it in" in said) == (2, True)
    assert "audit:produced" not in tags(record)
    record(lambda desk: desk.withdraw_production(who("comply"), asked))
    status, said = produced(asked, tmp_path / "p", "--by", "U0COMPLY")
    assert (status, f"{asked} was taken back." in said) == (2, True)
