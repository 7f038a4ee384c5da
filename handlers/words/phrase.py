"""What of the words after `/preclear` was not taken over into a form, and why."""

from collections.abc import Sequence

LEFT = "Not everything that you typed was taken over:"
NOT_UNDERSTOOD = "Not understood: {words}. Check that the form says what you mean."
MORE = "and {count} more"
#: As many words are named, and as many sentences said.
NAMED = 10
SENTENCES = 6

PHRASES = {
    "long": "That is more than can be read at once. Fill in what is needed below.",
    "verbs": "“{word}” is one of several things to do. Choose one; ask for the other on its own.",
    "unplaced": "“{word}” finds its place once you have chosen what you want to do.",
    "quantity": "“{word}” is not a whole number.",
    "number": "“{word}” is another number. Look whether it matters.",
    "two_quantity": "“{word}” is one of several numbers. Fill in the right one.",
    "unit": "“{word}” is no day and no number of shares. Fill in what you mean.",
    "two_on": "“{word}” is one of several days. Choose the right one.",
    "two_security": "“{word}” is one of several securities. Choose the right one.",
    "two_order": "“{word}” is one of several kinds of order. Choose the right one.",
    "two_time_in_force": "“{word}” is one of two ways in which an order can stand. Choose one.",
    "two_price": "“{word}” is one of several prices. Fill in the right one.",
    "not_asked": "“{word}” is not asked here.",
    "price_unasked": "“{word}” is not asked here: a clearance names no price.",
    "price_total": "“{word}” can be for one share or for all. Write the price of one.",
    "price_or_hour": "“{word}” can be a price or an hour. Fill in what you mean.",
    "not_the_day": "“{word}” does not name one day. Choose the day.",
    "day_or_number": "“{word}” can be a day or how many. Fill in what you mean.",
    "zone": "The time zone “{word}”: days and times here are New York's.",
    "time": "The time “{word}”. Where the form asks for one, it is New York's.",
    "date_missing": "There was no day after “on”.",
    "date": "“{word}” is no one day. Write it like 2 Dec or 2026-12-02, or choose it.",
    "weekday": "“{word}”: {day} is another day of the week. Choose the day.",
    "weekday_today": "“{word}” can be today or a week ago. Choose the day.",
}
#: Values that are taken over, and will not be taken as they are: said at their field.
DOUBTS = {
    "over": "This day is over. To tell of a trade that was made, begin with “sold” or “bought”.",
    "far": "This day is more than twelve months away.",
    "to_come": "This day is still to come. To ask for a trade, begin with “sell” or “buy”.",
}
WHICH = "Choose on which of these you traded, or say below that there was no clearance."
TYPED = "You typed: {said}."


def not_understood(words: Sequence[str]) -> str:
    """Name the words that mean nothing here."""
    named = [f"“{word}”" for word in words[:NAMED]]
    if len(words) > NAMED:
        named.append(MORE.format(count=len(words) - NAMED))
    return NOT_UNDERSTOOD.format(words=", ".join(named))
