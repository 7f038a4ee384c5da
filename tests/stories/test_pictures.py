"""Each picture that the README and the documents show is one that a story takes."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
SHOWN = re.compile(r"(?:\]\(|src=\")((?:docs/)?images/[^)\"]+)[)\"]")
TAKEN = re.compile(r"\.picture\(([^)]+)\)")
#: `preclear calendar draw` makes this one: a year, and nobody's screen.
DRAWN = "window.png"
LARGEST = 150 * 1024


def taken():
    """Give the names under which the stories write pictures for the documents."""
    names = set()
    for story in Path(__file__).parent.glob("test_*.py"):
        for call in TAKEN.findall(story.read_text(encoding="utf-8")):
            name, *looks = re.findall(r"\"([^\"]+)\"", call) or [""]
            names |= {f"{name}-{look}.png" for look in looks}
    return names


def shown():
    """Give the names of the pictures that the README and the documents show."""
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    found = (SHOWN.findall(one.read_text(encoding="utf-8")) for one in texts)
    return {Path(one).name for each in found for one in each}


def test_what_is_shown_is_what_the_stories_take():
    assert shown() == taken() | {DRAWN} == {one.name for one in IMAGES.iterdir()}


def test_every_picture_is_small():
    assert not [one.name for one in IMAGES.iterdir() if one.stat().st_size > LARGEST]
