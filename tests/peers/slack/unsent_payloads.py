"""Payloads of forms that keep what is typed into them, and of forms that are shown again."""

from handlers.views import (
    again,
    blocks,
    examples,
    related_form,
    report_form,
    request_form,
    review_form,
    unsent,
)
from handlers.views.unsent import Unsent
from handlers.words import refusals
from tests.handlers import samples
from tests.handlers.test_every_form import FORMS as EVERY

FORMS = (request_form.build(samples.ASKING), report_form.build(samples.LARGEST))
VALUES = {"quantity": "5" * 40, "on": "2026-12-02", "order": "limit", "traded": "yes"}
ENTRY = related_form.entry(samples.SISTER)
AT = "1764000000.000001"
TOLD = max(refusals.REFUSALS.values(), key=len)
PAYLOADS = [
    *(
        made
        for form in FORMS
        for shown in (unsent.NEW, Unsent(samples.NOW, emptied=3))
        for made in (
            unsent.keeping(form, shown),
            unsent.keeping(unsent.filled(form, VALUES), shown),
        )
    ),
    # Each as the second screen of two: in another's place, and with a refusal in its head.
    *(
        again.telling(blocks.put(unsent.keeping(form, Unsent(samples.NOW)), AT), TOLD)
        for form in EVERY.values()
    ),
    examples.within(review_form.build(samples.LARGEST_REVIEW, "approve")),
    related_form.kept(ENTRY, {related_form.RELATION: "spouse"}, unsent.NEW),
    again.shown(FORMS[0], FORMS[0]["blocks"]),
]
