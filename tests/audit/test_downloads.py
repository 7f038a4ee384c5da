"""A link and its code: both sides of each boundary, and who may still have what is behind them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from audit.downloads import Downloads
from audit.handing_over import Asked, HandingOver
from audit.ways import Ways
from clearance.accounts import Account, Accounts
from clearance.desk import Desk
from clearance.people import import_people
from clearance.shown import No
from storage import downloads, log
from storage.tables import DeliveryRow
from storage.tables_pulled import DownloadRow
from tests.audit.lived import COMPLIANCE, COMPLY, company_of, opened
from tests.clearance.company import ROSTER, TEAM, buy, who

WRONG = "AAAAAAAA"
MINUTE = timedelta(minutes=1)
SECOND = who("secondco")
UP = Ways(url="https://preclear.example.com/")


@pytest.fixture
async def asked(database_url, keys, clock, exchange, cellectar):
    database = opened(database_url, keys, clock)
    yield await company_of(database, clock, cellectar, exchange)
    await database.close()


@pytest.fixture
def desk(asked):
    return HandingOver(asked.desk, UP)


@pytest.fixture
async def link(desk):
    ordered = await desk.pull(COMPLY, Asked("download"))
    return await desk.link(COMPLY, ordered.pull.id)


async def take(asked, link, code=None):
    return await Downloads(asked.desk).take(link.token, code or link.code)


async def takings(asked):
    def read(tx):
        return [one.record for one in log.entries(tx) if '"audit:taken"' in one.record]

    return len(await asked.database.run(read))


async def roster(asked, line):
    """Enter a list of people in which compliance stands otherwise."""
    people = ROSTER + COMPLIANCE.replace("U0COMPLY,Cora Plain,compliance,2026-01-05,,yes", line)
    await asked.database.run(lambda tx: import_people(tx, people, "operator:test"))


async def test_both_parts_give_the_pull_and_it_is_recorded_before(asked, link):
    assert await takings(asked) == 1, "that the link was made"
    assert await take(asked, link) == link.pull
    assert await takings(asked) == 2
    assert await take(asked, link) == link.pull, "a download that broke off is begun again"
    assert await takings(asked) == 3


async def test_a_code_may_be_typed_in_small_letters_and_in_groups(asked, link):
    typed = f" {link.code[:4].lower()} {link.code[4:]} "
    assert await take(asked, link, typed) == link.pull


@pytest.mark.parametrize(("seconds", "lives"), [(3599, True), (3600, False)])
async def test_a_link_lives_for_an_hour(asked, link, clock, seconds, lives):
    clock.pass_(seconds)
    assert (await take(asked, link) is not None) is lives
    assert await takings(asked) == 1 + lives


@pytest.mark.parametrize(("wrong", "lives"), [(4, True), (5, False)])
async def test_the_fifth_wrong_code_kills_it(asked, link, wrong, lives):
    for _ in range(wrong):
        assert await take(asked, link, WRONG) is None
    assert (await take(asked, link) is not None) is lives


async def test_the_count_of_wrong_codes_is_in_the_database(asked, link):
    """Another process counts on, and stops at what it cannot use any more."""
    for _ in range(7):
        await Downloads(asked.desk).take(link.token, WRONG)
    row = await asked.database.run(lambda tx: downloads.find(tx, link.token))
    assert row.failures == 5


async def test_another_link_s_code_opens_nothing(asked, desk, link):
    other = await desk.link(COMPLY, link.pull.id)
    assert await take(asked, link, other.code) is None
    assert await take(asked, other) == link.pull


@pytest.mark.parametrize("token", ["", "a" * 43])
async def test_a_token_that_was_never_given_out(asked, link, token):
    assert await Downloads(asked.desk).take(token, link.code) is None


@pytest.mark.parametrize(
    ("line", "may"),
    [
        ("U0COMPLY,Cora Plainer,compliance,2026-01-05,,yes", True),
        ("U0COMPLY,Cora Plain,compliance,2026-01-05,,no", False),
        ("U0COMPLY,Cora Plain,employee,2026-01-05,,yes", False),
    ],
)
async def test_only_who_is_in_compliance_at_that_moment(asked, link, line, may):
    await roster(asked, line)
    assert (await take(asked, link) is not None) is may
    assert await takings(asked) == 1 + may


@pytest.mark.parametrize(
    ("account", "may"),
    [
        (None, True),
        (Account(teams=(TEAM,)), True),
        (Account(deactivated=True), False),
        (Account(foreign=True), False),
    ],
)
async def test_what_slack_last_said_of_the_account_only_takes_away(asked, link, account, may):
    accounts = Accounts(asked.clock.steady)
    if account is not None:
        accounts.learn("U0COMPLY", account)
    asked.desk.accounts = accounts
    assert (await take(asked, link) is not None) is may


async def test_a_pull_with_restrictions_where_they_are_not_shown_any_more(
    asked, link, exchange, cellectar
):
    """Twin: one that was redacted was never about them, and may be had."""
    redacted = await HandingOver(asked.desk, UP).pull(COMPLY, Asked("download", redacted=True))
    other = await HandingOver(asked.desk, UP).link(COMPLY, redacted.pull.id)
    hides = replace(cellectar.disclosure_of_restrictions, compliance_sees_existence=False)
    policy = replace(cellectar, disclosure_of_restrictions=hides)
    silent = Downloads(Desk(asked.database, policy, exchange, TEAM))
    assert await silent.take(link.token, link.code) is None
    assert await silent.take(other.token, other.code) == redacted.pull


@pytest.mark.parametrize("way", ["download", "folder"])
async def test_a_form_that_is_sent_twice_is_one_pull(asked, tmp_path, way):
    """Twins: another form, and another person's with the same name, are pulls of their own."""
    desk = HandingOver(asked.desk, replace(UP, folder=tmp_path))

    async def sent(actor, form):
        return (await desk.pull(actor, Asked(way, form=form))).pull

    def count(tx):
        found = [one.record for one in log.entries(tx)]
        made = tx.execute(DeliveryRow.__table__.select()).all()
        return sum('"audit:pulled"' in one for one in found), len(made)

    before = await asked.database.run(count)
    both = await asyncio.gather(sent(COMPLY, "V1"), sent(COMPLY, "V1"))
    assert both[0] == both[1] == await sent(COMPLY, "V1")
    assert len(both[0].id) == 32
    others = {(await sent(*one)).id for one in ((COMPLY, "V2"), (SECOND, "V1"), (COMPLY, None))}
    assert len({*others, both[0].id}) == 4
    after = await asked.database.run(count)
    assert after == (before[0] + 4, before[1] + 4 * (way == "folder"))


