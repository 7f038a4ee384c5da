"""Every part of the proof at every point: what ``make power-cut`` prints, held."""

import pytest

from tests.power_cut.whole import parts


@pytest.mark.slow
def test_every_part_holds_at_every_point_and_every_twin_is_caught(power_cut):
    for part in parts(power_cut, some=1, seed=9):
        figures = part.run()
        assert figures.outcomes > 0, part.name
        assert bool(figures.found) is part.caught, (part.name, figures.found[:3])
