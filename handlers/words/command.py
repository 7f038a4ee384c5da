"""What `/preclear` answers, and what of the words after it was not understood."""

HELP = (
    "*How to use /preclear*\n"
    "• `/preclear` opens the form\n"
    "• `/preclear buy 500 on 2 Dec` opens it filled in; so do `sell 500`, `gift 200`, "
    "`exercise 300 options`, `convert 10 notes`, `pledge 100`\n"
    "• `/preclear status` shows your requests, `/preclear status ID` one of them\n"
    "• `/preclear window` says whether the company's window is open\n"
    "• `/preclear withdraw` lists what you can withdraw, `/preclear withdraw ID` withdraws one\n"
    "• `/preclear plan` submits a Rule 10b5-1 plan for approval\n"
    "• `/preclear plans` shows your plans and what waits; you can change or end one there, and an "
    "officer can suspend one\n"
    "• `/preclear acknowledge` shows the policy, which you sign there\n"
    "• `/preclear traded` lists what you have not answered yet, and takes a trade without a "
    "clearance\n"
    "• `/preclear section16` shows the forms that you owe under Section 16\n"
    "• `/preclear related` shows the related persons and entities that you ask for\n"
    "• `/preclear delegates` shows who files for you, and for whom you file\n"
    "• `/preclear band` shows your own six months: trades, clearances, the window, free days\n"
    "• `/preclear ask-compliance` asks an officer a question in private, and shows the answers\n"
    "• `/preclear help` shows this"
)
UNKNOWN_COMMAND = "I do not know that command."
#: The whole answer; whoever is nobody here is told the same, whatever they tried.
UNKNOWN = f"{UNKNOWN_COMMAND}\n\n{HELP}"
WITHDRAWN = "Request {request} is withdrawn. Do not trade on it. You can ask again at any time."
NOTHING_TO_WITHDRAW = "There is nothing that you could withdraw."

PHRASES = {
    "action": "Begin with buy, sell, gift, exercise, convert or pledge, as in `/preclear buy 500 "
    "on 2 Dec`. `/preclear` alone opens the form with everything else.",
    "quantity": "“{word}” is not a number. Write a whole number, such as 500.",
    "quantity_range": "The number must lie between 1 and 1,000,000,000.",
    "not_asked": "“{word}” takes no order and no day here. Leave that out; the form asks what is "
    "needed.",
    "word": "I do not understand “{word}”. Write it like `/preclear buy 500 on 2 Dec`.",
    "zone": "Leave out the time zone “{word}”: a planned day is a day in New York.",
    "time": "Leave out the time “{word}”: a planned day has no hour.",
    "date_missing": "Say which day after “on”, as in `/preclear buy 500 on 2 Dec`.",
    "date": "There is no such day. Write it like 2 Dec or 2026-12-02.",
    "date_past": "{day} is over. Name today or a later day.",
    "weekday": "{day} is not a {word}. Name the day or the date.",
}


def phrase(problem: str, **parameters: str) -> str:
    """Say what was not understood in the words after ``/preclear``."""
    return PHRASES[problem].format(**parameters)