async def test_whoever_writes_to_the_database_makes_no_link(asked, link):
    """A row with a token and a code of one's own is not proven; nor is one with another pull."""
    table = DownloadRow.__table__

    def forge(tx):
        own = tx.execute(table.select()).one()._mapping
        made = {**own, "id": downloads.id_of("b" * 43), "code": own["code"]}
        tx.execute(table.insert(), made)

    await asked.database.run(forge)
    assert await Downloads(asked.desk).take("b" * 43, link.code) is None


async def test_a_code_proves_all_of_its_row_that_never_changes(asked, link):
    """Twin: the count of wrong codes is none of it."""

    def look(tx):
        row = downloads.find(tx, link.token)
        other = {"id": "0", "pull": "0", "by": "0", "expires_at": row.expires_at + MINUTE}
        changed = [replace(row, **{name: value}) for name, value in other.items()]
        proven = [downloads.proven(tx, one, link.code) for one in changed]
        return proven, downloads.proven(tx, replace(row, failures=3), link.code)

    assert await asked.database.run(look) == ([False] * 4, True)


async def test_links_are_made_for_ones_own_pulls_alone(desk, link):
    refused = await desk.link(SECOND, link.pull.id)
    assert refused == No("no_such_pull")
    assert (await desk.link(who("employee"), link.pull.id)).reason in {
        "no_such_pull",
        "not_compliance",
    }


async def test_no_link_where_downloads_are_off(asked, link):
    assert await HandingOver(asked.desk).link(COMPLY, link.pull.id) == No("way_closed")


@pytest.mark.parametrize(
    ("way", "refused"), [("folder", True), ("slack", True), ("download", False)]
)
async def test_a_way_that_is_closed_is_refused_and_nothing_recorded(asked, desk, way, refused):
    before = len(await asked.database.run(log.entries))
    assert (await desk.pull(COMPLY, Asked(way)) == No("way_closed")) is refused
    assert (len(await asked.database.run(log.entries)) == before) is refused


@pytest.mark.parametrize("name", ["employee", "ceo"])
async def test_whoever_is_not_in_compliance_pulls_nothing_whatever_is_turned_on(asked, name):
    """The answer does not tell which ways there are."""
    for ways in (Ways(), UP):
        desk = HandingOver(asked.desk, ways)
        refused = {
            (await desk.pull(who(name), Asked("download"))).reason,
            (await desk.sheet(who(name))).reason,
            (await desk.listed(who(name))).reason,
        }
        assert refused == {"not_compliance"}


async def test_the_latest_ten_are_listed_newest_first(asked, desk):
    made = []
    for _ in range(11):
        asked.clock.pass_(60)
        made.append((await desk.pull(COMPLY, Asked("download"))).pull.id)
    listed = await desk.listed(SECOND)
    assert [one.pull.id for one in listed] == made[:0:-1]
    assert {(one.by, one.own) for one in listed} == {("Cora Plain", False)}
    assert {one.own for one in await desk.listed(COMPLY)} == {True}


async def test_the_receipt_says_how_long_the_log_was(asked, desk):
    await asked.desk.submit(who("employee"), buy())
    ordered = await desk.pull(COMPLY, Asked("download"))
    assert ordered.size == len(await asked.database.run(log.entries))
