"""One's own six months as a form: first in words, then as bars."""

from typing import Any

from clearance.shown_band import BandShown
from handlers.views.blocks import Block, header, modal, note, packed, verbatim
from handlers.words import band as band_words

OPEN = "band:open"


def build(shown: BandShown) -> dict[str, Any]:
    """Make the form; whoever has it read out hears the words before the signs."""
    blocks: list[Block] = []
    for title, lines in band_words.words(shown):
        blocks += [header(title), *packed(lines)]
    return modal(
        band_words.TITLE,
        [
            *blocks,
            header(band_words.BARS),
            note(band_words.LEGEND),
            verbatim(band_words.bars(shown)),
            note(band_words.STANDING),
        ],
    )
