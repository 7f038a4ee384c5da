"""The page: one file that fetches nothing, escapes everything, and hides no gap."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from audit.page import months
from audit.page import said as words
from audit.page.html import Html, el
from audit.request_life import OUTCOMES, USES
from tests.audit.making import BLACKOUT, RESTRICTION, Log, finding, ny
from tests.audit.reading import page, told

EVIL = """<script>alert("x")</script>' onmouseover='y' &amp; \u202egnp.exe"""


def company(**shown):
    log = Log(**shown)
    log.people()
    log.filed("PC-1", "p-erin", "2026-03-02 10:00")
    log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 10:42")
    log.reported("PC-1", "p-erin", "2026-03-04 12:00", on="2026-03-04 11:00")
    log.filed("PC-2", "p-sam", "2026-03-09 10:00", what="refused", found=[BLACKOUT])
    return log


def test_nothing_is_fetched_and_nothing_runs_that_is_not_ours():
    found = page(company())
    assert not re.search(r"\b(src|href)=\"(?!#)", found.source)
    assert "@import" not in found.source
    assert not re.search(r"url\(", found.source)
    assert not any(name.startswith("on") for _, attrs in found.elements for name in attrs)
    assert not any("style" in attrs for _, attrs in found.elements)
    tags = {tag for tag, _ in found.elements}
    assert not tags & {"link", "img", "iframe", "object", "embed", "base"}


