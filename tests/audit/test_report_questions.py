"""A compliance officer's questions, answered from the report alone."""

import json
from datetime import date

import pytest

from audit.lines import Line
from handlers.words.policy import TITLES
from storage import log as records
from tests.audit.making import BLACKOUT, SHORT_SWING, Log, ny
from tests.audit.reading import page
from tests.clearance.company import APPROVE, DECLINE, Report, buy, who
from tests.clearance.restricting import restricted

MNPI = ("mnpi", "General Guidelines", "refuse")


@pytest.fixture(scope="module")
def march():
    """Live a March that is known: four clearances, a decline, two refusals, one left undecided."""
    log = Log()
    log.people()
    log.filed("PC-FEB", "p-sam", "2026-02-27 15:00")
    log.decided("PC-FEB", "p-sam", "p-ceo", "2026-03-02 09:00")  # asked in February
    log.filed("PC-USED", "p-erin", "2026-03-02 10:00", 500)
    log.decided("PC-USED", "p-erin", "p-ceo", "2026-03-02 10:42")
    log.ended("PC-FEB", "p-sam", "2026-03-06 09:00")  # and nothing was said
    log.reported("PC-USED", "p-erin", "2026-03-04 12:00", on="2026-03-04 11:00", price="4.20")
    log.filed("PC-NOT", "p-dora", "2026-03-09 09:00", 100, action="gift")
    log.decided("PC-NOT", "p-dora", "p-cfo", "2026-03-09 12:10", office="cfo")
    log.reported("PC-NOT", "p-dora", "2026-03-12 12:00")
    log.filed("PC-DECL", "p-sam", "2026-03-10 10:00", 900, action="sell")
    log.decided(
        "PC-DECL",
        "p-sam",
        "p-cfo",
        "2026-03-10 11:00",
        "declined",
        office="cfo",
        found=[SHORT_SWING],
    )
    log.filed("PC-REF1", "p-dora", "2026-03-11 10:00", what="refused", found=[BLACKOUT, MNPI])
    log.filed("PC-REF2", "p-erin", "2026-03-18 10:00", what="refused", found=[BLACKOUT])
    log.filed("PC-LATE", "p-erin", "2026-03-19 10:00")
    log.ended("PC-LATE", "p-erin", "2026-03-23 16:00", "expired")
    log.filed("PC-OPEN", "p-erin", "2026-03-30 10:00")
    log.decided("PC-OPEN", "p-erin", "p-ceo", "2026-03-30 10:00:30")
    return page(log, TITLES)


def test_who_cleared_whom_in_march(march):
    cleared = {
        (row["Decided by"], row["For"], row["Cleared"])
        for row in march.rows("pairs")
        if row["Month"] == "March 2026" and row["Cleared"] != "0"
    }
    assert cleared == {
        ("Carla Eng", "Sam Okafor", "1"),
        ("Carla Eng", "Erin Boyd", "2"),
        ("Felix Ott", "Dora Quist", "1"),
    }


def test_how_fast(march):
    (month,) = [row for row in march.rows("decisions") if row["Month"] == "March 2026"]
    assert month["Decisions"] == "5"
    assert (month["Half within"], month["Slowest"]) == ("1 h", "2 d 18 h")
    by = {row["Decided by"]: row for row in march.rows("deciders")}
    assert by["Felix OttCFO"]["Slowest"] == "3 h 10 min"
    assert by["Carla EngCEO"]["Half within"] == "42 min"
    taken = {row["Request"]: row["Took"] for row in march.rows("requests")}
    assert (taken["PC-USED"], taken["PC-OPEN"]) == ("42 min", "30 s")
    assert "Half of the decisions came within 1 h" in march.text("summary")


def test_what_was_refused(march):
    rules = {row["Rule"]: row for row in march.rows("rules")}
    assert rules["Quarterly blackout"]["Refused at once"] == "2"
    assert rules["Quarterly blackout"]["Section of the policy"] == "Black-Out Periods"
    assert rules["Inside information"]["Refused at once"] == "1"
    assert rules["Warning of a short swing"]["On record when declined"] == "1"
    refused = [
        row["Request"] for row in march.rows("requests") if row["Outcome"].startswith("Refused")
    ]
    assert refused == ["PC-REF1", "PC-REF2"]
    assert "2 refused at once by a rule" in march.text("summary")
    assert "Declined altogether: 1 request." in march.text("refusals")


def test_which_clearances_were_used(march):
    uses = {row["What became of it"]: row["Clearances"] for row in march.rows("uses")}
    assert uses == {
        "Used: a trade was reported": "1",
        "Reported: not traded": "1",
        "Over, and nothing was said": "1",
        "Not over so far": "1",
    }
    assert {row["Request"]: row["What was said"] for row in march.rows("unused")} == {
        "PC-FEB": "Over, and nothing was said",
        "PC-NOT": "Reported: not traded",
    }
    reported = {row["Request"]: row["What was reported"] for row in march.rows("requests")}
    assert reported["PC-USED"] == "Traded 500 at $4.204 Mar 2026, 11:00 a.m. 16:00 UTC"


