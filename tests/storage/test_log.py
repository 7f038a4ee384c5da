"""The log: a record an act, its leaf, and the sealed part that its hash commits to."""

import hashlib
import json
from datetime import timedelta

import pytest
import rfc8785

from storage import log
from storage.log import TAGS, UnknownTag
from storage.sealed import SIZES, SealOverflow
from tests.clock import START


def act(tx, **more):
    tx.log("request:pending", actor="U1", request="R", **more)


def read(database):
    return database.run_now(log.entries)


def test_a_record_has_every_field_and_its_leaf_is_its_hash(database):
    database.run_now(lambda tx: act(tx, subject="p1", policy="aa", calendar="bb", open={"n": 1}))
    (entry,) = read(database)
    record = json.loads(entry.record)
    assert set(record) == set(
        "v tag at actor subject request policy calendar body salt".split()  # noqa: SIM905
    )
    assert record["at"] == "2026-11-09T15:00:00.000000Z"
    assert record["body"]["open"] == {"n": 1}
    assert record["tag"] in TAGS
    assert entry.record.encode() == rfc8785.dumps(record)
    assert entry.leaf == hashlib.sha256(b"\x00" + entry.record.encode()).digest()


def test_the_confidential_part_is_what_the_record_commits_to(database):
    database.run_now(lambda tx: act(tx, sealed={"outcome": "declined"}))
    (entry,) = read(database)
    opened = database.run_now(lambda tx: log.confidential(tx, entry))
    assert opened["value"] == {"outcome": "declined"}
    commitment = hashlib.sha256(rfc8785.dumps(opened)).hexdigest()
    assert json.loads(entry.record)["body"]["sealed"] == commitment
    assert "declined" not in entry.record


def test_two_equal_acts_share_neither_salt_nor_commitment(database):
    def twice(tx):
        act(tx, sealed={"outcome": "declined"})
        act(tx, sealed={"outcome": "declined"})

    database.run_now(twice)
    first, second = (json.loads(entry.record) for entry in read(database))
    assert first["salt"] != second["salt"]
    assert first["body"]["sealed"] != second["body"]["sealed"]


def test_entries_are_numbered_without_a_gap(database):
    database.run_now(lambda tx: (act(tx), act(tx)))
    database.run_now(act)
    assert [entry.index for entry in read(database)] == [0, 1, 2]
    assert [entry.index for entry in database.run_now(lambda tx: log.entries(tx, 1, 1))] == [1]


def test_every_sealed_part_has_one_length(database):
    for value in ({}, {"a": 1}, {"text": "word " * 300}):
        database.run_now(lambda tx, value=value: act(tx, sealed=value))
    assert {len(entry.sealed) for entry in read(database)} == {SIZES["log_bodies"]}


def test_an_unknown_tag_is_refused_and_nothing_is_kept(database):
    with pytest.raises(UnknownTag, match="enter it"):
        database.run_now(lambda tx: tx.log("request:guessed", actor="U1"))
    assert read(database) == []


def test_too_much_is_refused_before_the_commit(database):
    noise = "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(200))
    with pytest.raises(SealOverflow) as refused:
        database.run_now(lambda tx: act(tx, sealed={"text": noise}))
    assert noise[:10] not in str(refused.value)
    assert read(database) == []


def test_moments_are_written_in_utc_with_six_digits():
    assert log.moment(START + timedelta(microseconds=5)) == "2026-11-09T15:00:00.000005Z"
