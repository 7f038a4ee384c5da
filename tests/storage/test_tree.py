"""The log's tree, held against RFC 6962 written down again, recursively and slowly."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.tree import EMPTY, Edge, Wanted, complete, consistency, hashes_of, inclusion, spans_of

LEAVES = [hashlib.sha256(b"\x00" + bytes([n % 256, n // 256])).digest() for n in range(300)]


def mth(leaves):
    """RFC 6962, 2.1, over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, *, known=True):
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], known=known), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], known=False), mth(leaves[:k])]


def found(size, *proofs):
    wanted = Wanted(spans_of(proofs))
    for leaf in LEAVES[:size]:
        wanted.add(leaf)
    return wanted


def test_an_edge_grown_leaf_by_leaf_has_the_root_of_the_whole():
    edge = Edge()
    assert edge.root() == EMPTY == mth([])
    for size, leaf in enumerate(LEAVES, 1):
        edge.add(leaf)
        assert edge.root() == mth(LEAVES[:size])
        again = Edge.read(size, edge.kept())
        assert (again.size, again.hashes) == (edge.size, edge.hashes)


def test_an_edge_of_another_size_is_refused():
    edge = Edge()
    for leaf in LEAVES[:3]:
        edge.add(leaf)
    assert Edge.read(3, edge.kept()).size == 3
    for size, kept in ((4, edge.kept()), (3, edge.kept()[:-1]), (3, b"")):
        with pytest.raises(ValueError, match="an edge"):
            Edge.read(size, kept)


@given(st.integers(1, 300), st.data())
def test_an_inclusion_proof_is_that_of_the_rfc(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion(index, size)
    wanted = found(size, proof)
    assert wanted.root() == mth(LEAVES[:size])
    assert hashes_of(proof, wanted.found) == path(index, LEAVES[:size])


@given(st.integers(1, 300), st.data())
def test_a_consistency_proof_is_that_of_the_rfc(size, data):
    old = data.draw(st.integers(1, size))
    proof = consistency(old, size)
    assert hashes_of(proof, found(size, proof).found) == subproof(old, LEAVES[:size])


@given(st.integers(0, 300), st.integers(0, 300))
def test_leaves_are_parted_into_complete_subtrees(start, more):
    spans = complete(start, start + more)
    assert [n for span in spans for n in range(span.start, span.start + span.count)] == list(
        range(start, start + more)
    )
    assert all(span.start % span.count == 0 for span in spans)
    assert all(span.count & (span.count - 1) == 0 for span in spans)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_is_not_proven(index, size):
    with pytest.raises(ValueError, match="a tree that has it"):
        inclusion(index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_a_tree_goes_on_from_a_smaller_one_alone(old, size):
    with pytest.raises(ValueError, match="goes on"):
        consistency(old, size)
