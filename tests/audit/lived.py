"""A company that has lived: people, requests of every end, a plan, a restriction, checkpoints."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from audit.desk import AuditDesk
from audit.source import Source
from clearance.desk import Desk
from clearance.people import by_slack_id, import_people
from clearance.shown import No, Report
from clearance.shown_restrictions import RestrictSaid
from storage.database import Database
from storage.notes import Signer
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    ROSTER,
    TEAM,
    Company,
    buy,
    decided,
    ny,
    who,
)

SIGNER = Signer("example.com/preclear", bytes(range(32)))
COMPLIANCE = (
    "U0COMPLY,Cora Plain,compliance,2026-01-05,,yes\n"
    "U0SECONDCO,Dan Plain,compliance,2026-01-05,,yes\n"
)
COMPLY = who("comply")


def opened(url, keys, clock, **more):
    return Database.open(
        url, keys=keys, now=clock.now, steady=clock.steady, **{"signs": SIGNER, **more}
    )


async def company_of(database, clock, policy, exchange) -> Company:
    """Seed a company with two of compliance."""
    company = Company(Desk(database, policy, exchange, TEAM), database, clock)
    await company.seed()
    await database.run(lambda tx: import_people(tx, ROSTER + COMPLIANCE, "operator:test"))
    await company.desk.tick()
    return company


async def live(company) -> dict[str, str]:
    """Let some days pass; gives requests by what became of them."""
    desk, clock = company.desk, company.clock
    found = {"approved": (await decided(company, APPROVE)).id}
    clock.pass_(60)
    found["declined"] = (await decided(company, DECLINE, name="second")).id
    said = RestrictSaid("event", ("U0SECOND",), "HERON")
    assert not isinstance(await desk.restrict(who("ceo"), said), No)
    clock.pass_(60)
    await desk.tick()
    found["under"] = (await desk.submit(who("second"), buy())).id
    clock.move(ny("2026-11-23 18:00"))
    await desk.tick()
    clock.move(ny("2026-11-24 11:00"))
    at = clock.now() - timedelta(hours=1)
    report = Report(traded=True, at=at, quantity=500, price="3.10", stated=True)
    assert not isinstance(await desk.report(who("employee"), found["approved"], report), No)
    clock.move(ny("2026-11-24 18:00"))
    await desk.tick()
    await company.carry_out()
    return found


async def pull(company, wanted, way="folder", actor=COMPLY):
    return await AuditDesk(company.desk).pull(actor, wanted, way)


async def person_of(company, slack_id: str) -> str:
    return (await company.database.run(lambda tx: by_slack_id(tx, slack_id))).person


def source_of(company) -> Source:
    return Source.of(company.desk)


def verified(bundle: Path, *arguments: str) -> tuple[int, str]:
    """Run a bundle's own program on it, as a stranger does."""
    program = bundle / "verify.py" if bundle.is_dir() else Path("audit/verify.py")
    done = subprocess.run(
        [sys.executable, "-I", program, bundle, "--key", SIGNER.verifier.text, *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr
