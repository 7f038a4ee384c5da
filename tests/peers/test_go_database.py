"""A real database's checkpoints, records and proofs, as Go's note and tlog read them."""

import base64
from itertools import pairwise

import pytest
from sqlalchemy import text

from storage import checkpoints, log
from storage.database import Database
from storage.engines import engine_for, parsed
from storage.notes import NoteError, Signer
from storage.tree import Wanted, consistency, hashes_of, inclusion, spans_of
from tests.peers import strangers

ORIGIN = "example.com/preclear"
SIGNER, OTHER = Signer(ORIGIN, bytes(range(32))), Signer(ORIGIN, bytes(range(1, 33)))
KEY = SIGNER.verifier.text
#: How many records each transaction leaves; a checkpoint is made with every one of them.
BURSTS = (1, 2, 1, 4, 8, 1, 0, 13, 34)


@pytest.fixture
def signed(database_url, keys, clock):
    """Give a database with some records and checkpoints."""
    opened = Database.open(
        database_url, keys=keys, now=clock.now, steady=clock.steady, signs=SIGNER
    )
    opened.run_now(lambda tx: tx.checkpoint())
    for burst in BURSTS:
        clock.pass_(60)
        opened.run_now(lambda tx, burst=burst: act(tx, burst))
    yield opened
    opened.close_now()


def act(tx, burst):
    for number in range(burst):
        tx.log(
            "request:decided",
            actor="U1",
            request=f"R{number}",
            open={"facts": {"security": "Ünïcode — ☃"}},
            sealed={"step": {"what": "approved"}},
        )
    tx.checkpoint()


def stored(database):
    """Give the records and the checkpoints, in their order."""
    return (
        [one.record.encode() for one in database.run_now(log.entries)],
        database.run_now(checkpoints.every),
    )


def readings(go, signed_by_time):
    """Have Go read checkpoints."""
    return go.ask(
        strangers.checkpoint(one.note.encode(), ORIGIN, one.signer) for one in signed_by_time
    )


def grown(go, records, sizes):
    """Have Go hash records into a tree; give its root at each of these sizes."""
    encoded = [base64.b64encode(record).decode() for record in records]
    steps = [encoded[last:size] for last, size in pairwise([0, *sizes])]
    return [one["root"] for one in go.ask({"ask": "grow", "records": step} for step in steps)]


def test_go_computes_every_signed_root_from_the_records_alone(go, signed):
    records, made = stored(signed)
    told = readings(go, made)
    assert all(one["accepted"] for one in told)
    sizes = [one["size"] for one in told]
    assert sizes == [sum(BURSTS[:n]) for n in range(len(BURSTS) + 1)]
    assert [one["root"] for one in told[1:]] == grown(go, records, sizes[1:])
    for one, said in zip(made, told, strict=True):
        mine = checkpoints.stated(one.note, [SIGNER.verifier])
        assert (mine.size, mine.root.hex()) == (said["size"], said["root"])
    assert go.accepted(
        strangers.checkpoint(one.note.encode(), ORIGIN, OTHER.verifier.text) for one in made
    ) == [False] * len(made)


def test_go_accepts_the_proofs_between_checkpoints_and_of_every_record(go, signed):
    records, made = stored(signed)
    told = readings(go, made)
    size = len(records)
    steps = [
        (old, new) for old, new in pairwise(told) if 0 < old["size"] < new["size"]
    ]  # fmt: skip
    proofs = [inclusion(index, size) for index in range(size)]
    trees = [consistency(old["size"], new["size"]) for old, new in steps]
    wanted = Wanted(spans_of([*proofs, *trees]))
    leaves = [log.leaf(record.decode()) for record in records]
    for leaf in leaves:
        wanted.add(leaf)
    written = [[one.hex() for one in hashes_of(proof, wanted.found)] for proof in proofs]
    questions = [
        strangers.inclusion(proof, size, told[-1]["root"], index, leaves[index].hex())
        for index, proof in enumerate(written)
    ]
    questions += [
        strangers.consistency(
            [one.hex() for one in hashes_of(proof, wanted.found)],
            new["size"], new["root"], old["size"], old["root"],
        )
        for proof, (old, new) in zip(trees, steps, strict=True)
    ]  # fmt: skip
    assert len(steps) == len(BURSTS) - 2
    assert all(go.accepted(questions))


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE log_bodies SET record = replace(record, 'R0', 'R9') WHERE \"index\" = 3",
        'DELETE FROM log_bodies WHERE "index" = 3',
        (
            "UPDATE log_bodies SET record = (SELECT record FROM log_bodies AS other"
            ' WHERE other."index" = 4) WHERE "index" = 3'
        ),
    ],
    ids=["changed", "dropped", "doubled"],
)
def test_a_record_edited_by_hand_gives_go_another_root(go, signed, database_url, edit):
    """The checkpoints before it hold; those over it do not."""
    before, made = stored(signed)
    told = readings(go, made)[1:]
    by_hand(database_url, edit)
    records, _ = stored(signed)
    assert records != before
    sizes = [one["size"] for one in told if one["size"] <= len(records)]
    same = [a == b["root"] for a, b in zip(grown(go, records, sizes), told, strict=False)]
    assert same == [size <= 3 for size in sizes]


def test_a_checkpoint_edited_by_hand_is_refused_by_both(go, signed, database_url):
    by_hand(database_url, "UPDATE checkpoints SET note = replace(note, ':04:', ':05:')")
    _, made = stored(signed)
    verdicts = []
    for one in made:
        try:
            checkpoints.stated(one.note, [SIGNER.verifier])
        except NoteError:
            verdicts.append(False)
        else:
            verdicts.append(True)
    assert sorted(verdicts) == [False] + [True] * len(BURSTS)
    assert [one["accepted"] for one in readings(go, made)] == verdicts


def by_hand(url, statement):
    """Change the database as somebody does who may drop its triggers."""
    engine = engine_for(parsed(url))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.scalars(text(named)).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
    engine.dispose()
