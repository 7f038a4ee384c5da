"""The forms under Section 16 that are owed, and the form that enters one as filed."""

from dataclasses import dataclass, field
from typing import Any

from clearance.shown import No
from clearance.shown_filings import DraftShown, FilingLine, FilingList, FilingSaid
from handlers import words
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    choice,
    form_id,
    given,
    header,
    line,
    marked,
    modal,
    note,
    one_of,
    packed,
    said,
    verbatim,
)
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import as_day
from handlers.words import draft as draft_words
from handlers.words import filing as filing_words

ENTER = "filing:enter"
DRAFT = "filing:draft"
CALLBACK = "filing_form"
FORM = "filing_which"
ACCESSION = "filing_accession"
FILED_ON = "filing_day"
SHOWN = 80


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: FilingSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def listed(found: FilingList, *, last: bool = False) -> dict[str, Any]:
    """Make the list, what is due first standing first; ``last`` closes what lies beneath too."""
    rows = [row(one) for one in found.lines[:SHOWN]] or [marked(filing_words.NONE)]
    more = [marked(filing_words.MORE)] if len(found.lines) > SHOWN else []
    shown = [note(filing_words.WHY), *rows, *more]
    return modal(filing_words.TITLE, shown, clear_on_close=last)


def row(one: FilingLine) -> Block:
    """Make the line of a form, with the button that enters it as filed."""
    done = one.state in ("filed", "filed_late")
    text = filing_words.CORRECT if done else filing_words.OPEN
    return beside(filing_words.line(one), f"filing:{one.id}", button(text, ENTER, one.id))


def entering(one: FilingLine) -> dict[str, Any]:
    """Make the form that enters a filing."""
    form = (
        f"{one.form.removesuffix('/A')}/A" if one.state == "amend" else one.filed_form or one.form
    )
    day: Block = {"type": "datepicker"}
    return modal(
        filing_words.FORM_TITLE,
        [
            said(filing_words.line(one)),
            *_drafting(one),
            input_field(
                filing_words.LABEL_FORM, FORM, choice("static_select", filing_words.FORMS, form)
            ),
            input_field(
                filing_words.LABEL_ACCESSION,
                ACCESSION,
                line(limit=20),
                hint=filing_words.HINT_ACCESSION,
            ),
            input_field(filing_words.LABEL_FILED_ON, FILED_ON, day),
        ],
        close=words.BACK,
        submit=filing_words.SUBMIT,
        callback_id=CALLBACK,
        private_metadata=one.id,
    )


def _drafting(one: FilingLine) -> list[Block]:
    """Offer the draft of a Form 4 that is still to be filed."""
    if one.form != "4" or one.state not in ("open", "late", "amend"):
        return []
    pressed = button(draft_words.BUTTON, DRAFT, one.id)
    return [actions(f"filing_draft:{one.id}", pressed), note(draft_words.BUTTON_WHY)]


def draft(found: DraftShown) -> dict[str, Any]:
    """Make the draft as text, with what it lacks and how its file is made."""
    material = found.material
    done = (
        []
        if found.lacks and found.lacks[0].reason in ("filed", "other_form")
        else [said(draft_words.MADE), verbatim(draft_words.command(material))]
    )
    return modal(
        draft_words.TITLE,
        [
            note(draft_words.NOT_FILED),
            said(draft_words.head(found)),
            header(draft_words.LINES),
            *packed(draft_words.lines(material)),
            *packed(draft_words.marks(found)),
            header(draft_words.MISSING),
            *packed(draft_words.missing(found)),
            *done,
        ],
        close=words.BACK,
    )


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is missing; the desk looks at what it says."""
    form, filed_on = one_of(view, FORM, filing_words.FORMS), as_day(given(view, FILED_ON))
    errors = {FORM: filing_words.ERROR["form"]} if form is None else {}
    errors |= {FILED_ON: filing_words.ERROR["filed_on"]} if filed_on is None else {}
    if form is None or filed_on is None:
        return Form(None, errors)
    accession = str(given(view, ACCESSION) or "").strip()
    filing = str(view.get("private_metadata") or "")
    return Form(FilingSaid(filing, form, accession, filed_on, form_id(view)))


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    if no.reason != "bad_filing":
        return None
    named = str(no.parameters.get("field"))
    blocks = {"form": FORM, "accession": ACCESSION, "filed_on": FILED_ON}
    return {blocks[named]: filing_words.ERROR[named]}
