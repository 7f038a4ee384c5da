"""The kinds of transaction: what each is called, what the policy wants of it, what is asked.

One table for the form, for the words after ``/preclear`` and for the line that says a
trade. A kind's ``fields`` are those that the form shows for it, in any order, each with
what stands under it for this kind; where that is empty, the field's own words do.
"""

from collections.abc import Mapping
from dataclasses import dataclass

GROUPS = {
    "market": "Buy and sell",
    "acquire": "Options, warrants, convertibles",
    "plans": "Company plans",
    "tax": "Tax on awards",
    "give": "Gifts and pledges",
    "never": "Never allowed: short sales, derivatives, hedges",
}
#: What the policy forbids is the company's own securities; for others the name is plain.
NEVER_ELSEWHERE = "Short sales, derivatives, hedges"

_OF_ANY = "How many shares or units?"
_OF_A_PLAN = "A plan's own dates decide."


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of transaction.

    ``line`` says one in a line, with ``{what}`` for how many of what. ``wants`` is what
    the policy wants, with ``{id}`` for the section of a clause (``policy.clauses``); a kind
    whose place is a reading of the policy file (``policy.actions.READ_BY_POLICY``) gets the
    reading said beside it. ``security`` is what it is about where the form does not ask.
    ``at_most_all`` says that no more can be sold at once than are exercised.
    """

    group: str
    name: str
    line: str
    wants: str
    fields: Mapping[str, str]
    label: str = "How many shares?"
    security: str = "common"
    at_most_all: bool = False

    @property
    def chooses_its_day(self) -> bool:
        """Whether the person chooses the day, and not a plan or the company."""
        return "order" in self.fields or self.group == "give"


def _forbidden(name: str, line: str, wants: str) -> Kind:
    """Make a kind that nobody may do: enough is asked to put it on the record."""
    return Kind(
        "never",
        name,
        line,
        wants,
        {"quantity": "How many shares lie behind it.", "account": ""},
    )


_IN_THE_MARKET = {"plan": "", "order": "", "time_in_force": "", "margin": "", "on": ""}
_SOLD_AT_ONCE = {
    "order": "For the shares that are sold at once.",
    "time_in_force": "",
    "margin": "",
    "on": "",
    "account": "",
}

KINDS: Mapping[str, Kind] = {
    "buy": Kind(
        "market",
        "Buy",
        "Buy {what}",
        "A purchase is trading. {trading}.",
        {"security": "", "quantity": "", "account": "", **_IN_THE_MARKET},
        label=_OF_ANY,
    ),
    "sell": Kind(
        "market",
        "Sell",
        "Sell {what}",
        "A sale is trading. {trading}.",
        {"security": "", "quantity": "", "account": "", **_IN_THE_MARKET},
        label=_OF_ANY,
    ),
    "option_exercise": Kind(
        "acquire",
        "Exercise options",
        "Exercise {what}",
        "The exercise of options that the company granted is not trading. A sale of the new "
        "shares is, and is judged like any sale. {trading}. Directors and executive "
        "officers report the exercise to the SEC within two business days, sold or not. "
        "{who_decides_trades}.",
        {
            "quantity": "Only options that the company granted.",
            "shares_sold": "How many new shares are sold at once, also by a broker to pay for "
            "the exercise. Write 0 if you keep them all.",
            **_SOLD_AT_ONCE,
        },
        label="How many options?",
        security="option",
        at_most_all=True,
    ),
    "warrant_exercise": Kind(
        "acquire",
        "Exercise warrants",
        "Exercise {what}",
        "You pay the exercise price and receive shares.",
        {
            "quantity": "",
            "shares_sold": "How many new shares are sold at once. Write 0 if you keep them "
            "all. A sale is judged like any sale.",
            **_SOLD_AT_ONCE,
        },
        label="How many warrants?",
        security="warrant",
    ),
    "conversion": Kind(
        "acquire",
        "Convert securities into common stock",
        "Convert {what}",
        "A conversion at a fixed price a share is not trading; at any other price it is. "
        "A sale of the new shares is trading. {trading}.",
        {
            "converted": "",
            "quantity": "",
            "price_kind": "",
            "shares_sold": "How many new shares are sold at once. Write 0 if you keep them "
            "all. A sale is judged like any sale.",
            **_SOLD_AT_ONCE,
        },
        label="How many are converted?",
        security="note",
    ),
    "espp_purchase": Kind(
        "plans",
        "Stock purchase plan: a purchase",
        "Stock purchase plan: purchase of {what}",
        "The purchase follows an election that was made before.",
        {"quantity": "", "on": f"The day of the purchase. {_OF_A_PLAN}"},
    ),
    "espp_election": Kind(
        "plans",
        "Stock purchase plan: begin or change",
        "Stock purchase plan: election for about {what}",
        "To begin, raise, lower or stop your contributions decides what is bought later.",
        {
            "quantity": "About how many shares it will buy.",
            "on": "The day on which the election is made.",
        },
        label="About how many shares?",
    ),
    "plan_401k_move": Kind(
        "plans",
        "401(k): move into or out of company stock",
        "401(k): move {what} into company stock",
        "A move of your balance, or of what is paid in from now on, buys or sells shares.",
        {
            "direction": "Out of company stock is a sale.",
            "quantity": "About how many shares it comes to.",
            "on": "",
        },
        label="About how many shares?",
    ),
    "dividend_reinvestment": Kind(
        "plans",
        "Dividend reinvestment",
        "Dividend reinvestment in {what}",
        "Dividends buy shares by a standing choice. To join or to pay in more is a purchase: "
        "choose “Buy” for that.",
        {"quantity": "", "on": f"The day of the dividend. {_OF_A_PLAN}", "account": ""},
    ),
    "rsu_vesting": Kind(
        "plans",
        "Restricted stock units vest",
        "Vesting of {what}",
        "You receive shares on a day that was set before. To sell them is a sale.",
        {"quantity": "", "on": f"The day of vesting. {_OF_A_PLAN}"},
    ),
    "sell_to_cover_tax_broker": Kind(
        "tax",
        "Sell to cover tax, through a broker",
        "Sell {what} to cover tax",
        "A broker sells some of the shares of an award in the market.",
        {
            "quantity": "How many shares the broker sells.",
            "plan": "",
            "order": "",
            "time_in_force": "",
            "on": "",
        },
    ),
    "net_share_withholding": Kind(
        "tax",
        "The company withholds shares for tax",
        "Withholding of {what} for tax",
        "The company keeps some of the shares of an award. Where a broker sells shares, "
        "choose “Sell to cover tax” instead.",
        {"quantity": "How many shares the company keeps.", "on": f"The day of it. {_OF_A_PLAN}"},
    ),
    "gift": Kind(
        "give",
        "Give as a gift",
        "Gift of {what}",
        "You give securities away and are paid nothing for them.",
        {
            "security": "",
            "quantity": "",
            "on": "The day of the gift.",
            "account": "Out of whose account the gift is made.",
        },
        label=_OF_ANY,
    ),
    "pledge": Kind(
        "give",
        "Pledge as security",
        "Pledge of {what}",
        "A lender may sell what is pledged at a moment that you do not choose, as in a "
        "margin account. {margin_account}.",
        {"security": "", "quantity": "", "margin": "", "on": "", "account": ""},
        label=_OF_ANY,
    ),
    "short_sale": _forbidden(
        "Sell short", "Short sale of {what}", "To sell shares that you do not own."
    ),
    "buy_put": _forbidden(
        "Buy a put", "Purchase of puts on {what}", "To buy a right to sell at a set price."
    ),
    "buy_call": _forbidden(
        "Buy a call", "Purchase of calls on {what}", "To buy a right to buy at a set price."
    ),
    "write_covered_call": _forbidden(
        "Write a covered call",
        "Covered calls on {what}",
        "To sell somebody a right to buy your shares, or any other option on them.",
    ),
    "straddle": _forbidden(
        "Straddle", "Straddle on {what}", "To hold a put and a call at the same time."
    ),
    "collar": _forbidden(
        "Collar", "Collar on {what}", "To hedge shares with a put and pay for it with a call."
    ),
    "prepaid_forward": _forbidden(
        "Prepaid variable forward",
        "Prepaid variable forward on {what}",
        "To be paid now for shares that are delivered later.",
    ),
    "equity_swap": _forbidden(
        "Equity swap", "Equity swap on {what}", "To swap what shares bring for something else."
    ),
    "exchange_fund": _forbidden(
        "Exchange fund",
        "Exchange of {what} for a share in a fund",
        "To put shares into a fund, for a share in many others.",
    ),
}

#: What the form asks about another company's securities, whatever is done with them.
ELSEWHERE = Kind(
    "market",
    "",
    "{what}",
    "Another company's securities are barred to you only if you learned something about it "
    "here that the public does not know. Customers, suppliers and companies that we "
    "negotiate with are examples; no list decides. {mnpi_other_issuer}.",
    {
        "issuer_name": "",
        "learned": "",
        "quantity": "Shares, or units of whatever it is.",
        "account": "",
    },
    label="How many?",
)


def kind_of(action: str, *, elsewhere: bool = False) -> Kind:
    """Return what is asked about an action with the company's securities, or another's."""
    return ELSEWHERE if elsewhere else KINDS[action]
