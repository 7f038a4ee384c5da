"""Every field in which a person types, how they get to it, and where it is shown afterwards."""

from dataclasses import dataclass, field

from tests.confidentiality.worlds import hands

ERIN, SAM, CFO, CORA = "U0EMPLOYEE", "U0SECOND", "U0CFO", "U0CONSULT"
QUANTITY = {"quantity": "500"}
PLAN = {
    "plan_broker": "Broker",
    "plan_begins": "2027-06-01",
    "plan_ends": "2027-12-01",
    "plan_shares": "1,000",
    "plan_terms": "Sell at the open.",
}
TRADED = {
    "traded": "yes",
    "traded_on": "2026-11-24",
    "traded_at": "15:00",
    "traded_quantity": "500",
    "price": "2.15",
    "stated": "none",
}
MADE = (("traded_quantity", "400"), ("price", "3.125"))
#: Stands for the id of a request that there is.
A_REQUEST = "a request"
PAPER = {
    "paper_person": SAM,
    "paper_quantity": "10",
    "paper_on": "2026-11-23",
    "paper_at": "10:30",
    "paper_by": "U0CEO",
}
CASE = {"case_people": (SAM,), "case_text": "Seen."}
PRODUCED = {"production_authority": "SEC", "production_reference": "HO-1"}
RESTRICTS = {
    "restrict_people": (SAM,),
    "restrict_matter": "HERON",
    "restrict_notify": "silent",
}


@dataclass(frozen=True)
class Field:
    """A field: who types in it, after which command and presses, beside which other answers.

    ``seen`` says whether what answers the form shows what was typed. ``takes`` is something that
    the field is for, so that a field which refuses everything is found.
    """

    block: str
    who: str
    command: str
    press: tuple = ()
    choose: tuple = ()
    beside: dict = field(default_factory=dict)
    seen: bool = True
    takes: str = "Ωμέγα & Co."


FIELDS = (
    Field("quantity", ERIN, "buy 500", takes="1,250"),
    Field("issuer_name", ERIN, "buy 500", choose=("request_form:issuer", "other")),
    Field("shares_sold", ERIN, "exercise 300 options", takes="120"),
    Field(
        "related_name",
        SAM,
        "related",
        ("related:add",),
        beside={"related_relation": "sibling"},
    ),
    Field("question_text", SAM, "ask-compliance"),
    *(
        Field(name, ERIN, "plan", beside=PLAN, takes=takes)
        for name, takes in (
            ("plan_broker", Field.takes),
            ("plan_shares", "12,000"),
            ("plan_terms", Field.takes),
        )
    ),
    Field("plan_title", ERIN, "plan", beside=PLAN | {"plan_sha256": "0" * 64}),
    Field("plan_sha256", ERIN, "plan", beside=PLAN | {"plan_title": "A plan"}, takes="a1" * 32),
    *(
        Field(
            name,
            ERIN,
            "status",
            ("request:open", "request:report"),
            choose=("value", "yes"),
            beside=TRADED,
            takes=takes,
        )
        for name, takes in MADE
    ),
    *(
        Field(name, ERIN, "traded", ("traded:unasked",), beside=TRADED, takes=takes)
        for name, takes in MADE
    ),
    Field("case_text", CORA, "cases", ("cases:new",), beside=CASE),
    Field("case_requests", CORA, "cases", ("cases:new",), beside=CASE, takes=A_REQUEST),
    Field("issuer_told", CFO, "notice", beside={"issuer_people": (SAM,)}, seen=False),
    Field("paper_quantity", CFO, "paper", beside=PAPER, takes="11"),
    *(
        Field(name, CORA, "audit production", ("production:new",), beside=PRODUCED, takes=takes)
        for name, takes in (
            ("production_authority", Field.takes),
            ("production_reference", Field.takes),
            ("production_days", "2026-11-20"),
        )
    ),
    *(
        Field(name, CFO, "restrict", ("restrictions:new",), beside=RESTRICTS, seen=False)
        for name in ("restrict_matter", "restrict_reason")
    ),
)


async def reach(world, one):
    """Open the form that a field is in."""
    await world.slack.acts.command(one.who, f"/preclear {one.command}")
    for press in one.press:
        assert await hands.press_in_form(world, one.who, press), (one, press)
    if one.choose:
        await hands.choose(world, one.who, *one.choose)
    form = hands.top(world, one.who)
    assert any(block.get("block_id") == one.block for block in form.given["blocks"]), one
