"""Recent news, and until when whoever knew of it before does not trade."""

from collections.abc import Sequence

from clearance.shown import NewsShown
from handlers.views.blocks import Block, said
from handlers.words import request as request_words


def build(news: Sequence[NewsShown]) -> list[Block]:
    """Make a paragraph for each of the newest; a title is what a person typed."""
    return [said(request_words.news(one)) for one in news[: request_words.NEWS_SAID]]
