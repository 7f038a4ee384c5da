"""What ``sell 1,000 shares tomorrow`` or ``bought 200 on 3 Mar at $4.12`` means.

A word that is not understood is named, never passed over: what is not read could have been
the one that mattered. Nothing is guessed: of two numbers or two days none is taken, and both
are named. The form opens with what is understood; the person looks at it and sends it.
"""

from collections.abc import Iterable
from datetime import date

from handlers.phrase import places, reading
from handlers.phrase.lexicon import LONGEST, MADE, VERBS, words_of
from handlers.phrase.taken import Left, Phrase
from handlers.phrase.understanding import Understood, sum_up

__all__ = ["Left", "Understood", "read", "speaks_of_a_trade"]


def speaks_of_a_trade(text: str) -> bool:
    """Say whether a phrase names something to do with securities."""
    return any(word in VERBS or word in MADE for word in words_of(text[:LONGEST]))


def read(text: str, today: date, company: Iterable[str] = ()) -> Understood:
    """Read a phrase; ``company`` is what the company may be called."""
    if len(text) > LONGEST:
        return Understood(left=(Left("long"),))
    phrase = Phrase(words_of(text), today)
    reading.action(phrase)
    reading.company(phrase, company)
    places.prices(phrase)
    places.days_of(phrase)
    reading.terms(phrase)
    reading.how_many(phrase)
    reading.rest(phrase)
    return sum_up(phrase)
