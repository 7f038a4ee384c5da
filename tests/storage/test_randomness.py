"""Ids that nobody reads wrongly, guesses or counts."""

import random

from storage.randomness import ALPHABET, Randomness


def test_a_request_id_has_eight_letters_without_look_alikes():
    found = {Randomness().request_id() for _ in range(300)}
    assert {len(one) for one in found} == {8}
    assert set("".join(found)) <= set(ALPHABET)
    assert len(found) == 300
    for pair in ("0O", "1I", "1L", "IL", "2Z", "5S", "6G", "8B", "UV"):
        assert len(set(pair) & set(ALPHABET)) <= 1


def test_every_letter_is_as_likely_as_any_other():
    drawn = Randomness(random.Random(7).randbytes)  # noqa: S311 - the same in every run
    counts = dict.fromkeys(ALPHABET, 0)
    for _ in range(6500):
        for letter in drawn.request_id():
            counts[letter] += 1
    assert 1850 < min(counts.values()) <= max(counts.values()) < 2150


def test_tokens_are_long_and_differ():
    tokens = {Randomness().token() for _ in range(300)}
    assert {len(token) for token in tokens} == {32}
    assert len(tokens) == 300