def test_the_policy_in_the_head_allows_this_style_and_this_script_alone():
    source = page(company()).source
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', source)
    for tag in ("style", "script"):
        (part,) = re.findall(f"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        digest = b64encode(sha256(part.encode()).digest()).decode()
        assert f"{tag}-src &#x27;sha256-{digest}&#x27;" in policy
    assert "default-src &#x27;none&#x27;" in policy
    assert "unsafe" not in policy


def test_whatever_a_person_wrote_is_text():
    log = Log()
    log.person("p-erin", "2026-03-02 09:00", name=EVIL)
    log.person("p-ceo", "2026-03-02 09:00", name="Carla Eng")
    rule = (EVIL, EVIL, "refuse")
    log.filed(EVIL, "p-erin", "2026-03-02 10:00", what="refused", found=[rule], action=EVIL)
    release = {"kind": "disclosure", "quarter_end": None, "title": EVIL, "replaces": EVIL}
    log.add("release:recorded", ny("2026-03-02 10:00"), EVIL, open_=release)
    log.add("x:" + EVIL, ny("2026-03-02 10:00"), "p-ceo", open_={"id": EVIL + "1"})
    log.filed("PC-2", "p-erin", "2026-03-02 10:00")
    log.decided("PC-2", "p-erin", "p-ceo", "2026-03-02 10:00", office=EVIL)
    log.reported("PC-2", "p-erin", "2026-03-20 10:00", on="2026-03-20 09:00", price=EVIL)
    about = dict.fromkeys(("company", "ticker", "pull", "pulled_by", "person", "kind"), EVIL)
    found = page(log, {EVIL: EVIL}, root=EVIL, key=EVIL, **about)
    assert sum(tag == "script" for tag, _ in found.elements) == 1
    assert "<script>alert" not in found.source
    assert "\u202e" not in found.source
    assert not any("onmouseover" in attrs for _, attrs in found.elements)
    shown = EVIL.replace("\u202e", "\ufffd")
    assert found.rows("requests")[0]["Asked by"] == shown


def test_what_is_written_without_an_element_is_escaped_and_what_is_html_is_not():
    assert el("p", "<b>", Html("<i></i>"), None, ["&", 3], title='"') == (
        '<p title="&quot;">&lt;b&gt;<i></i>&amp;3</p>'
    )


def test_a_report_without_a_single_entry():
    found = page(Log(), size=0, shown=0)
    assert "No request is among the entries" in found.text("summary")
    assert "No decision by a person is shown." in found.text("who")
    assert "No clearance was given." in found.text("clearances")
    assert "requests" not in found.tables


def test_what_is_not_shown_is_never_a_zero():
    found = page(company(sealed=False), redacted=True)
    assert "What became of 2 requests is not shown in this bundle." in found.text("summary")
    assert "Cleared" not in found.tables["months"][0]
    assert "Not shown" in found.tables["months"][0]
    assert "not shown in this bundle" in found.text("refusals")
    assert "No rule refused" not in found.text("refusals")
    assert "not shown in this bundle" in found.text("clearances")
    assert "No clearance was given" not in found.text("clearances")
    assert {row["Outcome"] for row in found.rows("requests")} == {"Not shown in this bundle"}
    unknown = found.text("worth").split("Not known")[1]
    assert "Clearance over, and nothing was reported" in unknown
    assert "redacted" in found.text("about")


def test_where_part_is_not_shown_the_rest_is_at_least_so_many():
    log = company()
    log.sealed = False
    log.filed("PC-3", "p-sam", "2026-03-10 10:00")
    log.decided("PC-3", "p-sam", "p-ceo", "2026-03-10 11:00")
    found = page(log)
    (month,) = [row for row in found.rows("months") if row["Month"] == "March 2026"]
    assert (month["Cleared"], month["Declined"], month["Not shown"]) == ("≥ 1", "≥ 0", "1")
    (month,) = page(company()).rows("months")
    assert (month["Cleared"], month["Declined"]) == ("1", "0")


def test_a_restriction_is_a_mark_for_those_entitled_and_its_rule_is_nowhere():
    marks = []
    for shown in (True, False):
        log = company(restricted=shown)
        log.filed("PC-3", "p-sam", "2026-03-10 10:00")
        hidden = [finding(*RESTRICTION)]
        log.decided("PC-3", "p-sam", "p-ceo", "2026-03-10 11:00", "declined", hidden=hidden)
        found = page(log, {"restriction": "Confidential restriction"})
        marks.append("a restriction was in force" in found.rows("requests")[-1]["Outcome"])
        assert "Confidential restriction" not in found.source
        assert ("a restriction was in force" in found.text("summary")) is shown
    assert marks == [True, False]


def test_two_bundles_that_differ_in_a_restriction_alone_read_the_same():
    """For whoever may not know of restrictions."""
    pages = []
    for hidden in ([finding(*RESTRICTION)], []):
        log = company()
        log.filed("PC-3", "p-sam", "2026-03-10 10:00")
        log.decided("PC-3", "p-sam", "p-ceo", "2026-03-10 11:00", "declined", hidden=hidden)
        pages.append(page(log).source)
    assert pages[0] == pages[1]


def test_an_answer_to_a_withdrawal_leaves_no_trace():
    pages = []
    for answered in (True, False):
        log = company()
        log.filed("PC-3", "p-sam", "2026-03-10 10:00")
        log.decided("PC-3", "p-sam", "p-ceo", "2026-03-10 11:00")
        log.ended("PC-3", "p-sam", "2026-03-11 11:00")
        if answered:
            log.ended("PC-3", "p-sam", "2026-03-11 11:00", "said", by="p-sam")
        pages.append(page(log).source)
    assert pages[0] == pages[1]


def test_every_table_has_a_caption_and_every_head_its_scope():
    found = page(company())
    tables = [attrs for tag, attrs in found.elements if tag == "table"]
    captions = [attrs["id"] for tag, attrs in found.elements if tag == "caption"]
    assert [f"{attrs['id']}-caption" for attrs in tables] == captions
    assert all("scope" in attrs for tag, attrs in found.elements if tag == "th")
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in found.elements}
    for tag, attrs in found.elements:
        if tag == "section":
            assert attrs["aria-labelledby"] in found.ids


def test_every_link_leads_somewhere():
    log = company()
    log.filed("PC-4", "p-erin", "2026-03-10 10:00")
    log.decided("PC-4", "p-erin", "p-ceo", "2026-03-10 10:00:09", "declined")
    found = page(log)
    links = {attrs["href"].removeprefix("#") for tag, attrs in found.elements if tag == "a"}
    assert "r-PC-4" in links
    assert links <= set(found.ids)


def test_a_request_that_is_not_listed_is_named_and_not_linked(monkeypatch):
    monkeypatch.setattr("tests.audit.reading.Figures", few)
    log = Log()
    for number in range(3):
        log.filed(f"PC-{number}", "p-erin", "2026-03-10 10:00")
        log.decided(f"PC-{number}", "p-erin", "p-ceo", "2026-03-10 10:00:09")
    found = page(log)
    assert [row["Request"] for row in found.rows("requests")] == ["PC-2"]
    assert [row["Request"] for row in found.rows("table-quick")] == ["PC-0", "PC-1", "PC-2"]
    assert "The latest 1 of 3 requests." in found.text("all")
    links = {attrs["href"] for tag, attrs in found.elements if tag == "a"}
    assert ("#r-PC-2" in links, "#r-PC-1" in links) == (True, False)


