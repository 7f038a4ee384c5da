"""Proofs and roots: what ours makes is accepted by Go's tlog, and what is altered refused."""

import base64
import hashlib
from collections.abc import Iterator
from random import Random

import pytest

from storage.tree import (
    EMPTY,
    Edge,
    Wanted,
    consistency,
    hashes_of,
    inclusion,
    leaf_hash,
    spans_of,
)
from tests.peers import strangers
from tests.peers.proofs_reading import goes_on, included

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 255, 256, 257, 1000, 1023)
DRAW = Random(1)  # noqa: S311 - the same trees in every run
LARGE = tuple(sorted(DRAW.sample(range(1025, 4200), 6)))
RECORDS = [f'{{"n":{n},"salt":"{DRAW.randbytes(16).hex()}"}}'.encode() for n in range(LARGE[-1])]
LEAVES = [leaf_hash(record) for record in RECORDS]


def roots() -> dict[int, str]:
    edge, found = Edge(), {0: EMPTY.hex()}
    for leaf in LEAVES:
        edge.add(leaf)
        found[edge.size] = edge.root().hex()
    return found


ROOTS = roots()


def proven(size: int, indexes: list[int], olds: list[int]) -> tuple[list[dict], list[dict]]:
    """Make proofs in a tree by one pass: of leaves, and of older trees."""
    parts = [inclusion(index, size) for index in indexes]
    grown = [consistency(old, size) for old in olds]
    wanted = Wanted(spans_of([*parts, *grown]))
    for leaf in LEAVES[:size]:
        wanted.add(leaf)
    assert wanted.root().hex() == ROOTS[size]
    hashes = [[one.hex() for one in hashes_of(each, wanted.found)] for each in [*parts, *grown]]
    return (
        [
            strangers.inclusion(proof, size, ROOTS[size], index, LEAVES[index].hex())
            for index, proof in zip(indexes, hashes, strict=False)
        ],
        [
            strangers.consistency(proof, size, ROOTS[size], old, ROOTS[old])
            for old, proof in zip(olds, hashes[len(indexes) :], strict=True)
        ],
    )


