"""What the report of a bundle calls rules and kinds of trade; it has ids and knows no words."""

from typing import Final

from handlers.words.trade import ACTIONS

RULE_NAMES: Final = {
    "approved_during_blackout": "Approval while the window is closed",
    "blackout": "Trade while the window is closed",
    "cooling_off": "Trade before a plan's cooling-off period is over",
    "lead_time": "Too soon after the approval",
    "limit_order": "Limit order",
    "margin_account": "Margin account",
    "mnpi": "No statement to know nothing inside",
    "mnpi_other_issuer": "No statement on another company",
    "must_use_10b5_1_plan": "Sale without a Rule 10b5-1 plan",
    "not_acknowledged": "Policy not acknowledged",
    "plan_not_approved": "Plan not approved",
    "plan_suspended": "Plan suspended",
    "plan_too_young": "Plan too young",
    "pledge_not_addressed": "Pledge, on which the policy is silent",
    "prohibited_transaction": "Prohibited kind of transaction",
    "restriction": "Restriction",
    "short_swing": "Short-swing profit (Section 16)",
    "standing_order": "Standing order",
}
REPORT_WORDS: Final = {**ACTIONS, **RULE_NAMES}
