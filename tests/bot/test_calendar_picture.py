"""The picture of a year: for everybody alike, with words that say the same."""

from datetime import date

import pytest

from bot import pictures
from clearance.window_years import YearShown
from handlers.words import calendar as calendar_words
from policy.window_days import WindowDay
from tests.left_out import leave_out

TODAY = date(2026, 11, 26)


def year(*states):
    days = [WindowDay(date(2026, 1, n), n != 3, state) for n, state in enumerate(states, 1)]
    return YearShown("Example, Inc.", 2026, TODAY, tuple(days))


def test_the_words_say_every_span_once():
    said = calendar_words.said(year("open", "open", "closed", "unknown"))
    assert "open from Thursday 1 January 2026 to Friday 2 January 2026." in said
    assert "closed from Saturday 3 January 2026 to Saturday 3 January 2026." in said
    assert "closed from Sunday 4 January 2026 on, and nobody knows yet" in said
    assert "Thursday 26 November 2026" in said


@pytest.mark.parametrize("ending", pictures.FORMATS)
def test_a_file_is_made_that_says_what_it_shows(tmp_path, ending):
    out = tmp_path / f"window{ending}"
    shown = year("open", "closed", "unknown", "open")
    said = calendar_words.said(shown)
    try:
        pictures.draw(shown, said, out)
    except pictures.NoPlottingError:
        leave_out("matplotlib", "it is not installed: pip install 'preclear[pictures]'")
    content = out.read_bytes()
    assert content.startswith(b"\x89PNG" if ending == ".png" else b"<?xml")
    assert b"closed from Friday 2 January 2026" in content


def test_without_the_library_nothing_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    with pytest.raises(pictures.NoPlottingError):
        pictures.draw(year("open"), "", tmp_path / "window.png")
    assert list(tmp_path.iterdir()) == []
