"""Payloads of forms that keep what is typed into them."""

from handlers.views import report_form, request_form, unsent
from handlers.views.unsent import Unsent
from tests.handlers import samples

FORMS = (request_form.build(samples.ASKING), report_form.build(samples.LARGEST))
VALUES = {"quantity": "5" * 40, "on": "2026-12-02", "order": "limit", "traded": "yes"}
PAYLOADS = [
    made
    for form in FORMS
    for shown in (unsent.NEW, Unsent(samples.NOW, emptied=3))
    for made in (
        unsent.keeping(form, shown),
        unsent.keeping(unsent.filled(form, VALUES), shown),
    )
]
