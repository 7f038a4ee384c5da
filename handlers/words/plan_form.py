"""What is said where a plan is submitted, changed, decided or ended."""

from handlers.words import FREE_TEXT

NEW_TITLE = "Submit a plan"
CHANGE_TITLE = "Change a plan"
CORRECT_TITLE = "Correct a plan"
SUBMIT = "Send"
WHY = (
    "A Rule 10b5-1 plan sets trades in advance. One office approves it before you adopt it. "
    "Nothing may be traded under it before its approval, its adoption and its cooling-off, "
    "the wait that the law asks for."
)
CHANGE_WHY = (
    "By law, a change of amount, price or timing makes it a new plan with a new wait "
    "(cooling-off). Until the change is approved the plan stands as it is. A suspended plan "
    "stays suspended."
)
LABEL_KIND = "Kind of plan"
KINDS = {
    "ordinary": "Ordinary: trades at several times",
    "single_trade": "Single trade",
    "sell_to_cover": "Only sales to pay the tax on awards",
}
LABEL_BROKER = "Broker"
LABEL_ADOPTED = "Day of adoption (New York)"
LABEL_CHANGED = "Day of the change (New York)"
HINT_ADOPTED = "Today or one of the next 30 days, and in no company blackout."
LABEL_BEGINS = "First day of the plan"
HINT_BEGINS = "Its first trade waits for the cooling-off all the same."
LABEL_ENDS = "Last day of the plan"
LABEL_SHARES = "Shares in all"
HINT_SHARES = (
    "All shares of the plan together. The company makes this number public for directors and "
    "officers."
)
LABEL_TERMS = "Terms: amounts, prices and dates, a line each"
HINT_TERMS = f"Or name the document below. {FREE_TEXT}"
HOME = "Submitted plans that wait for your decision: {count}"
FILED_AT = "Submitted on {at}"
HOME_OPEN = "Plans"
LABEL_TITLE = "Title of the document"
LABEL_SHA256 = "The document's fingerprint (SHA-256)"
HINT_SHA256 = (
    "64 digits of 0-9 and a-f, which prove later which document it was. Your broker can give them. "
    "The document itself stays with you and your broker."
)
LABEL_TOUCHED = "What does the change touch?"
TOUCHED = {
    "amount": "Amount",
    "price": "Price",
    "timing": "Timing, the first or last day included",
    "wording": "None of these: the broker or the wording",
}
LABEL_CERTIFIED = "I certify, both"
CERTIFIED = {
    "good_faith": "I adopt this plan in good faith and not to evade Rule 10b5-1.",
    "no_mnpi": "I am not aware of material nonpublic information.",
}
HINT_CERTIFIED = "It must still be true on the day of adoption. Rule 10b5-1(c)(1)(ii)(A) and (C)."

#: At which field a refusal belongs, and what it says there.
ERRORS = {
    "plan_kind": ("plan_kind", "Choose a kind."),
    "plan_broker": ("plan_broker", "Write the broker's name on one line."),
    "plan_shares": ("plan_shares", "Write a whole number of shares, from 1 to 1,000,000,000."),
    "plan_terms": (
        "plan_terms",
        "Write the terms, at most 1,000 characters, or name the document that holds them.",
    ),
    "plan_title": ("plan_title", "Give both the document's title and its SHA-256, or neither."),
    "plan_sha256": ("plan_sha256", "Write the SHA-256 with all of its 64 digits, 0-9 and a-f."),
    "plan_adopted": ("plan_adopted", "Choose a day."),
    "plan_adopted_past": (
        "plan_adopted",
        "This day is over. A plan is approved before it is adopted: choose today or a later day.",
    ),
    "plan_adopted_far": ("plan_adopted", "Choose today or one of the next 30 days."),
    "plan_blackout": (
        "plan_adopted",
        (
            "The company's window is closed then. Choose a day outside a blackout. Section "
            "“Black-Out Periods”."
        ),
    ),
    "out_of_calendar": (
        "plan_adopted",
        "The trading calendar does not reach that far. Choose an earlier day.",
    ),
    "plan_begins": (
        "plan_begins",
        "The plan cannot begin before it is adopted. Choose a later day.",
    ),
    "plan_ends": (
        "plan_ends",
        "This lies before the first day, or before the adoption. Choose a later day.",
    ),
    "plan_overlaps": (
        "plan_begins",
        (
            "Another plan of yours may trade at the same time: Rule 10b5-1(c)(1)(ii)(D). Begin "
            "after its last day."
        ),
    ),
    "plan_third": (
        "plan_kind",
        (
            "You have two plans already, and no more may wait their turn. Wait until one is "
            "over: Rule 10b5-1(c)(1)(ii)(D)."
        ),
    ),
    "plan_single_again": (
        "plan_kind",
        (
            "You adopted a single-trade plan within the last 12 months. Choose another kind, or "
            "wait: Rule 10b5-1(c)(1)(ii)(E)."
        ),
    ),
    "plan_not_certified": (
        "plan_certified",
        (
            "Both are needed. If you cannot certify one, do not adopt the plan: Rule "
            "10b5-1(c)(1)(ii)(C)."
        ),
    ),
    "plan_touched": ("plan_touched", "Say what the change touches."),
    "plan_touches_timing": ("plan_touched", "Other days are a change of timing: choose it too."),
    "plan_not_acknowledged": (
        "plan_certified",
        (
            "Your acknowledgement of the policy is not on record. It comes first: section "
            "“Acknowledgement”. Copy your terms, close this and use /preclear acknowledge, or ask "
            "compliance."
        ),
    ),
    "plan_change_waits": (
        "plan_touched",
        "A change of this plan waits for a decision already. Wait for it, or withdraw that one.",
    ),
    "plan_over": (
        "plan_certified",
        "This plan is over, so nothing of it can be changed. Close this and submit another.",
    ),
    "plan_not_returned": (
        "plan_certified",
        (
            "This does not wait for a correction any more. Close this: “/preclear plans” shows how "
            "it stands."
        ),
    ),
    "plan_nobody_to_decide": (
        "plan_certified",
        "The office that approves your plans is vacant. Ask compliance to fill the seat.",
    ),
}