def test_what_to_look_at(march):
    assert [row["Request"] for row in march.rows("table-quick")] == ["PC-OPEN"]
    assert [row["Request"] for row in march.rows("table-silent")] == ["PC-FEB"]
    assert [row["Request"] for row in march.rows("table-not_in_time")] == ["PC-LATE"]
    assert "Traded another quantity" in march.text("worth").split("Looked for, and not found")[1]


class Shown:
    """The log as a bundle for compliance shows it, entitled to know of restrictions or not."""

    def __init__(self, lines):
        self.lines = lines

    @classmethod
    async def of(cls, company, *parts):
        def line(tx, entry):
            hidden = records.hidden(tx, entry)
            values = {part: json.loads(hidden[part])["value"] for part in parts}
            return Line(entry.index, json.loads(entry.record), **values)

        return cls(
            await company.database.run(
                lambda tx: [line(tx, entry) for entry in records.entries(tx)]
            )
        )


async def test_what_the_desk_writes_is_what_the_report_reads(company):
    """The same questions, of a log that the real desk wrote on both databases."""
    used = await company.desk.submit(who("employee"), buy(500))
    company.clock.move(ny("2026-11-23 10:42"))
    await company.desk.decide(who("ceo"), used.id, APPROVE)
    declined = await company.desk.submit(who("second"), buy(100))
    company.clock.move(ny("2026-11-23 11:42"))
    await company.desk.decide(who("cfo"), declined.id, DECLINE)
    refused = await company.desk.submit(who("newcomer"), buy(50))
    company.clock.move(ny("2026-11-24 12:00"))
    said = Report(traded=True, at=ny("2026-11-24 11:00"), quantity=500, price="4.20", stated=True)
    await company.desk.report(who("employee"), used.id, said)
    back = await company.desk.submit(who("second"), buy(10))
    await company.desk.withdraw(who("second"), back.id)
    left = await company.desk.submit(who("second"), buy(20))
    company.clock.move(ny("2026-12-01 10:00"))
    await company.carry_out()

    found = page(
        await Shown.of(company, "sealed"),
        TITLES,
        first_day=date(2026, 11, 1),
        last_day=date(2026, 12, 31),
    )
    rows = {row["Request"]: row for row in found.rows("requests")}
    assert rows[used.id]["Outcome"] == "Cleared"
    assert rows[used.id]["Asked by"] == "Erin Boyd"
    assert rows[used.id]["Trade"] == "Buy: 500 shares"
    assert rows[used.id]["Decided by"] == "Carla EngCEO"
    assert rows[used.id]["Took"] == "42 min"
    assert rows[used.id]["Clearance: first and last moment"].startswith("24 Nov 2026, 9:30 a.m.")
    assert rows[used.id]["What was reported"].startswith("Traded 500 at $4.20")
    assert rows[declined.id]["Outcome"] == "Declined"
    assert rows[declined.id]["Clearance: first and last moment"] == ""
    assert rows[refused.id]["Outcome"] == "Refused at once by a ruleAcknowledgement"
    assert rows[back.id]["Outcome"] == "Taken back by the requester"
    assert rows[left.id]["Outcome"] == "Nobody decided in time"
    assert [row["Request"] for row in found.rows("table-not_in_time")] == [left.id]
    assert len(rows) == 5


async def test_of_a_restriction_those_entitled_see_a_mark_and_nobody_a_word(company):
    given = await company.desk.submit(who("employee"), buy(500))
    await company.desk.decide(who("ceo"), given.id, APPROVE)
    await restricted(company, "employee", reason="Project Heron is for sale")
    asked = await company.desk.submit(who("employee"), buy(100))
    await company.desk.decide(who("cfo"), asked.id, DECLINE)

    bare = page(await Shown.of(company, "sealed"), TITLES)
    full = page(await Shown.of(company, "sealed", "restricted"), TITLES)
    for found in (bare, full):
        assert "Heron" not in found.source
        assert "Confidential restriction" not in found.source
        assert "withdrawn" not in found.source
        rows = {row["Request"]: row for row in found.rows("requests")}
        assert rows[given.id]["What was reported"] == "Over, and nothing was said"
        assert rows[asked.id]["Outcome"].startswith("Declined")
    assert "restriction was in force" not in bare.source
    marked = [
        row["Request"]
        for row in full.rows("requests")
        if "a restriction was in force" in row["Outcome"]
    ]
    assert marked == [asked.id]
    assert "In 1 request of 2 a restriction was in force" in full.text("summary")
