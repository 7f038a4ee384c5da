"""The company entered once a process: the tests that begin with it begin with a copy."""

import asyncio

from storage.database import Database
from storage.sealed import KeyFile
from tests.clock import HandClock

KEYS = KeyFile(bytes(range(32)))


def seed(url: str) -> None:
    """Enter the people and the report, as a test would that has nothing in its database."""
    # Imported here: a process whose tests want no company does not load the calendars.
    from clearance.desk import Desk  # noqa: PLC0415
    from policy.calendars.exchange import load_exchange  # noqa: PLC0415
    from policy.company import load_policy  # noqa: PLC0415
    from tests.clearance.company import TEAM, Company  # noqa: PLC0415

    clock = HandClock()
    database = Database.open(url, keys=KEYS, now=clock.now, steady=clock.steady)
    try:
        desk = Desk(database, load_policy("cellectar_2018"), load_exchange("XNAS"), TEAM)
        asyncio.run(Company(desk, database, clock).seed())
    finally:
        database.close_now()
