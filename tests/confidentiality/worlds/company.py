"""The company of the two worlds: eight people, one who left, one report, one plan."""

import shutil
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from clearance.facts import Grounds
from clearance.opening_plans import PlansEntered, import_plans
from clearance.people import Imported, import_people
from clearance.releases import ReleaseEntry, add_release
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from storage.database import Database
from storage.randomness import Randomness
from storage.sealed import KeyFile
from storage.upgrade import upgrade
from tests.clearance.company import NEW_YORK
from tests.clearance.company import ROSTER as FEWER
from tests.clearance.planning import COLUMNS, line
from tests.clock import HandClock
from tests.confidentiality.worlds.chance import Chance
from tests.postgres import quick_folder

KEYS = KeyFile(bytes(range(32)))
ROSTER = f"{FEWER}U0CONSULT,Cora Wells,consultant,2026-01-05,,yes\n"
PEOPLE = tuple(
    (slack_id, name) for slack_id, name, *_ in (row.split(",") for row in ROSTER.splitlines()[1:])
)
OFFICERS = ("U0CEO", "U0CFO")
ORDINARY = ("U0EMPLOYEE", "U0SECOND", "U0DIRECTOR", "U0CONSULT", "U0NEWCOMER", "U0CHAIR")
#: A Monday in the open window; the report was on the 12th, and the window closes on 17 December.
BEGIN = datetime(2026, 11, 23, 10, 0, tzinfo=NEW_YORK)
_REPORT = ReleaseEntry(
    kind="full",
    public_at=datetime(2026, 11, 12, 7, 30, tzinfo=NEW_YORK),
    title="Third quarter results",
    quarter_end=date(2026, 9, 30),
)


@cache
def policy():
    return load_policy("cellectar_2018")


@cache
def calendar():
    return load_exchange("XNAS")


@cache
def template() -> tuple[Path, frozenset[str]]:
    """Give a database with the company in it, made once, and the ids that it was drawn."""
    file = Path(mkdtemp(prefix="preclear-worlds-", dir=quick_folder())) / "template.db"
    upgrade(f"sqlite:///{file}")
    return file, settle(f"sqlite:///{file}")


def copy_of_template(folder: Path, name: str) -> tuple[str, frozenset[str]]:
    """Give the URL of a database of one's own with the company in it, and its ids."""
    file, known = template()
    shutil.copyfile(file, folder / f"{name}.db")
    return f"sqlite:///{folder / name}.db", known


def settle(url: str) -> frozenset[str]:
    """Enter the people, the report and a director's plan; give the ids that were drawn."""
    chance, clock = Chance("template"), HandClock(_REPORT.public_at)
    database = Database.open(
        url, keys=KEYS, now=clock.now, steady=clock.steady, random=Randomness(chance)
    )
    grounds = Grounds(policy(), calendar())

    def enter(tx) -> None:
        people = import_people(tx, ROSTER, by="operator:test")
        assert isinstance(people, Imported), people
        report = add_release(grounds, tx, _REPORT, "operator:test")
        assert isinstance(report, str), report

    def plan(tx) -> None:
        plans = import_plans(grounds.at(tx), tx, f"{COLUMNS}\n{line()}", "operator:test")
        assert isinstance(plans, PlansEntered), plans

    try:
        database.run_now(enter)
        database.run_now(plan)
    finally:
        database.close_now()
    return frozenset(chance.tokens)
