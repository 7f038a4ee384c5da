"""The table has a row for each entry that is shown, and a spreadsheet computes nothing of it."""

import csv
import io
import json
import random

import pytest

from audit.lines import Line
from audit.verify import COLUMNS, cells, csv_row
from tests.audit.building import Bundle
from tests.audit.log_by_hand import small_log
from tests.audit.test_verify import failures


def row(index, **parts):
    """Give the row of an entry as a record's own columns and names."""
    record = {
        "v": 2,
        "tag": "request:decided",
        "at": "2026-11-09T15:00:00.123456Z",
        "actor": "chief",
        "subject": "p1",
        "request": "PC-7K",
        "policy": "p1",
        "calendar": "c1",
        "body": {"open": parts.pop("open", {})},
        "salt": "00",
        **parts.pop("record", {}),
    }
    line = Line(index, record, parts.get("sealed"), parts.get("restricted"))
    names = {"p1": "Ann", "chief": "Chief"}
    return dict(zip(COLUMNS, cells(line, names), strict=True))


def test_a_row_says_who_did_what_to_which_request():
    found = row(
        7,
        open={
            "facts": {"trade": {"action": "sell", "security": "common", "quantity": 500,
                                "issuer": "another"}},
            "register": 12,
        },
        sealed={
            "step": {
                "what": "reported",
                "office": "ceo",
                "rules": ["blackout", "one_at_a_time"],
                "fields": ["quantity"],
                "earliest": "2026-11-09T10:00:00-05:00",
                "expires": "2026-11-12T21:00:00+00:00",
                "report": {"traded": True, "at": "2026-11-10T15:00:00+00:00", "quantity": 400,
                           "price": "3.25"},
            },
            "facts": {"issuer": {"issuer": "ACME"}},
        },
        restricted={"step": {"rules": []}, "restrictions": [{"kind": "event"}]},
    )  # fmt: skip
    assert len(found.pop("leaf")) == 64
    assert found == {
        "index": "7",
        "time_utc": "2026-11-09 15:00:00",
        "tag": "request:decided",
        "what": "reported",
        "request": "PC-7K",
        "subject": "p1",
        "subject_name": "Ann",
        "actor": "chief",
        "actor_name": "Chief",
        "office": "ceo",
        "action": "sell",
        "security": "common",
        "quantity": "500",
        "issuer": "ACME",
        "rules": "blackout, one_at_a_time",
        "fields": "quantity",
        "earliest": "2026-11-09 15:00:00",
        "expires": "2026-11-12 21:00:00",
        "traded": "yes",
        "traded_at": "2026-11-10 15:00:00",
        "traded_quantity": "400",
        "traded_price": "3.25",
        "restricted": "yes",
        "details": "",
        "policy": "p1",
        "calendar": "c1",
        "register": "12",
    }