def places(size: int) -> list[int]:
    """Give leaves of a tree: all of a small one, of another both ends and some between."""
    if size <= 17:
        return list(range(size))
    return sorted({0, 1, size // 2, size - 2, size - 1, *DRAW.sample(range(size), 4)})


@pytest.fixture(scope="module")
def proofs() -> tuple[list[dict], list[dict]]:
    """Give proofs of leaves and of older trees, over trees of all these sizes."""
    leaves, grown = [], []
    for size in (*SIZES, *LARGE):
        olds = [index + 1 for index in places(size)]
        more = proven(size, places(size), olds)
        leaves += more[0]
        grown += more[1]
    return leaves, grown


def flipped(text: str) -> str:
    """Change one bit of a hash."""
    raw = bytearray.fromhex(text)
    raw[DRAW.randrange(len(raw))] ^= 1 << DRAW.randrange(8)
    return raw.hex()


def stranger_hash() -> str:
    return hashlib.sha256(DRAW.randbytes(8)).hexdigest()


def altered(question: dict, ends: tuple[str, str]) -> Iterator[dict]:
    """Alter a proof in every way that no tree allows; ``ends`` are its two outer hashes."""
    proof = question["proof"]
    for place, one in enumerate(proof):
        yield question | {"proof": [*proof[:place], flipped(one), *proof[place + 1 :]]}
        yield question | {"proof": [*proof[:place], *proof[place + 1 :]]}
        yield question | {"proof": [*proof[:place], one[:-2], *proof[place + 1 :]]}
        yield question | {"proof": [*proof[:place], stranger_hash(), *proof[place:]]}
        yield question | {"proof": [*proof[:place], one, *proof[place:]]}
    for name in ends:
        yield question | {"proof": [*proof, question[name]]}
        yield question | {name: flipped(question[name])}
        yield question | {name: question[name][:-2]}
        yield question | {name: EMPTY.hex()}
    if question[ends[0]] != question[ends[1]]:
        yield question | {ends[0]: question[ends[1]], ends[1]: question[ends[0]]}
    if len(proof) > 1:
        yield question | {"proof": proof[::-1]}
        yield question | {"proof": proof[1:] + proof[:1]}
    yield question | {"proof": [*proof, stranger_hash()]}
    yield question | {"size": -question["size"]}
    yield question | {"size": 0}


def altered_inclusion(question: dict, others: list[dict]) -> Iterator[dict]:
    yield from altered(question, ("root", "leaf"))
    size, index = question["size"], question["index"]
    for other in (-1, index - 1, index + 1, index ^ 1, size):
        yield question | {"index": other}
    for more in (size - 1, size + 1):
        yield question | {"size": more, "root": ROOTS.get(more, stranger_hash())}
    other = DRAW.choice(others)
    if other["leaf"] != question["leaf"]:
        yield question | {"leaf": other["leaf"]}
        yield question | {"index": other["index"]}
    if other["proof"] != question["proof"]:
        yield question | {"proof": other["proof"]}


def altered_consistency(question: dict, others: list[dict]) -> Iterator[dict]:
    yield from altered(question, ("root", "oldroot"))
    size, old = question["size"], question["oldsize"]
    if old != size:
        turned = {"size": old, "root": question["oldroot"], "oldsize": size}
        yield question | turned | {"oldroot": question["root"]}
        yield question | {"size": old, "oldsize": size}
        yield question | {"oldroot": question["root"]}
        yield question | {"root": question["oldroot"]}
    yield question | {"oldsize": 0, "oldroot": EMPTY.hex()}
    for more in (old - 1, old + 1):
        yield question | {"oldsize": more, "oldroot": ROOTS.get(more, stranger_hash())}
    for more in (size - 1, size + 1):
        yield question | {"size": more, "root": ROOTS.get(more, stranger_hash())}
    other = DRAW.choice(others)
    if other["proof"] != question["proof"]:
        yield question | {"proof": other["proof"]}


def test_go_grows_the_same_trees(go):
    sizes = [0, *SIZES, *LARGE]
    steps = [RECORDS[last:size] for last, size in zip([0, *sizes], sizes, strict=False)]
    answers = go.ask(
        {"ask": "grow", "records": [base64.b64encode(record).decode() for record in step]}
        for step in steps
    )
    assert [answer["size"] for answer in answers] == sizes
    # The empty tree's root is zeros to this tlog, where RFC 6962 has the hash of nothing.
    assert answers[0]["root"] == "0" * 64
    assert [answer["root"] for answer in answers[1:]] == [ROOTS[size] for size in sizes[1:]]


def test_go_makes_the_same_proofs(go, proofs):
    leaves, grown = proofs
    records = [base64.b64encode(record).decode() for record in RECORDS]
    _, *answers = go.ask(
        [{"ask": "grow", "records": records}]
        + [one | {"ask": "prove_inclusion"} for one in leaves]
        + [one | {"ask": "prove_consistency"} for one in grown]
    )
    assert [answer.get("hashes", []) for answer in answers] == [
        one["proof"] for one in (*leaves, *grown)
    ]


def test_go_accepts_every_proof_of_ours(go, proofs):
    leaves, grown = proofs
    assert min(len(leaves), len(grown)) > 200
    assert all(included(one) for one in leaves)
    assert all(goes_on(one) for one in grown)
    assert all(go.accepted([*leaves, *grown]))


@pytest.mark.parametrize(
    ("kind", "alter"), [(0, altered_inclusion), (1, altered_consistency)], ids=["leaf", "tree"]
)
def test_go_refuses_every_altered_proof(go, proofs, kind, alter):
    questions = [bad for one in proofs[kind] for bad in alter(one, proofs[kind])]
    reads = (included, goes_on)[kind]
    assert len(questions) > 10_000
    assert [bad for bad in questions if reads(bad)] == []
    told = go.accepted(questions)
    assert [bad for bad, accepted in zip(questions, told, strict=True) if accepted] == []


@pytest.mark.parametrize("kind", [0, 1], ids=["leaf", "tree"])
def test_what_a_proof_alone_does_not_say_is_read_alike(go, proofs, kind):
    """A size beside a root that is not its own: some proofs fit both, so the signed pair counts."""
    names = ("size",) if kind == 0 else ("size", "oldsize")
    reads = (included, goes_on)[kind]
    questions = [
        one | {name: one[name] + more} for one in proofs[kind] for name in names for more in (-1, 1)
    ]
    told = go.accepted(questions)
    assert told == [reads(one) for one in questions]
    assert 0 < sum(told) < len(told)
