"""Asking a company for its policy's acknowledgement, for the tests."""

import hashlib

from clearance import acknowledgement_rounds as rounds
from clearance.acknowledgement_rounds import DocumentEntry
from clearance.acknowledgement_rows import RoundFound
from clearance.people import import_people
from clearance.shown_acknowledgements import SignSaid
from tests.clearance.company import OPERATOR

TEXT = "Keep what you learn here to yourself.\n\nAsk before you trade."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
BOTH = ("read", "comply")
NAMES = {
    "employee": "Erin Boyd",
    "second": "Sam Okafor",
    "newcomer": "Nils Newman",
    "director": "Dora Quist",
    "ceo": "Carla Eng",
    "cfo": "Felix Ott",
    "chair": "Ada Chairman",
}
COMPLIANCE = "slack_id,name,roles,acknowledged_on\nU0COMPLY,Cora Lyle,compliance,2026-01-05\n"


async def asked(company, **changes):
    """Record a document, as the operator's command does; gives the round or why not."""
    entry = DocumentEntry(**{"version": "2026-A", "sha256": SHA, "text": TEXT, **changes})
    desk = company.desk
    return await company.database.run(
        lambda tx: rounds.ask(tx, desk.grounds.at(tx), entry, OPERATOR)
    )


async def asked_well(company, **changes):
    found = await asked(company, **changes)
    assert isinstance(found, RoundFound), found
    return found


async def with_compliance(company):
    await company.database.run(lambda tx: import_people(tx, COMPLIANCE, OPERATOR))


def signs(found, name, **changes):
    """Give what somebody's form says for a round."""
    said = {"round": found.id, "statements": BOTH, "signature": NAMES[name], **changes}
    return SignSaid(**said)