FILED_TITLE = "A submitted plan"
REVIEW_TITLE = "Review a plan"
REVIEW_SUBMIT = "Send decision"
STATES = {
    "pending": "Waiting for a decision",
    "approved": "Approved",
    "declined": "Declined",
    "returned": "Returned for correction",
    "withdrawn": "Withdrawn",
}
NEXT = {
    "pending": "It is with the office that approves it. You get a message here when it is decided.",
    "approved": "You may adopt it on the day named. Nothing may be traded under it before then.",
    "declined": "Do not adopt it. No reason is given, for this or any other plan.",
    "returned": "Do not adopt it. Correct what is named and send it again.",
    "withdrawn": "Do not adopt it. You can submit another at any time.",
}
NOT_CLEARED = (
    "An approval is given under the company's policy and does nothing more. It is not legal "
    "advice and no defence. A plan protects only somebody who adopts it in good faith, without "
    "inside information, and keeps to it."
)
IS_NEW, IS_CHANGE = "A new plan", "A change of plan {plan}: {touched}"
ADOPTED, CHANGED_ON = "Adopted on {day}", "Changed on {day}"
FROM_TO = "from {begins} to {ends}"
SHARES = "{shares:,} shares in all"
BROKER = "Broker: {broker}"
DOCUMENT = "Document: {title}, SHA-256 {sha256}"
BEFORE = "Until then it says:"
SUSPENDED = "This plan is suspended, and stays so whatever is decided here."
TO_CORRECT = "To be corrected: {fields}."
FIELDS = {
    "kind": "Kind of plan",
    "broker": "Broker",
    "days": "Days",
    "shares": "Shares in all",
    "terms": "Terms",
    "document": "Document",
}
RESTRICTED_SECTION, RESTRICTED = "Black-Out Periods", "restriction"
AGAINST = {
    "plan_not_acknowledged": "Its owner's acknowledgement of the policy is not on record.",
    "plan_adopted_past": "The day of its adoption is over.",
    "plan_adopted_far": "The day of its adoption lies more than 30 days ahead.",
    "plan_blackout": "The company's window is closed on the day of its adoption.",
    "plan_overlaps": "Another plan of its owner may trade at the same time.",
    "plan_third": "Its owner has two plans already.",
    "plan_single_again": "Its owner adopted a single-trade plan within the last 12 months.",
    "plan_not_certified": "It is not certified.",
    "plan_over": "The plan that it changes is over.",
    "out_of_calendar": "The trading calendar does not reach its days.",
}
NOT_NOW = "It cannot be approved: {why} You can decline it, or return it."
DECIDED = "Recorded. Its owner is told."
SENT = "Sent. Nothing may be traded under it before it is approved."
WITHDRAWN = "Withdrawn."
WITHDRAW, CORRECT, OPEN_FILED, CHANGE, END = (
    "Withdraw", "Correct", "Open", "Change", "Terminate",
)  # fmt: skip
END_TITLE = "Terminate this plan?"
END_SURE = (
    "It is over at once: nothing may be traded under it, and it cannot run again. Tell your "
    "broker. The office that approves your plans is told. If you are a director or officer, the "
    "company makes it public. Ending a plan early can cost the protection that it gave. A later "
    "plan then waits for a cooling-off from today."
)
END_SUBMIT = "Terminate"
ENDED = "Recorded. The plan is over."
WITHDRAW_TITLE = "Withdraw this?"
WITHDRAW_SURE = "It will not be decided any more. You can submit another."
WAITING = "Plans that wait for your decision"
MINE = "What you submitted"
