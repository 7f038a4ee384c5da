"""A bundle of a company that has lived, read by Go and by hand: nothing of ours takes part.

What is used here of a bundle is its files. The whole record and the proof of one decision are
pulled; Go opens every checkpoint and the list, follows every proof, and computes every root
that the shown entries allow. The page for whoever checks by hand is typed over the same files.
"""

import asyncio
import hashlib
import json
from itertools import groupby

import pytest

from audit.bundle import write_folder
from audit.pulls import Wanted
from clearance.shown import No
from tests.audit.conftest import cellectar, company, exchange  # noqa: F401 - fixtures
from tests.audit.lived import company_of, live, opened, pull, source_of
from tests.peers import strangers
from tests.peers.proofs_reading import node
from tests.peers.test_openssl import (  # noqa: F401 - fixtures among them
    YES,
    blocks,
    python,
    settings,
    tools,
    typed,
)


@pytest.fixture
async def lived(sqlite_url, keys, clock, exchange, cellectar):  # noqa: F811 - the fixtures
    database = opened(sqlite_url, keys, clock)
    one = await company_of(database, clock, cellectar, exchange)
    one.requests = await live(one)
    yield one
    await database.close()


@pytest.fixture(params=["everything", "one request"])
async def bundle(request, lived, tmp_path):
    """Give a bundle's folder, of the whole record and of one decision."""
    whole = request.param == "everything"
    wanted = Wanted() if whole else Wanted(request=lived.requests["approved"])
    found = await pull(lived, wanted)
    assert not isinstance(found, No), found
    folder = tmp_path / "bundle"
    await asyncio.to_thread(write_folder, source_of(lived), found, folder)
    return folder


def lines(folder, name):
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def leaf(record):
    return hashlib.sha256(b"\x00" + record.encode()).hexdigest()


def roots_of(entries, sizes):
    """Fold a covering into the roots at these sizes, as RFC 6962 has it."""
    stack, size, roots = [], 0, {0: hashlib.sha256(b"").hexdigest()}
    for entry in entries:
        assert entry.get("index", entry.get("from")) == size
        count = entry.get("count", 1)
        whole = entry["hash"] if "hash" in entry else leaf(entry["record"])
        size += count
        while stack and stack[-1][0] == count:
            whole, count = node(stack.pop()[1], whole), count * 2
        stack.append((count, whole))
        if size in sizes:
            root = stack[-1][1]
            for _, left in reversed(stack[:-1]):
                root = node(left, root)
            roots[size] = root
    return roots


def checkpoints_of(go, folder):
    """Have Go read the checkpoints; gives each by its size."""
    keys = (folder / "keys.txt").read_text().split()
    origin = keys[0].partition("+")[0]
    notes = [path.read_bytes() for path in sorted((folder / "checkpoints").glob("*.txt"))]
    told = go.ask(strangers.checkpoint(note, origin, *keys) for note in notes)
    assert all(one["accepted"] for one in told)
    for _, same in groupby(sorted(told, key=lambda one: one["size"]), lambda one: one["size"]):
        assert len({one["root"] for one in same}) == 1
    return {one["size"]: one["root"] for one in told}


async def test_go_finds_a_bundle_good(go, bundle):
    signed = checkpoints_of(go, bundle)
    entries, proofs = lines(bundle, "audit.jsonl"), lines(bundle, "proofs.jsonl")
    assert roots_of(entries, signed) == {**roots_of([], ()), **signed}
    records = {one["index"]: one["record"] for one in entries if "record" in one}
    questions = [
        strangers.inclusion(
            one["hashes"],
            one["size"],
            signed[one["size"]],
            one["index"],
            leaf(records[one["index"]]),
        )
        if one["kind"] == "inclusion"
        else strangers.consistency(
            one["hashes"], one["to"], signed[one["to"]], one["from"], signed[one["from"]]
        )
        for one in proofs
    ]
    index, record = next(iter(records.items()))
    changed = [
        one | {"record": record + " "} if one.get("index") == index else one for one in entries
    ]
    assert {
        size for size, root in roots_of(changed, signed).items() if root == signed.get(size)
    } == {size for size in signed if size <= index}
    kinds = [one["kind"] for one in proofs]
    assert kinds.count("inclusion") == len(records) > 0
    assert kinds.count("consistency") == len(set(signed) - {0}) - 1 > 0
    assert all(go.accepted(questions))
    listed = (bundle / "bundle.txt").read_bytes()
    keys = (bundle / "keys.txt").read_text().split()
    changed = listed.replace(b"\nsize ", b"\nsize 1", 1)
    assert go.accepted(strangers.opening(note, keys[0]) for note in (listed, changed)) == [
        True,
        False,
    ]


async def test_a_bundle_is_checked_by_hand(bundle, typed, python, tmp_path):  # noqa: F811
    for path in bundle.rglob("*"):
        if path.is_file():
            to = tmp_path / path.relative_to(bundle)
            to.parent.mkdir(exist_ok=True)
            to.write_bytes(path.read_bytes())
    newest = max((bundle / "checkpoints").glob("*.txt"))
    (tmp_path / "checkpoint.txt").write_bytes(newest.read_bytes())
    key = (bundle / "keys.txt").read_text().split()[0]
    assert YES in typed(settings(key), *blocks("1.")[1:])
    shown = [one for one in lines(bundle, "audit.jsonl") if "record" in one]
    _, apart, *rest = blocks("2.")
    for one in shown[:: max(1, len(shown) // 5)]:
        index = f"index={one['index']}"
        said = typed(index, apart, more=python) + typed(index, *rest)
        assert said.startswith(f"Record {one['index']} is in the log of "), said
        if "sealed" in one:
            named, found = typed(index, *blocks("3."), more=python).split()
            assert named == found
    said = typed(*blocks("4."))
    assert YES in said
    assert "Every file is as it was signed." in said
