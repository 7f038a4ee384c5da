"""What stands in audit.jsonl is held against itself, whoever has signed the list over it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.sealed import canonical
from tests.audit.building import Bundle, listed
from tests.audit.log_by_hand import SIGNER, moment, sha256, small_log
from tests.audit.test_verify import failures, look


def signed_over(bundle, change, name="audit.jsonl"):
    """Change a file's lines, and sign the list anew with the company's own key."""
    files = bundle.unsigned()
    found = [json.loads(line) for line in files[name].splitlines()]
    changed = change(found)
    texts = [one if isinstance(one, str) else json.dumps(one) for one in changed or found]
    files[name] = "".join(f"{text}\n" for text in texts).encode()
    return listed(files, bundle.head(), SIGNER)


def drop(lines):
    del lines[5]


def double(lines):
    lines.insert(5, lines[5])


def swap(lines):
    lines[5], lines[6] = lines[6], lines[5]


def record(lines):
    lines[5]["record"] = lines[5]["record"].replace("chief", "other")


def cut(lines):
    del lines[20:]


def true_for_one(lines):
    lines[1]["index"] = True


def another_field(lines):
    lines[5]["note"] = ""


WRONG = {
    drop: "audit.jsonl line 6: entry 5 comes next, and this is of 6",
    double: "audit.jsonl line 7: entry 6 comes next, and this is of 5",
    swap: "audit.jsonl line 6: entry 5 comes next, and this is of 6",
    record: "the first 9 entries are not those that were signed",
    cut: "it is over 24 entries, and this bundle, made after it, has 20: entries were cut off",
    true_for_one: "audit.jsonl line 2: entry 1 comes next, and this is of True",
    another_field: "audit.jsonl line 6: this is neither an entry nor a complete subtree",
}


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change.__name__)
def test_entries_are_those_that_were_signed_in_their_order(change):
    bundle = Bundle(small_log())
    assert failures(signed_over(bundle, lambda _: None)) == []
    said = failures(signed_over(bundle, change))
    assert any(WRONG[change] in one for one in said), said


BROKEN = {
    "no JSON": '{"index":3',
    "no object": "[3]",
    "two of one name": '{"index":3,"index":3,"record":"{}"}',
    "not a number": '{"index":NaN,"record":"{}"}',
    "huge": '{"index":1e999,"record":"{}"}',
    "long number": f'{{"index":{"9" * 6000},"record":"{{}}"}}',
    "nested": "[" * 100_000,
    "nested objects": '{"index":' * 100_000,
    "lone surrogate": '{"index":3,"record":"\\ud800"}',
    "record is no text": '{"index":3,"record":{}}',
    "empty": "",
    "hash is no text": '{"from":3,"count":1,"hash":1,"why":"removed"}',
    "why is no word": f'{{"from":3,"count":1,"hash":"{"0" * 64}","why":[]}}',
    "no count": f'{{"from":3,"hash":"{"0" * 64}","why":"removed"}}',
    "count not of a subtree": f'{{"from":3,"count":2,"hash":"{"0" * 64}","why":"removed"}}',
    "count past all": f'{{"from":3,"count":{1 << 80},"hash":"{"0" * 64}","why":"removed"}}',
    "minus": f'{{"from":3,"count":-1,"hash":"{"0" * 64}","why":"removed"}}',
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_line_that_cannot_be_read_is_named(what):
    def put(lines):
        return [*lines[:3], BROKEN[what], *lines[4:]]

    said = failures(signed_over(Bundle(small_log()), put))
    assert any(one.startswith("audit.jsonl line 4: ") for one in said), said


def test_bytes_that_are_no_text_are_named():
    bundle = Bundle(small_log())
    files = bundle.unsigned()
    files["audit.jsonl"] = files["audit.jsonl"].replace(b"chief", b"ch\xffef", 1)
    said = failures(listed(files, bundle.head(), SIGNER))
    assert any("line 2 of audit.jsonl is not UTF-8" in one for one in said), said


def with_entry(index, change):
    """Build a bundle of a log in which one record is another from the start."""
    log = small_log()
    log.entries[index] = change(log.entries[index])
    return Bundle(log)


def spaced(one):
    return replace(one, record=one.record.replace('","', '", "', 1))


def doubled(one):
    return replace(one, record=one.record.replace('{"actor"', '{"actor":"me","actor"', 1))


def body_without(one):
    body = json.loads(one.record)["body"]
    del body["restricted"]
    return one.changed(body=body)


FORMS = {
    "another version": (lambda one: one.changed(v=3), "in no form that the log has had"),
    "true": (lambda one: one.changed(v=True), "in no form"),
    "a field more": (lambda one: one.changed(note=""), "in no form"),
    "a time of another kind": (lambda one: one.changed(at="2026-11-02 14:06"), "in no form"),
    "a number for a name": (lambda one: one.changed(actor=7), "in no form"),
    "no restricted": (body_without, "in no form"),
    "blanks": (spaced, "not canonical JSON"),
    "a name twice": (doubled, "a name stands twice"),
}


@pytest.mark.parametrize("what", FORMS)
def test_a_record_has_the_form_of_a_record(what):
    change, why = FORMS[what]
    files = with_entry(5, change).files()
    said = failures(files)
    assert any(one.startswith("audit.jsonl line 6: ") and why in one for one in said), said


def test_a_record_of_the_first_version_has_no_restricted_part():
    def first(one):
        known = json.loads(one.record)
        body = {name: said for name, said in known["body"].items() if name != "restricted"}
        return one.changed(v=1, body=body)

    bundle = replace(with_entry(5, first), restricted=False)
    assert failures(bundle.files()) == []
    assert any("line 6" in one for one in failures(replace(bundle, restricted=True).files()))


@pytest.mark.parametrize("part", ["sealed", "restricted"])
def test_a_hidden_part_is_the_one_that_the_record_has_the_hash_of(part):
    def other(lines):
        lines[5][part] = lines[7][part]

    said = failures(signed_over(Bundle(small_log()), other))
    assert any(one.startswith("audit.jsonl line 6: a hidden part is shown") for one in said), said


def test_a_hidden_part_is_a_value_beside_a_nonce():
    def bare(one):
        sealed = canonical({"value": {}}).decode()
        body = {**json.loads(one.record)["body"], "sealed": sha256(sealed)}
        return replace(one.changed(body=body), sealed=sealed)

    said = failures(with_entry(5, bare).files())
    assert any("not a value beside its nonce" in one for one in said), said


def test_withheld_entries_give_the_same_roots_and_no_others():
    bundle = Bundle(small_log(), hide=set(range(4, 9)), restricted=False)

    def other(lines):
        line = next(one for one in lines if "hash" in one)
        line["hash"] = line["hash"][:-1] + ("0" if line["hash"][-1] != "0" else "1")

    assert failures(signed_over(bundle, lambda _: None)) == []
    said = failures(signed_over(bundle, other))
    assert any("the first 9 entries are not those that were signed" in one for one in said)


def test_what_is_withheld_across_a_checkpoint_hides_its_root():
    log = small_log()
    cuts = log.points
    whole = Bundle(log, hide=set(range(8, 12)))
    assert failures(whole.files()) == []
    whole.log.points = [cuts[0], cuts[-1]]
    crossing = Bundle(log, hide=set(range(8, 12)))
    files = crossing.unsigned()
    log.points = cuts
    bare = Bundle(log, hide=set(range(8, 12)))
    # The lines of a bundle that knows no checkpoint over nine entries: one subtree from 8 to 11.
    log.points = [cuts[-1]]
    lines = Bundle(log, hide=set(range(8, 12))).unsigned()["audit.jsonl"]
    log.points = cuts
    files = {**bare.unsigned(), "audit.jsonl": lines}
    said = failures(listed(files, bare.head(), SIGNER))
    assert any(
        "its root cannot be known: entries are withheld together across 9" in s for s in said
    )


def test_time_that_runs_back_is_a_warning():
    def earlier(minutes):
        def change(one):
            at = small_log().now - timedelta(minutes=minutes)
            return one.changed(at=moment(at))

        return change

    log = small_log()
    late = json.loads(log.entries[8].record)["at"]

    def warned(minutes):
        log = small_log()
        then = log.now.fromisoformat(late.replace("Z", "+00:00")) - timedelta(minutes=minutes)
        log.entries[9] = log.entries[9].changed(at=moment(then))
        found = look(Bundle(log).files())
        assert not found.count
        return found.warnings

    assert warned(10) == []
    assert warned(11) == [
        f"entry 9 is of 2026-11-02T13:58:00.000000Z, after one of {late}: see why"
    ]


def test_the_list_says_how_many_entries_there_are():
    bundle = Bundle(small_log(), hide={5})
    files = bundle.unsigned()
    for name, said in (("size", 23), ("entries", 24)):
        wrong = listed(files, {**bundle.head(), name: said}, SIGNER)
        assert any("bundle.txt says that the" in one for one in failures(wrong))
    assert failures(listed(files, bundle.head(), SIGNER)) == []


def test_the_history_of_restrictions_is_the_one_that_the_log_commits_to():
    bundle = Bundle(small_log(), reasons=True)

    def reason(lines):
        lines[1]["reason"] = lines[2]["reason"]

    def other(lines):
        lines[1]["record"] = lines[1]["record"].replace('"set"', '"lifted"')

    def short(lines):
        del lines[3:]

    def longer(lines):
        lines.append({**lines[3], "index": 4})

    def said(change):
        return failures(signed_over(bundle, change, "restrictions.jsonl"))

    assert said(lambda _: None) == []
    assert any("line 2: a hidden part is shown" in one for one in said(reason))
    assert "restrictions.jsonl: the first 2 lines are not those that the log commits to" in said(
        other
    )
    assert said(short) == [
        "restrictions.jsonl: the first 4 lines are not those that the log commits to"
    ]
    assert said(longer) == []
    unchecked = look(signed_over(bundle, longer, "restrictions.jsonl")).unchecked
    assert any("the lines of restrictions.jsonl from 4 on" in one for one in unchecked)


def test_the_log_never_commits_to_fewer_restrictions_than_before():
    log = small_log()
    log.add("register:committed", restricted={"size": 3, "root": "0" * 64})
    log.sign()
    assert any("fewer restrictions than before" in one for one in failures(Bundle(log).files()))
    log = small_log()
    log.add("register:committed", restricted={"size": 4, "root": "0" * 64})
    log.sign()
    assert any("two histories" in one for one in failures(Bundle(log).files()))
    log = small_log()
    log.close_day()
    assert failures(Bundle(log).files()) == []
