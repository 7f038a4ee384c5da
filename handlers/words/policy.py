"""What each rule and clause says, in plain words, for whoever reads a policy before using it."""

from handlers.words.policy_keys import office
from policy.doubts import Doubt
from policy.findings import Audience, Effect

EFFECTS = {
    Effect.REFUSE: "it refuses at once",
    Effect.REFER: "the request goes to the approvers",
    Effect.EXEMPT: "no clearance is needed",
}
AUDIENCES = {
    Audience.EVERYONE: "and whoever asks is told",
    Audience.APPROVERS: "and the approvers alone are told",
    Audience.CONFIDENTIAL: "and only the review form tells; whoever asks is not told",
}

#: Each rule's and each clause's title, and what it says; numbers stand with the values.
TITLES = {
    "issuer": "Whose securities",
    "trusts": "Trusts",
    "trading": "What counts as trading",
    "wait_after_disclosure": "Wait after news",
    "prohibited_transaction": "Prohibited transactions",
    "margin_account": "Margin accounts",
    "standing_order": "Standing orders",
    "limit_order": "Limit orders",
    "mnpi": "Inside information",
    "mnpi_other_issuer": "Another company's securities",
    "not_acknowledged": "Acknowledgement",
    "blackout": "Quarterly blackout",
    "approved_during_blackout": "Approval during a blackout",
    "lead_time": "Lead time",
    "must_use_10b5_1_plan": "Sales under a plan only",
    "plan_not_approved": "Plan not approved",
    "plan_suspended": "Plan suspended",
    "plan_too_young": "Plan too young for a blackout",
    "cooling_off": "Cooling-off of a new plan",
    "restriction": "Confidential restriction",
    "short_swing": "Warning of a short swing",
    "pledge_not_addressed": "Pledges",
    "who_decides_trades": "Who decides a trade",
    "who_decides_plans": "Who decides a plan",
    "life_of_clearance": "Life of a clearance",
    "age_of_plan": "Age of a plan",
    "large_holders": "Large shareholders",
    "secrecy_of_restrictions": "Secrecy of restrictions",
    "plan_certification": "Certification in a plan",
    "overlapping_plans": "Overlapping plans",
    "single_trade_plans": "Single-trade plans",
    "form4": "Form 4",
    "form4_of_plan": "Form 4 of a plan's trade",
    "gifts_on_form4": "Gifts on Form 4",
    "plan_box": "Plan box on Forms 4 and 5",
    "short_swing_profit": "Short-swing profit",
    "gifts_not_matched": "Gifts are matched with nothing",
    "plans_not_matched": "Company plans and options are matched with nothing",
    "settlement_in_three_days": "Settlement in three days",
    "settlement_in_two_days": "Settlement in two days",
    "settlement_in_one_day": "Settlement in one day",
}
SAYS = {
    "issuer": "The rules below are for this company's securities; its fiscal year says which "
    "days end a quarter.",
    "trusts": "Whoever controls a trust as its trustee is bound; this is about a beneficiary.",
    "trading": "Purchases and sales always count. Exercising a company option and converting at "
    "a fixed price never do, where nothing is sold.",
    "wait_after_disclosure": "After a press release or a filing nobody trades until the public "
    "has had time with it.",
    "prohibited_transaction": "Short sales, puts, calls, straddles, hedges and the like are "
    "forbidden to everybody. No approval can allow one.",
    "margin_account": "Whether company securities may lie in a margin account, where the broker "
    "can sell them.",
    "standing_order": "An order that stands until cancelled, or waits for a price to be "
    "touched, is forbidden outside an approved plan.",
    "limit_order": "Whether an order with a price limit may be given for a single day.",
    "mnpi": "Nobody trades without stating that they hold no material information that the "
    "public does not have.",
    "mnpi_other_issuer": "What was learned at work about another company bars trading in its "
    "securities.",
    "not_acknowledged": "The policy is acknowledged in writing before the first request.",
    "blackout": "Nobody trades from some days before a quarter's end until its earnings report "
    "is out and has been read. Without a report on record the window stays closed.",
    "approved_during_blackout": "Whether a trade after the blackout may be approved while the "
    "blackout still runs.",
    "lead_time": "An approval comes before the trade; how long before, the value says.",
    "must_use_10b5_1_plan": "Some sell only under an approved Rule 10b5-1 plan; their purchases "
    "are not confined.",
    "plan_not_approved": "A plan that nobody approved is no plan.",
    "plan_suspended": "A plan that an officer has suspended does not trade.",
    "plan_too_young": "An approved plan trades through a blackout only at a certain age.",
    "cooling_off": "A plan adopted or changed from that day on first trades after a wait. It is "
    "90 to 120 days for directors and officers, ended early by the quarter's report; 30 days for "
    "others; none for the company.",
    "restriction": "Whoever is designated does not trade while the restriction lasts. The "
    "request looks like any other; only an officer sees why it cannot be approved.",
    "short_swing": "A trade of a director, officer or Section 16 person with an opposite one "
    "nearby is shown to the approvers, who decide.",
    "pledge_not_addressed": "Whether pledging shares for a loan goes to a person.",
    "who_decides_trades": "Any one of the offices decides. Nobody ever decides their own "
    "request; no value changes that.",
    "who_decides_plans": "The same office receives the person's acknowledgement.",
    "life_of_clearance": "A clearance also ends where the next blackout begins, and when a "
    "restriction takes force.",
    "age_of_plan": "How old a plan is when a blackout begins.",
    "large_holders": "No rule counts holdings: give whoever holds that much the role section16.",
    "secrecy_of_restrictions": "Why somebody is restricted is known to those who set it.",
    "plan_certification": "A director's or officer's plan adopted from that day on certifies "
    "good faith and no inside information. One without it is recorded, and the doubt is said "
    "with it.",
    "overlapping_plans": "Nobody has two plans that may trade on the same day, or a third one "
    "waiting; a plan that only covers tax does not count. The company is not bound. Such a plan "
    "is recorded, and the doubt is said with it.",
    "single_trade_plans": "Nobody adopts a second plan for a single trade within 12 months of "
    "another. The company is not bound. Such a plan is recorded, and the doubt is said with it.",
    "form4": "A Section 16 person's transaction is reported by the end of the second SEC "
    "business day after it, at the latest at 10:00 p.m. New York time.",
    "form4_of_plan": "Where a plan's trade falls on a day that its owner did not choose, the two "
    "days run from the day on which the owner was told of it. They run from the third business "
    "day after the trade at the latest.",
    "gifts_on_form4": "A gift made from that day on is reported like a sale. One made before "
    "it is reported on Form 5, by the 45th day after the fiscal year.",
    "plan_box": "A form filed from that day on says whether a Rule 10b5-1 plan was used.",
    "short_swing_profit": "Profit from a purchase and a sale within less than six months belongs "
    "to the company; the pairing that recovers most is counted.",
    "gifts_not_matched": "A gift, given or received, counts as no purchase and no sale for "
    "short-swing profit.",
    "plans_not_matched": "Withholding for tax, vesting, purchases and elections under a purchase "
    "plan, and reinvested dividends count as no purchase and no sale either. Nor do exercising an "
    "option and converting at a fixed price. Shares sold out of any of these do count.",
    "settlement_in_three_days": "A trade settles three settlement days later.",
    "settlement_in_two_days": "A trade settles two settlement days later.",
    "settlement_in_one_day": "A trade settles one settlement day later.",
}

