"""Texts that break programs, each with a word in it that is looked for afterwards."""

import json

from handlers.views.blocks import UNSHOWN

#: Stands in each of them, so that a trace of any is found.
CANARY = "Zaunkönig7Qx"

STRINGS = {
    name: f"{text} {CANARY}" if len(text) < 100 else f"{CANARY} {text}"
    for name, text in {
        "forty thousand": "a" * 40_000,
        "forty thousand of four bytes": "\U0001f427" * 40_000,
        "turned around": "Buy \u202e005\u202c and \u2066hidden\u2069",
        "turned around and left open": "\u202e\u2067\u2068 evorppA",
        "marks": "\u200f\u05d0\u05d1\u200e\u061c ab",
        "pings": "<!channel> <!here> <!subteam^S1> @everyone",
        "a mention": "<@U0CEO>",
        "a link": "<https://evil.example|Approve>",
        "markup": "*bold* _thin_ ~gone~ `code` ```block``` > said &lt;!channel&gt;",
        "a formula": '=HYPERLINK("https://evil.example";"Open")',
        "formulas": "+1+1;=1+1;@SUM(A1);-2",
        "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e007f :tada:",
        "zero width": "Z\u200bau\u200cn\u2060k\ufeff",
        "other alphabets": "Ωμέγα Жанна 李雷 عمر שלום देवनागरी ไทย",
        "combining": "Z\u0301\u0302\u0303\u0304 o\u0336\u0337",
        "a flood of combining": "e" + "\u0301" * 700,
        "SQL": "'); DROP TABLE people; --\" OR 1=1 \\",
        "nothing": "a\x00b",
        "controls": "a\x07\x1b[31mb\x7f\x85c",
        "half a pair": "a\ud83db",
        "no character": "\uffff\ufffe\U0010ffff",
        "placeholders": "{request} {0} {} %s %(at)s ${jndi:x} {{7*7}}",
        "a page": "<script>alert(1)</script>&amp;<b>",
        "lines": "first\r\nsecond\n\tthird\u2028fourth",
    }.items()
}
#: What in a text that Slack reads as markup would do harm; its own dates are ours.
HARM = ("<!channel", "<!here", "<!subteam", "<@", "<https://evil", "<script", "*bold*", CANARY)


def stored(text):
    """Give what is left of a text in the record: all of it but what nothing can store."""
    return "".join(UNSHOWN if one == "\0" or "\ud800" <= one <= "\udfff" else one for one in text)


def turned(one):
    """Say whether a character is a control, or turns the text that follows it."""
    return (
        (one < " " and one not in "\t\n\r")
        or "\x7f" <= one <= "\x9f"
        or one in "\u061c\u200e\u200f\ufffe\uffff"
        or "\u202a" <= one <= "\u202e"
        or "\u2066" <= one <= "\u2069"
        or "\ud800" <= one <= "\udfff"
    )


def shown(text):
    """Give a text as it is shown: what is not seen, or turns other text, is seen as odd."""
    return "".join(UNSHOWN if turned(one) else one for one in text)


def squeezed(text):
    return " ".join(text.split())


def ended_alike(text):
    """Give a text whose lines all end in one way."""
    return text.replace("\r\n", "\n")


def seen_alone(text):
    """Give what is left of a name of which only what can be seen is kept."""
    return "".join(one for one in squeezed(text) if one.isprintable()).strip()


def errors_in(written):
    """Give the errors of a log, in which nothing may stand."""
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    return [one for one in lines if one["level"] == "error"]