def few(limits):
    from audit.figures import Figures  # noqa: PLC0415 - the real one, under another name

    return Figures(limits, listed=1)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"withheld": 20}, "20 entries not asked for"),
        ({"removed": 1}, "1 entry removed after their time"),
        ({}, None),
    ],
)
def test_entries_that_are_not_shown_are_worth_a_look(about, said):
    found = page(company(), **about)
    assert (said or "Entries that are not shown") in found.text("worth") or said is None
    assert ("Entries that are not shown" in found.text("worth")) is (said is not None)


def test_the_head_says_what_was_asked_for_by_whom_and_on_what_it_rests():
    said = page(company(), person="Erin Boyd", kind="decisions").text("about")
    for part in (
        "1 Mar 2026 to 31 Mar 2026",
        "Erin Boyd",
        "decisions",
        "Quinn Hale",
        "2 Apr 2026, 9:12 a.m. New York time (13:12 UTC)",
        "100 of 120 are shown",
        "2 Apr 2026, 12:05 a.m. New York time (04:05 UTC)",
        "cm9vdA==",
        "example.org/preclear+1f2a3b4c+AaBb",
    ):
        assert part in said
    bare = page(company(), first_day=None, last_day=None, root=None, checkpoint_at=None)
    assert "the whole log" in bare.text("about")
    assert "none yet" in bare.text("about")


def test_a_production_is_called_one():
    assert "<h1>Production for an authority: " in page(company(), production=True).source
    assert "<h1>Audit report: " in page(company()).source


def test_a_moment_is_said_in_both_times_and_with_its_day_where_that_differs():
    log = Log()
    log.filed("PC-1", "p-erin", "2026-03-02 10:00")
    log.filed("PC-2", "p-erin", "2026-03-02 21:30")
    rows = page(log).rows("requests")
    assert rows[0]["Asked"] == "2 Mar 2026, 10:00 a.m. 15:00 UTC"
    assert rows[1]["Asked"] == "2 Mar 2026, 9:30 p.m. 3 Mar, 02:30 UTC"


def test_rules_offices_and_kinds_are_said_in_the_words_that_are_handed_in():
    words = {"blackout": "Quarterly blackout", "ceo": "chief executive", "buy": "Purchase"}
    rows = page(company(), words).rows("requests")
    assert rows[0]["Decided by"] == "Carla Engchief executive"
    assert rows[0]["Trade"] == "Purchase: 500 shares"
    assert "Quarterly blackout" in rows[1]["Outcome"]
    plain = page(company()).rows("requests")
    assert plain[0]["Decided by"] == "Carla EngCEO"
    assert "blackout" in plain[1]["Outcome"]


def test_a_month_without_a_request_between_two_with_one_is_there():
    log = Log()
    log.filed("PC-1", "p-erin", "2025-12-02 10:00")
    log.filed("PC-2", "p-erin", "2026-02-02 10:00")
    assert [(row["Month"], row["Requests"]) for row in page(log).rows("months")] == [
        ("December 2025", "1"),
        ("January 2026", "0"),
        ("February 2026", "1"),
    ]
    assert told(log).totals.requests == 2


def test_every_outcome_and_every_use_has_its_words_and_its_place_in_a_chart():
    assert set(OUTCOMES) == set(words.OUTCOMES) == set(months._GROUPS) == set(months._ASKED)
    assert set(USES) == set(words.USES)


def test_a_decision_that_was_not_asked_for_is_told_from_one_that_was_not_taken():
    log = Log()
    log.filed("PC-1", "p-erin", "2026-03-02 10:00")
    log.ended("PC-1", "p-erin", "2026-03-06 10:42")
    log.filed("PC-2", "p-erin", "2026-03-02 10:00")
    found = page(log)
    assert [row["Outcome"] for row in found.rows("requests")] == [
        "Decision not among the entries",
        "Not decided so far",
    ]
    (month,) = found.rows("months")
    assert (month["Waiting"], month["Decision not among the entries"]) == ("1", "1")
