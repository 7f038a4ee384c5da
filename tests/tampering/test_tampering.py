"""Whatever is altered in a bundle is found, and openssl finds it, too."""

import random
import shutil

import pytest

from tests.left_out import leave_out, say
from tests.tampering import by_hand, forging, harmless
from tests.tampering.run import altered, tamper
from tests.tampering.scenes import Altered, look, same, scenes


def test_two_thousand_alterations_are_found_and_what_is_harmless_verifies():
    outcome = tamper(20261109, 2000, sample=0)
    missed = len(outcome.missed)
    say("Alterations", {"tried": 2000, "forged": outcome.forged, "missed": missed})
    assert outcome.missed == []
    assert outcome.forged >= 1000
    assert outcome.harmless >= 100
    assert set(outcome.tried) == {*by_hand.KINDS, *forging.KINDS, *harmless.KINDS}


def test_openssl_gives_the_same_answers():
    if shutil.which("openssl") is None:
        leave_out("openssl", "it is not on PATH")
    outcome = tamper(7, 20, sample=20)
    assert outcome.compared == 20
    assert outcome.missed == []


def believed(kind, n=60, *, elsewhere=True):
    """Say how many forgeries somebody believes who takes any signature for the company's."""
    draw, stage = random.Random(5), scenes(5)
    found = [altered(draw, forging.KINDS[kind], draw.choice(stage)) for _ in range(n)]
    kept = [one if elsewhere else Altered(one.files) for one in found]
    return sum(not look(one, lambda *_: True).count for one in kept) / n


@pytest.mark.parametrize(
    "kind", ["forged, another key under the true id", "forged, the old signatures"]
)
def test_forgeries_are_consistent_and_lack_the_signature_alone(kind):
    """Some show themselves all the same: a history of restrictions that shrinks, and the like."""
    assert believed(kind) > 0.7


@pytest.mark.parametrize(
    "kind", ["forged with the company's key", "rolled back", "rolled back and gone on"]
)
def test_who_has_the_key_is_found_by_a_checkpoint_from_elsewhere_alone(kind):
    """No bundle can tell that by itself, which is why checkpoints are sent out."""
    assert believed(kind, elsewhere=False) > 0.7
    assert believed(kind) == 0


def test_a_change_that_changes_nothing_is_drawn_again():
    """What is the same but for line ends and the order of rows is not counted as found."""
    scene = scenes(3)[0]
    for change in harmless.KINDS.values():
        assert same(scene.files, change(random.Random(1), scene).files)
    table = scene.files["audit.csv"]
    edited = {**scene.files, "audit.csv": table.replace(b"approved", b"declined", 1)}
    assert not same(scene.files, edited)
    drawn = iter([Altered(scene.files), Altered(edited)])
    assert altered(random.Random(1), lambda *_: next(drawn), scene).files == edited
