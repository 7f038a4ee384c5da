"""A card whose place nobody recorded, pressed where its request wants no decision any more."""

from clearance.shown import ClosedCard, No
from tests.clearance.company import APPROVE, buy, who
from tests.clearance.keeping import carried_out, confirmed

UNKNOWN, ANOTHER = ("D0CEO", "9.9"), ("D0CEO", "9.8")


async def closed(company):
    """Carry out what is due; give the cards that were closed at a place nobody recorded."""
    sent = await company.carry_out()
    found = [(to, one) for to, one in sent if isinstance(one, ClosedCard)]
    return [(to, one) for to, one in found if one.ts.startswith("9.")]


async def test_it_is_closed_and_never_says_whether_somebody_decided(company):
    """As where the record was restored, and a tie was told of since: the place is in the press."""
    mine = await company.desk.submit(who("ceo"), buy())
    refused = await company.desk.review(who("ceo"), mine.id, UNKNOWN)
    assert isinstance(refused, No)
    assert await closed(company) == [("U0CEO", ClosedCard(mine.id, *UNKNOWN))]
    assert not isinstance(await company.desk.decide(who("cfo"), mine.id, APPROVE), No)
    assert await company.desk.review(who("ceo"), mine.id, ANOTHER) == refused
    assert await closed(company) == [("U0CEO", ClosedCard(mine.id, *ANOTHER))]


async def test_who_decides_it_keeps_the_card_until_its_end_and_is_told_of_the_decision(company):
    mine = await company.desk.submit(who("ceo"), buy())
    assert not isinstance(await company.desk.review(who("cfo"), mine.id, UNKNOWN), No)
    assert await closed(company) == []
    await company.desk.decide(who("cfo"), mine.id, APPROVE)
    await company.desk.review(who("cfo"), mine.id, UNKNOWN)
    assert await closed(company) == [("U0CFO", ClosedCard(mine.id, *UNKNOWN, "you"))]


async def test_without_a_card_a_refusal_queues_nothing(company):
    mine = await company.desk.submit(who("ceo"), buy())
    await company.carry_out()
    assert isinstance(await company.desk.review(who("ceo"), mine.id), No)
    assert await company.carry_out() == []


async def test_where_the_record_was_removed_it_is_closed_and_says_no_more(old):
    """Twin: before its time the same card says that its own officer decided."""
    company, request = old
    place = ("D0CFO", "9.9")
    assert not isinstance(await company.desk.review(who("cfo"), request, place), No)
    assert await company.carry_out() == [("U0CFO", ClosedCard(request, *place, "you"))]
    carried_out(company, await confirmed(company))
    await company.carry_out()
    again = ("D0CFO", "9.8")
    assert await company.desk.review(who("cfo"), request, again) == No("record_removed")
    assert await company.carry_out() == [("U0CFO", ClosedCard(request, *again))]
