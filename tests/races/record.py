"""What matters of a database, read from its rows, and what must hold in every one of them."""

import hashlib
import json
from dataclasses import dataclass

_LEAF = b"\x00"


@dataclass(frozen=True)
class Record:
    """One database: two that agree in this are the same state."""

    requests: tuple  # id, status
    steps: tuple  # request, seq, state, by
    deliveries: tuple  # in their order
    size: int

    @property
    def decisions(self):
        return [step for step in self.steps if step[2] == "decided"]


def read(world):
    """Read the record; the moments at which something was done tell no state from another."""
    steps = world.rows("select request, seq, state, public from decisions order by request, seq")
    return Record(
        requests=tuple(world.rows("select id, status from requests order by id")),
        steps=tuple((*row[:3], json.loads(row[3])["by"]) for row in steps),
        deliveries=tuple(
            world.rows(
                "select id, conversation, attempts, due_at, lease_owner, lease_until,"
                " channel, ts, ended_as from deliveries order by seq"
            )
        ),
        size=world.rows("select size from log_head")[0][0],
    )


def broken(world, before, after, requesters):
    """Say what does not hold after a transaction that led from one record to another."""
    for request, status in after.requests:
        decided = [step for step in after.decisions if step[0] == request]
        if len(decided) > 1:
            yield f"decided {len(decided)} times"
        if any(by in requesters for *_, by in decided):
            yield "decided by who asked"
        states = [step[2] for step in after.steps if step[0] == request]
        if states.count("ended") > 1:
            yield "ended twice"
        if status != states[-1]:
            yield f"the request is {status}, its last step is {states[-1]}"
    if before is not None:
        yield from _undone(before, after)
    if len({row[0] for row in after.deliveries}) != len(after.deliveries):
        yield "two deliveries of one id"
    if len(after.requests) > 1:
        yield "two requests of one form"
    yield from _log(world, after)


def _undone(before, after):
    if not set(before.steps) <= set(after.steps):
        yield "a step is gone"
    if not {row[0] for row in before.requests} <= {row[0] for row in after.requests}:
        yield "a request is gone"
    ended = {row[0]: row[8] for row in before.deliveries if row[8] is not None}
    now = {row[0]: row[8] for row in after.deliveries}
    if any(now.get(row) != how for row, how in ended.items()):
        yield "a delivery that had ended was changed"


def _log(world, record):
    found = world.rows(
        "select leaf.'index', leaf.hash, body.record from log_leaves leaf"
        " left join log_bodies body on body.'index' = leaf.'index' order by leaf.'index'"
    )
    if [row[0] for row in found] != list(range(record.size)):
        yield "the log has a gap"
        return
    if any(hashlib.sha256(_LEAF + body.encode()).digest() != leaf for _, leaf, body in found):
        yield "a leaf is not its record's"
    acts = sorted(
        (entry["request"], entry["tag"])
        for entry in (json.loads(body) for *_, body in found)
        if entry["tag"].startswith("request:")
    )
    if acts != sorted((step[0], f"request:{step[2]}") for step in record.steps):
        yield "the log and the steps do not agree"


def where_cards_are_known(record, officers):
    """Name the places of messages that the record knows of, by officer."""
    return {(row[1], row[7]) for row in record.deliveries if row[1] in officers and row[7]}
