"""What the words of a phrase say, one kind of thing after the other; the rest is named."""

from collections.abc import Iterable

from handlers.phrase import numbers
from handlers.phrase.lexicon import (
    AT,
    FILLERS,
    MADE,
    NOUNS,
    SECURITIES,
    TIME,
    UNITS,
    VERBS,
    ZONE,
    words_of,
)
from handlers.phrase.taken import Phrase
from handlers.words import trade as trade_words

_ORDERS = {"mkt": "market"} | {name: name for name in trade_words.ORDERS}


def action(phrase: Phrase) -> None:
    """Find what is done, or was; of two things none is taken."""
    said: dict[tuple[str, bool], range] = {}
    made = {MADE[word] for word in phrase.words if word in MADE}
    for place, word in enumerate(phrase.words):
        if word in NOUNS and VERBS[word] in made:
            phrase.take([place])
        elif word in VERBS or word in MADE:
            one = (VERBS.get(word) or MADE[word], word in MADE)
            said.setdefault(one, range(place, place + 1))
            phrase.take([place])
    if {action for action, _ in said} == {"sell", "short_sale"}:
        said = {("short_sale", any(made for _, made in said)): range(1)}
    if len(said) == 1:
        ((action, phrase.made),) = said
        phrase.found["action"] = {action: range(1)}
        return
    phrase.made = bool(said) and all(made for _, made in said)
    for places in said.values():
        phrase.leave("verbs", places)


def company(phrase: Phrase, names: Iterable[str]) -> None:
    """Account for the company's own name and ticker; another's is named as not understood."""
    known = {part for name in names for part in words_of(name)}
    phrase.take([at for at in phrase.free() if phrase.words[at].lstrip("$") in known])


def terms(phrase: Phrase) -> None:
    """Find securities, and the kind of order."""
    for at in phrase.free():
        word, before, after = phrase.at(at), phrase.at(at - 1), phrase.at(at + 1)
        if word in SECURITIES:
            phrase.say("security", SECURITIES[word], range(at, at + 1))
        elif word in _ORDERS:
            start = at - (before in AT) if before != "the" else at - 1 - (phrase.at(at - 2) in AT)
            phrase.say("order", _ORDERS[word], range(start, at + 1 + (after in {"order", "price"})))
        elif word == "gtc" or (word == "day" and (after == "order" or before in _ORDERS)):
            phrase.say("time_in_force", word, range(at, at + 1 + (after == "order")))
        elif word == "order" and before in {"gtc", "day", "an", "a"}:
            phrase.take([at])


def how_many(phrase: Phrase) -> None:
    """Read how many; the number before what is counted comes before one that stands alone."""
    counted: dict[str, range] = {}
    alone: dict[str, range] = {}
    for at in list(phrase.free()):
        if at in phrase.taken:
            continue
        read = numbers.read(phrase.words[at:])
        if read is None:
            continue
        value, many = read
        places = range(at, at + many)
        if phrase.at(places.stop) in UNITS:
            ago = phrase.at(places.stop + 1) == "ago"
            phrase.leave("unit", range(at, places.stop + 1 + ago))
        elif (quantity := numbers.as_quantity(value)) is None:
            phrase.leave("quantity", places)
        else:
            said = counted if _is_counted(phrase, places.stop) else alone
            said.setdefault(quantity, places)
            phrase.take(places)
    _choose(phrase, counted, alone)


def _choose(phrase: Phrase, counted: dict[str, range], alone: dict[str, range]) -> None:
    if counted:
        others = {name: places for name, places in alone.items() if name not in counted}
        phrase.found["quantity"] = counted
        for places in others.values():
            phrase.leave("number", places)
    elif alone:
        phrase.found["quantity"] = alone


def _is_counted(phrase: Phrase, at: int) -> bool:
    while phrase.at(at) in {"of", "my", "own", "the", "common"}:
        at += 1
    return phrase.at(at) in SECURITIES


def rest(phrase: Phrase) -> None:
    """Name every word that nothing has accounted for."""
    for at in list(phrase.free()):
        word, following = phrase.at(at), phrase.at(at + 1)
        if at in phrase.taken or (word in FILLERS and not (word == "on" and not following)):
            continue
        if word in AT and TIME.fullmatch(following):
            phrase.leave("time", range(at, at + 2))
        else:
            phrase.leave(_problem(word), range(at, at + 1))


def _problem(word: str) -> str:
    if word == "on":
        return "date_missing"
    if TIME.fullmatch(word):
        return "time"
    return "zone" if ZONE.fullmatch(word) else "word"
