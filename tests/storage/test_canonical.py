"""The quick way to canonical JSON writes the bytes of the RFC, or leaves them to the library."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from storage.canonical import canonical

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT | st.floats(-9, 9)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, VALUES))
def test_it_writes_what_the_library_writes(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        {"a": 2**53},
        {"a": float("nan")},
        {1: "a"},
        {"a": {1: "b"}},
        {"a": "\ud800"},
        {"a": b"bytes"},
        {"a": {1, 2}},
    ],
)
def test_what_is_no_json_is_refused_without_its_content(value):
    with pytest.raises(ValueError, match="what is recorded must be JSON"):
        canonical(value)


def test_names_sort_as_the_rfc_says_and_not_as_python_does():
    value = {"\U0001f600": 1, "\ufb33": 2}
    assert canonical(value) == rfc8785.dumps(value)
    assert canonical(value).index("\U0001f600".encode()) < canonical(value).index(b"\xef\xac\xb3")