def test_what_is_not_opened_is_empty():
    found = row(7, open={"facts": {"trade": {"action": "sell", "issuer": "another"}}})
    assert [found[name] for name in ("what", "office", "restricted", "traded")] == [""] * 4
    assert found["issuer"] == "another"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"restrictions": [{"kind": "event"}]}, "yes"),
        ({"restrictions": [], "step": {"rules": ["restriction"]}}, "yes"),
        ({"restrictions": None, "step": {"cause": "withdrawn"}}, "yes"),
        ({"restrictions": None, "step": {"cause": "time"}}, ""),
        ({"restrictions": [], "step": {"rules": []}}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_restriction_is_told_where_its_part_is_opened_and_names_one(value, told):
    assert row(7, restricted=value)["restricted"] == told


def test_a_name_is_known_from_the_entry_on_that_records_it():
    names = {}
    first, second = small_log().entries[2:4]
    for one in (first, second):
        cells(Line(0, json.loads(one.record)), names)
    assert names == {"p1": "Ann O'Nym", "p2": "=SUM(A1)"}


def test_other_entries_say_what_they_say_in_the_open():
    found = row(7, record={"tag": "log:key"}, open={"vkey": "a+b", "n": 1})
    assert found["details"] == '{"n":1,"vkey":"a+b"}'
    assert row(7, open={"vkey": "a+b"})["details"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", '"=', "x;=", 'x; "@'])
def test_no_cell_is_a_formula(start):
    found = row(7, record={"request": f"{start}1+1"})["request"]
    plain = found.replace("\t", " ")
    assert "'" in found
    assert plain.lstrip()[0] not in "=+-@"
    assert not any(part.lstrip(' "')[:1] in {"=", "+", "-", "@"} for part in plain.split(";"))


@pytest.mark.parametrize("text", ["PC-7", "a=b", "3.25", "a;b", "O'Nym", "x-y", "a, b"])
def test_other_cells_stay_as_they_are(text):
    assert row(7, record={"request": text})["request"] == text


def test_a_cell_is_one_line_that_excel_shows_whole():
    assert row(7, record={"request": "a\nb\r\nc\x00"})["request"] == "a b  c "
    assert row(7, record={"request": "x" * 32_767})["request"] == "x" * 32_767
    assert row(7, record={"request": "x" * 32_768})["request"] == "x" * 32_764 + "..."


def test_instants_without_an_offset_stay_as_they_are():
    """They would be another moment on every machine."""
    for text in ("2026-11-09T10:00:00", "soon", 7):
        assert row(7, sealed={"step": {"earliest": text}})["earliest"] == str(text)


def test_a_spreadsheet_reads_a_row_as_it_was_written():
    written = ['a "b"', "c,d", "", "'=1", "é"]
    assert next(csv.reader(io.StringIO(csv_row(written)))) == written


def table(change):
    """Change the rows of a bundle's table, each as its cells."""
    files = Bundle(small_log()).files()
    rows = list(csv.reader(io.StringIO(files["audit.csv"].decode("utf-8-sig"))))
    rows = change(rows) or rows
    text = "".join(csv_row(one) + "\r\n" for one in rows)
    return {**files, "audit.csv": ("\ufeff" + text).encode()}


def edit(rows):
    rows[5][12] = "501"


def edit_name(rows):
    rows[0][0] = "number"


def add(rows):
    rows.append(rows[-1])


def drop(rows):
    del rows[7]


def shorter(rows):
    rows[7].pop()


def swap_cells(rows):
    rows[5][12], rows[9][12] = rows[9][12], "1"


WRONG = {
    edit: "look at audit.csv line 6",
    edit_name: "its first row does not name the columns",
    add: "look at audit.csv line 26",
    drop: "look at audit.csv line 8",
    shorter: "look at audit.csv line 8",
    swap_cells: "look at audit.csv line 6",
}


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change.__name__)
def test_a_table_that_is_not_that_of_the_entries_is_refused_at_its_line(change):
    said = failures(table(change))
    assert len(said) == 1
    assert WRONG[change] in said[0]


def shuffle(rows):
    header, *others = rows
    random.Random(3).shuffle(others)
    return [header, *others]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_the_order_of_rows_and_their_ends_do_not_matter(end):
    files = table(shuffle)
    files["audit.csv"] = files["audit.csv"].replace(b"\r\n", end.encode())
    assert failures(files) == []

    def both(rows):
        edit(rows)
        return shuffle(rows)

    assert "its rows are not those of the entries" in failures(table(both))[0]


@pytest.mark.parametrize("broken", [b"\xff", b'"', b"\x00", b"\n", b"x"])
def test_a_table_that_cannot_be_read_is_refused(broken):
    files = Bundle(small_log()).files()
    lines = files["audit.csv"].split(b"\r\n")
    lines[5] = lines[5][:20] + broken + lines[5][20:]
    assert failures({**files, "audit.csv": b"\r\n".join(lines)}) != []
