"""What may be inside information: the policy's examples, in short words.

Policy, "Material Nonpublic Information"; the list is not complete, as the policy says. What may
be said outside and what follows of a breach: "General Guidelines", "Outside Communication",
"Insider Trading".
"""

TITLE = "Inside information"
WHAT = (
    "*Inside information* is what the public does not know and what could move the price of the "
    "company's securities. It may be good news or bad. It may have happened, or it may only be "
    "likely to happen. Section “Material Nonpublic Information”."
)
LEAD = "These kinds of information may be material, as examples:"
EXAMPLES = (
    "financial or operating results",
    "an important new product or service",
    "results of a clinical trial, or its beginning or end",
    "a large customer or contract, won or lost",
    "who joins or leaves the management or the board, or another key person",
    "buying, selling or merging a business, or a joint venture",
    "raising capital",
    "an important change of prices",
    "a write-off, or larger reserves",
    "a lawsuit or a dispute, begun or threatened",
    "a stock split or another change of the capital",
    "the company's buying back or redeeming its own securities",
    "a change of auditors",
    "forecasts of revenue, earnings, losses or operations, and other guidance",
    "a change of guidance given before, or the choice to give none any more",
)
OUTSIDE = (
    "Talk about it with nobody outside the company, and with nobody inside who does not need "
    "it. Post nothing about the company on social media, boards or in chat rooms. Do not "
    "comment in public on the business of its competitors and customers. Sections “General "
    "Guidelines” and “Outside Communication”."
)
CONSEQUENCES = (
    "Whoever trades on it, or tells somebody who trades, can be punished and lose their job. "
    "The fine can be three times what was gained or not lost. The company can be liable too. "
    "Sections “Insider Trading” and “Acknowledgement”."
)
NO_FULL_LIST = (
    "No list is complete. If you are not sure, do not trade, and ask: “/preclear ask-compliance”. "
    "Tell nobody what you know, and do not describe it here."
)
