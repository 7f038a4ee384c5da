"""Every view and message that the bot can send, read by four that nobody here wrote or none knew.

See ``test_readers.py`` for what each of them refuses.
"""

from collections import Counter

import pytest

from tests import left_out
from tests.peers.slack import every_payload, readers
from tests.peers.slack.every_payload import Made


@pytest.fixture(scope="module")
def made() -> tuple[Made, ...]:
    return every_payload.produced()


def refusals(made, said):
    """Give what was refused, by its builders."""
    return [f"{sorted(one.builders)}: {why}" for one, why in zip(made, said, strict=True) if why]


def test_there_is_a_payload_of_every_builder(made):
    """A new builder is named here until a table of ``VIEWS`` has something of it."""
    have = {name for one in made for name in one.builders}
    every = {every_payload.named(module, name) for module, name, _ in every_payload.builders()}
    assert len(every) > 70
    assert sorted(every - have) == []
    left_out.say("payloads read", Counter(one.kind for one in made))


@pytest.mark.parametrize("reader", readers.ONE_BY_ONE)
def test_a_reader_of_each_payload_takes_them_all(made, reader):
    said = [readers.ONE_BY_ONE[reader](one.payload) for one in made]
    assert refusals(made, said) == []


def test_slacks_types_take_them_all(made, tmp_path):
    assert refusals(made, readers.by_types(tmp_path, [one.payload for one in made])) == []
