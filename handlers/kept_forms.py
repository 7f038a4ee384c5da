"""The forms that keep what is typed into them: which draft an open one is (``handlers.unsent``).

What officers type to restrict somebody is not among them: that somebody types there, and when,
would be a sign of its own (``docs/security.md``).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from clearance.drafts import of_plan
from clearance.shown_drafts import DraftOf, FormSent
from handlers.views import (
    audit_form,
    away_form,
    calendar_forms,
    case_forms,
    filing_views,
    paper_form,
    plan_form,
    production_form,
    question_form,
    related_form,
    report_form,
    request_form,
    unasked_form,
)
from handlers.views.blocks import form_id

#: Those that are drawn once, and then filled in: their callback is their draft's name.
DRAWN_ONCE: Final = (
    *(question_form.ASK, question_form.ANSWER),
    *(case_forms.NEW, case_forms.NOTE, case_forms.CLOSE),
    *calendar_forms.CALLBACKS,
    *(paper_form.CALLBACK, away_form.CALLBACK),
    *(filing_views.CALLBACK, production_form.CALLBACK, audit_form.CALLBACK),
)


def about(view: dict[str, Any]) -> str:
    """Say what an open form is about; after ``#`` stands how far it has come."""
    return calendar_forms.about(view)


def _of(form: str) -> Callable[[dict[str, Any]], DraftOf]:
    return lambda view: DraftOf(form, about(view))


#: The forms that are kept, by their callback.
FORMS: Final[Mapping[str, Callable[[dict[str, Any]], DraftOf]]] = {
    request_form.CALLBACK: _of("request"),
    report_form.CALLBACK: _of("report"),
    unasked_form.CALLBACK: lambda _: DraftOf("unasked"),
    plan_form.CALLBACK: lambda view: of_plan(*plan_form.about(view)),
    related_form.CALLBACK: _of(related_form.CALLBACK),
    **{name: _of(name) for name in DRAWN_ONCE},
}


def sent(view: dict[str, Any]) -> FormSent:
    """Name the form that was sent, so that its draft goes with the act."""
    return FormSent(FORMS[view["callback_id"]](view), form_id(view) or "")
