"""The ledger against the database and against the screens: nothing lost, nothing twice."""

import hashlib
from collections import Counter, defaultdict

from clearance.deciding import WHAT
from clearance.facts import as_filed
from clearance.people import by_id
from storage import deliveries, requests
from storage.tables import LogBodyRow, LogHeadRow, LogLeafRow, RequestRow
from storage.tree import Edge
from tests.kills.company import Company
from tests.kills.ledger import Ledger
from tests.kills.people import ASKERS, OFFICERS, is_open

_ENDS = ("withdrawn", "expired", "lapsed", "overtaken")


def check(tx, ledger: Ledger) -> list[str]:
    """Name every act that is lost or was done twice; an empty list is what is wanted."""
    found = {row.id: row for row in requests.in_state(tx, "pending", "decided", "ended")}
    steps = requests.steps(tx, sorted(found))
    said = {request: [step.value for step in taken] for request, taken in steps.items()}
    return [
        *_requests(tx, ledger, found),
        *_decisions(tx, ledger, said),
        *_beside(tx, ledger, said),
        *_log(tx, said),
    ]


def _requests(tx, ledger: Ledger, found: dict[str, RequestRow]) -> list[str]:
    wrong = []
    for request, (user, number) in ledger.asked.items():
        if request not in found:
            wrong.append(f"lost: request {request}")
        elif (_slack_id(tx, found[request].person), _number(tx, request)) != (user, number):
            wrong.append(f"request {request} is not what was acknowledged")
    numbers = Counter(_number(tx, request) for request in found)
    wrong += [f"filed twice: {number}" for number, times in numbers.items() if times > 1]
    return wrong


def _decisions(tx, ledger: Ledger, said: dict[str, list[dict]]) -> list[str]:
    wrong = []
    for request, acknowledged in ledger.decided.items():
        made = [one for one in said.get(request, ()) if one["what"] in WHAT.values()]
        if len(acknowledged) > 1:
            wrong.append(f"decided twice, said to two: {request}")
        for officer, verdict in acknowledged:
            if (officer, WHAT[verdict]) not in [
                (_slack_id(tx, one["by"]), one["what"]) for one in made
            ]:
                wrong.append(f"lost: the decision on {request} by {officer}")
    for request, values in said.items():
        decided = [one for one in values if one["what"] in WHAT.values()]
        ended = [one for one in values if one["what"] in _ENDS]
        if len(decided) + len(ended) > 1:
            wrong.append(f"decided twice: {request}")
    return wrong


def _beside(tx, ledger: Ledger, said: dict[str, list[dict]]) -> list[str]:
    wrong = []
    for request in ledger.withdrawn:
        taken_back = [one for one in said[request] if one["what"] in {"withdrawn", "over"}]
        if len(taken_back) != 1:
            wrong.append(f"the withdrawal of {request} is there {len(taken_back)} times")
    wrong += [
        f"lost: the report on {request}"
        for request in ledger.reported
        if "reported" not in [one["what"] for one in said[request]]
    ]
    for request, values in said.items():
        event = _event(values)
        if event and deliveries.find_key(tx, f"notice:{request}:{event}") is None:
            wrong.append(f"no envelope was queued for {request}")
    return wrong


def _event(values: list[dict]) -> str | None:
    """Name the outcome that a requester is told of."""
    happened = {one["what"] for one in values}
    if happened & {*WHAT.values(), "overtaken", "lapsed"}:
        return "decided"
    return "ended" if happened & set(_ENDS) else None


def _log(tx, said: dict[str, list[dict]]) -> list[str]:
    """Hold the log's numbers, its hashes, and one record for each step."""
    head = tx.execute(LogHeadRow.__table__.select()).one()
    leaves = tx.execute(LogLeafRow.__table__.select().order_by(LogLeafRow.index)).all()
    bodies = tx.execute(LogBodyRow.__table__.select().order_by(LogBodyRow.index)).all()
    wrong = []
    places = list(range(head.size))
    if [one.index for one in leaves] != places or [one.index for one in bodies] != places:
        wrong.append("the log has a gap")
    for leaf, body in zip(leaves, bodies, strict=False):
        if hashlib.sha256(b"\x00" + body.record.encode()).digest() != leaf.hash:
            wrong.append(f"the log's record {leaf.index} does not match its leaf")
    edge = Edge()
    for leaf in leaves:
        edge.add(bytes(leaf.hash))
    if bytes(head.edge) != edge.kept():
        wrong.append("the log's head does not have the edge of its leaves")
    recorded = sum('"tag":"request:' in body.record for body in bodies)
    if recorded != sum(map(len, said.values())):
        wrong.append("the log and the steps do not tell the same number of acts")
    return wrong


def ids(tx) -> list[str]:
    """Name every request there is."""
    return [row.id for row in requests.in_state(tx, "pending", "decided", "ended")]


def told(tx, company: Company) -> list[str]:
    """Name every outcome that its requester was not told of; for after the last row's end."""
    wrong = []
    found = requests.in_state(tx, "decided", "ended")
    steps = requests.steps(tx, [row.id for row in found])
    for row in found:
        event = _event([step.value for step in steps[row.id]])
        queued = event and deliveries.find_key(tx, f"notice:{row.id}:{event}")
        if not queued:
            continue
        shown = company.workspace.conversation(_slack_id(tx, row.person)).messages
        if not any(queued.id in str(message.blocks) for message in shown):
            wrong.append(f"{row.id}: its requester has no envelope")
    return wrong


def duplicates(company: Company, ids: list[str]) -> Counter[str]:
    """Count what stands on a screen more often than it was meant to."""
    counted: Counter[str] = Counter()
    for officer in OFFICERS:
        cards: defaultdict[str, int] = defaultdict(int)
        for message in company.workspace.conversation(officer).messages:
            for request in ids:
                cards[request] += request in message.text
        counted["cards twice on screen"] += sum(max(0, times - 1) for times in cards.values())
    for user in ASKERS:
        seen = Counter(
            block["elements"][0]["value"]
            for message in company.workspace.conversation(user).messages
            for block in message.blocks
            if block["type"] == "actions"
        )
        counted["envelopes twice on screen"] += sum(times - 1 for times in seen.values())
    return counted


def open_cards(company: Company, officer: str) -> list:
    return [one for one in company.workspace.conversation(officer).messages if is_open(one)]


def _number(tx, request: str) -> int | None:
    return as_filed(tx, request).trade.quantity


def _slack_id(tx, person: str) -> str:
    found = by_id(tx, person)
    return "" if found is None else found.slack_id
