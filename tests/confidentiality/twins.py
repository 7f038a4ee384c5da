"""Companies that are alike to the last random byte, so that what differs was put there."""

import random
import shutil
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from clearance.desk import Desk
from storage.database import Database
from storage.randomness import Randomness
from tests.clearance.company import TEAM, Company
from tests.clock import HandClock
from tests.confidentiality.worlds.company import calendar, policy
from tests.handlers.conftest import SECRET, Conversation


@asynccontextmanager
async def twin(template, keys, seed=7):
    """Give a seeded company on SQLite whose ids and nonces come from a seed."""
    with TemporaryDirectory() as place:
        file = f"{place}/preclear.db"
        shutil.copyfile(template, file)
        clock = HandClock()
        database = Database.open(
            f"sqlite:///{file}",
            keys=keys,
            now=clock.now,
            steady=clock.steady,
            random=Randomness(random.Random(seed).randbytes),  # noqa: S311 - a test's own
        )
        try:
            desk = Desk(database, policy(), calendar(), TEAM)
            company = Company(desk, database, clock)
            await company.seed()
            yield company
        finally:
            database.close_now()


def real_app(company, slack, clock):
    """Give the real app over a company's desk, speaking to a Slack that takes notes."""
    bolt = AsyncApp(
        client=AsyncWebClient(token="xoxb-1", base_url=slack.base_url),
        signing_secret=SECRET,
        process_before_response=True,
    )
    handlers.register(bolt, company.desk, clock, company.desk)
    return Conversation(bolt, slack)


def sent_by(slack_id):
    """Say of a form who sent it."""
    return {"user": {"id": slack_id, "team_id": TEAM}, "team": {"id": TEAM}}
