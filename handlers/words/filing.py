"""What is said of forms under Section 16: what is owed, until when, and what was filed."""

from clearance.shown_filings import FilingLine
from handlers.moments import day
from handlers.words import trade as trade_words

TITLE = "Section 16 forms"
NONE = "No form is owed and none was filed lately."
WHY = (
    "Reckoned from what was reported here; nothing is filed by this app, and none of it is a "
    "determination. A Form 4 is due by 10 p.m. New York time on its last day."
)
OPEN = "Enter as filed"
CORRECT = "Correct"
MORE = "There are more. They move up as these are filed."
FORM_TITLE = "A form was filed"
SUBMIT = "Record"
LABEL_FORM = "Which form?"
FORMS = {
    "3": "Form 3",
    "3/A": "Form 3/A, a correction",
    "4": "Form 4",
    "4/A": "Form 4/A, a correction",
    "5": "Form 5",
    "5/A": "Form 5/A, a correction",
}
LABEL_ACCESSION = "Accession number"
HINT_ACCESSION = "As EDGAR gave it, such as 0001234567-26-000123."
LABEL_FILED_ON = "Day on which it was filed"
ERROR = {
    "form": "Choose the form that was filed.",
    "accession": "Write the number as EDGAR gives it: ten digits, two and six, with hyphens.",
    "filed_on": "Choose a day from that of the trade up to today.",
}

HEAD = "{name}: Form {form}, due by {due}"
TRADED = "{trade}; {shares:,} on {on}"
HOLDER = "Account of {holder}"
#: Of a form that was filed, and of which nothing is reported any more.
HEAD_NOTHING = "{name}: Form {form}"
NOTHING = "No transaction of {on} is reported any more"
BECAME = "Became a Section 16 person on {on}"
STATE = {
    "late": "*Late.* It was not entered as filed.",
    "amend": "*To be corrected.* What was reported was changed after {form} {accession}.",
    "filed": "Filed: {form} {accession}, on {filed}.",
    "filed_late": "*Filed late:* {form} {accession}, on {filed}.",
}
LEFT = {0: "Today is the last day.", 1: "One business day is left."}
LEFT_MORE = "{left} business days are left."
FORM_5 = (
    "Its fiscal year is over: what was not reported on a Form 4 is also reported on Form 5, "
    "by {due}."
)


def line(one: FilingLine) -> str:
    """Say a form that is owed or was filed."""
    head = HEAD_NOTHING if one.form == "4/A" else HEAD
    said = [head.format(name=one.name, form=one.form, due=day(one.due_on)), _what(one)]
    if one.holder is not None:
        said.append(HOLDER.format(holder=one.holder))
    said.append(_state(one))
    if one.form5_on is not None:
        said.append(FORM_5.format(due=day(one.form5_on)))
    return "\n".join(said)


def _what(one: FilingLine) -> str:
    if one.form == "4/A":
        return NOTHING.format(on=day(one.on))
    if one.trade is None:
        return BECAME.format(on=day(one.on))
    return TRADED.format(
        trade=trade_words.ACTIONS[one.trade.action], shares=one.shares, on=day(one.on)
    )


def _state(one: FilingLine) -> str:
    if one.state == "open":
        return LEFT.get(one.left or 0, LEFT_MORE.format(left=one.left))
    filed = "" if one.filed_on is None else day(one.filed_on)
    form = FORMS.get(one.filed_form or "", "")
    return STATE[one.state].format(form=form, accession=one.accession, filed=filed)
