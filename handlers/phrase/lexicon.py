"""The words after ``/preclear`` taken apart, and what one word can be.

Nothing here decides what a phrase means: ``handlers.phrase`` does. A word loses its capitals,
quotes and the signs around it, nothing else.
"""

import re
from collections.abc import Iterator

from handlers.phrase import days, numbers

#: What is longer than this is not read: nobody types it, and each word would have to be named.
LONGEST = 400


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a phrase is about: the kind of transaction, by every form of its verb.
_VERB_FORMS = {
    "buy": "buy buys buying purchase purchases purchasing acquire acquiring",
    "sell": "sell sells selling sale",
    "option_exercise": "exercise exercises exercising",
    "conversion": "convert converts converting conversion",
    "gift": "gift gifts gifting give gives giving donate donates donating donation",
    "pledge": "pledge pledges pledging",
    "short_sale": "short shorting",
}
_MADE_FORMS = {
    "buy": "bought purchased acquired",
    "sell": "sold",
    "option_exercise": "exercised",
    "conversion": "converted",
    "gift": "gifted gave given donated",
    "pledge": "pledged",
    "short_sale": "shorted",
}
#: A verb to the kind of transaction, for a trade that is to come.
VERBS = {verb: action for action, verbs in _VERB_FORMS.items() for verb in verbs.split()}
#: The same of a trade that was made.
MADE = {verb: action for action, verbs in _MADE_FORMS.items() for verb in verbs.split()}

#: Verbs that are things as well: `gave it as a gift`.
NOUNS = _words("gift gifts donation sale purchase conversion")

#: Words that change nothing, whatever stands around them.
FILLERS = _words(
    "a am an and approval as ask asking can clear clearance cleared could do for form from get "
    "going had has have hello hey hi i i'd i'll i'm i've in intend intending into is let like "
    "me might my need new now of ok okay on own permission please plz pls possible "
    "pre-clear pre-clearance preclear preclearance request requesting shall should thank "
    "thanks that the these thinking this those to trade trading want wanted "
    "wants will wish with would you"
)
SECURITIES = {
    word: value
    for value, words in {
        "common": "share shares sh shs stock stocks",
        "preferred": "preferred",
        "warrant": "warrant warrants",
        "note": "note notes",
        "unit": "unit units",
        "option": "option options",
    }.items()
    for word in words.split()
}
#: Words that make of a number something else than how many.
UNITS = _words(
    "day days week weeks month months year years hour hours hr hrs minute minutes min mins "
    "percent pct % times x o'clock am pm a.m p.m"
)
#: Words before a day that make it another day, or no one day.
NOT_THE_DAY = _words(
    "about after around before between by from last next not past since till until within"
)
#: A price follows.
AT = frozenset({"at", "@"})
DOLLARS = frozenset({"dollar", "dollars", "usd", "bucks"})
EACH = frozenset({"each", "apiece", "per"})
TIME = re.compile(
    r"t?[0-9]{1,2}:[0-9]{2}.*|[0-9]{1,2}([ap]\.?m|h)|[ap]\.?m|noon|midnight|morning|afternoon|"
    r"evening|tonight|[0-9]{4}-[0-9]{2}-[0-9]{2}t.*"
)
ZONE = re.compile(
    r"(utc|gmt).*|z|[ecmp][sd]?t|ak[sd]t|hst|cest|cet|bst|[a-z]+/[a-z_]+|[+-][0-9]{2}:?[0-9]{2}"
)
_SAID_TOGETHER = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bday after tomorrow\b", "overmorrow"),
        (r"\bday before yesterday\b", "ereyesterday"),
        (r"\bgood (till?|until) cancell?ed\b", "gtc"),
        (r"\bgood for (the )?day\b", "day order"),
        (r"\bas soon as (possible|allowed)\b|\basap\b", ""),
        (r"\b(give|gives|giving) me\b", ""),
        (r"\bstock (?=options?\b)|\bcommon (?=stocks?\b|shares?\b)", ""),
        (r"\bpreferred (stocks?|shares?)\b", "preferred"),
        # The month of May has a number beside it.
        (r"(?<=\bi )may\b|\bmay (?=i\b|we\b)", ""),
    )
)
_SIGNS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'")
    | dict.fromkeys('\u201c\u201d\u201e\u00ab\u00bb"*\u2026', " ")
    | dict.fromkeys("\u2010\u2011\u2013\u2014\u2212", "-")
)
_SPACED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_BEFORE, _AFTER = "'([{<,;:!?", "')]}>,;:!?."
_COUNTED = re.compile(r"(\$?[0-9][0-9.,']*)(k|sh|shs|shares?|options?|warrants?|notes?|units?)")
_DATED = re.compile(r"([0-9]{1,2})([a-z]{3,9})")
_A_SHARE = re.compile(r"(\$?[0-9][0-9.,]*\$?)/(sh|share)")


def words_of(text: str) -> list[str]:
    """Take a phrase apart: its words without capitals, quotes and the signs around them."""
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(name, sign)
    text = _SPACED.sub(lambda found: re.sub(r"\s", ",", found[0]), text)
    text = " ".join(text.translate(_SIGNS).lower().split())
    for pattern, instead in _SAID_TOGETHER:
        text = pattern.sub(instead, text)
    return [part for word in text.split() for part in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    """Take ``500sh``, ``2dec`` and ``500@4.12`` apart, and what commas join."""
    for piece in re.findall(r"@|[^@]+", word):
        bare = piece.lstrip(_BEFORE).rstrip(_AFTER)
        counted, dated = _COUNTED.fullmatch(bare), _DATED.fullmatch(bare)
        if (a_share := _A_SHARE.fullmatch(bare)) is not None:
            yield from (a_share[1], "each")
        elif counted is not None:
            yield from counted.groups()
        elif dated is not None and dated[2] in days.MONTHS:
            yield from dated.groups()
        elif "," in bare and not numbers.is_figures(bare.strip("$")):
            yield from filter(None, bare.split(","))
        elif bare:
            yield bare