DOUBTS = {
    "nobody_decides_trade": "Nobody is left to decide a trade of {who}. Name another office, "
    "or another one for whom nobody is left.",
    "nobody_decides_plan": "Nobody is left to decide a plan, or receive the acknowledgement, of "
    "{who}. Name another office, or another one for whom nobody is left.",
    "everybody_decides": "“{role}” is a role that many people hold, and each of them could "
    "decide. Name an office that one person holds.",
    "own_plan": "Nobody decides their own plan, so that of {who} falls to whom nobody_left "
    "names. Name the office that is meant.",
    "bound_and_not_asked": "A blackout binds consultants and contractors, but they ask for no "
    "clearance: nobody checks before they trade.",
    "election_unchecked": "Neither the purchases under an employee purchase plan nor its "
    "elections count as trading, so an election can be changed in a blackout.",
    "lifted_by_one": "One person alone can lift a restriction, by mistake as well.",
    "hardly_open": "The window closes so long before the quarter ends that it hardly opens: the "
    "report on the quarter before comes weeks after that one's end.",
    "ends_before_it_begins": "A clearance given during a blackout lives its few sessions from "
    "the day after the approval, so it mostly ends before the window opens. Allow this with "
    "valid_sessions = 0 (until the next blackout), or not at all.",
    "plan_of_the_day": "A plan made on the very day on which a blackout begins trades through it.",
    "shorter_than_statute": "The warning looks less far than Section 16(b), which reaches to "
    "six months.",
    "looser_than_statute": "Section 16 begins at more than 10 percent.",
}


def doubt(found: Doubt) -> str:
    """Say what to look at again."""
    role = str(found.role)
    return DOUBTS[found.id].format(role=role, who=whose(role))


def whose(role: str) -> str:
    """Name a role's holder, as in "a trade of …"."""
    named = {"employee": "an employee", "officer": "an officer", "director": "a director"}
    named |= {"consultant": "a consultant", "contractor": "a contractor"}
    named |= {"section16": "a Section 16 person", "compliance": "somebody in compliance"}
    named |= {"ceo_direct_report": "somebody who reports to the Chief Executive Officer"}
    return named.get(role, office(role))
