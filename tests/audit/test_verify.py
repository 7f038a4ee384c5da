"""A bundle that is whole verifies, and says what was checked; who signed it is asked for."""

import json

import pytest

from audit.verify import check
from tests.audit.building import Bundle, key, listed, openers, signed
from tests.audit.log_by_hand import FORGER, SIGNER, Log, Point, sha256, small_log


def look(files, keys=None, elsewhere=()):
    """Check files with the company's key, signatures in this process."""
    known = key() if keys is None else keys
    return check(openers(files), known, elsewhere, signed=signed)


def failures(files, keys=None, elsewhere=()):
    found = look(files, keys, elsewhere)
    assert (found.told()[-1] == "NOT VERIFIED") == bool(found.count)
    return [one for kind in found.failures.values() for one in kind]


SOME = {3, 4, 5, 6, 7, 8, 11}
BUNDLES = {
    "whole": {},
    "without restrictions": {"restricted": False},
    "nothing opened": {"restricted": False, "sealed": False},
    "redacted": {"hide": SOME, "restricted": False},
    "nothing shown": {"hide": set(range(24)), "restricted": False},
    "some removed": {"removed": SOME, "hide": {1, 2}},
    "a production": {"reasons": True},
}


@pytest.mark.parametrize("what", BUNDLES)
def test_a_bundle_verifies_whatever_of_it_is_shown(what):
    files = Bundle(small_log(), **BUNDLES[what]).files()
    assert failures(files) == []


def test_it_says_what_it_checked_in_figures():
    log = small_log()
    bundle = Bundle(log, hide={4, 5, 6}, removed={9, 10}, reasons=True)
    said = "\n".join(look(bundle.files()).told())
    assert "Entries: 24; 19 shown, 3 withheld as not asked for, 2 removed by retention." in said
    assert "Checkpoints: 4, from 2026-11-02T15:09:00.000000Z (over 9 entries) to " in said
    assert f"signed with {SIGNER.verifier.text}" in said
    assert "Proofs: 22." in said
    assert "Restrictions: 4 lines, 4 shown, 0 with whom they name, 4 with reason." in said
    assert "Not checked: that report.html says what the entries say" in said


WHOLE = json.dumps(
    {"first": None, "kinds": [], "last": None, "person": None, "redacted": False, "request": None},
    separators=(",", ":"),
)


def of_whole(log, wanted=WHOLE, **shown):
    """Give the files of a bundle that says that the whole log was asked for."""
    bundle = Bundle(log, **shown)
    return listed(bundle.unsigned(), {**bundle.head(), "wanted": wanted}, SIGNER)


def removed_on_record(*ranges):
    log = small_log()
    log.add("retention:removed", open={"ranges": ranges})
    log.sign()
    return log


def test_what_was_removed_is_named_or_asked_about():
    told = "no entry shown says that entry 9 was removed: ask."
    assert look(Bundle(small_log(), removed={9, 10}).files()).warnings == [told]
    log = removed_on_record([3, 4], [9, 11])
    assert look(Bundle(log, removed={9, 10}).files()).warnings == []
    assert look(Bundle(small_log(), hide={9, 10}).files()).warnings == []


@pytest.mark.parametrize(
    ("ranges", "missing"),
    [
        ([[3, 4], [9, 11]], None),
        ([[10, 11], [9, 10], [3, 4]], None),  # whatever their order
        ([[0, 24]], None),
        ([], 3),
        ([[3, 4]], 9),
        ([[3, 4], [9, 10]], 10),
        ([[3, 4], [10, 11]], 9),
        ([[3, 4], [11, 30]], 9),
        ([[2, 3], [9, 11]], 3),
        ([[4, 3], [9, 11]], 3),
    ],
)
def test_a_whole_log_names_every_entry_that_was_removed(ranges, missing):
    """Redacted or not: who removes an entry past the record leaves a hole that nobody names."""
    log = removed_on_record(*ranges)
    redacted = WHOLE.replace('"redacted":false', '"redacted":true')
    for files in (
        of_whole(log, removed={3, 9, 10}),
        of_whole(log, redacted, removed={3, 9, 10}, sealed=False, restricted=False),
    ):
        told = f"no entry shown says that entry {missing} was removed: ask."
        assert failures(files) == ([] if missing is None else [told])


@pytest.mark.parametrize("ranges", ["all", [3], [[3]], [["x", 4]], [[3, None]]])
def test_what_names_no_entries_is_no_record_of_their_removal(ranges):
    log = small_log()
    log.add("retention:removed", open={"ranges": ranges})
    log.sign()
    assert failures(of_whole(log, removed={3})) != []


def test_a_whole_log_withholds_no_entry_as_not_asked_for():
    told = "audit.jsonl: all was asked for, and entries are withheld as not asked for"
    assert failures(of_whole(small_log(), hide={7})) == [told]
    assert failures(of_whole(small_log())) == []
    days = WHOLE.replace('"first":null', '"first":"2026-11-02"')
    assert failures(of_whole(small_log(), days, hide={7})) == []


@pytest.mark.parametrize("folder", ["policies", "calendars"])
def test_a_policy_is_what_entries_name_by_its_hash(folder):
    """The company signs the list, and not what a version says: entries name that by its hash."""
    bundle, text = Bundle(small_log()), b'{"version":"2018"}'
    for content, holds in ((text, True), (text + b" ", False)):
        files = {**bundle.unsigned(), f"{folder}/{sha256(text)}.json": content}
        assert (failures(listed(files, bundle.head(), SIGNER)) == []) is holds


def test_a_log_of_nothing_verifies():
    log = Log()
    log.sign()
    assert failures(Bundle(log).files()) == []


def test_two_checkpoints_over_the_same_entries_verify():
    log = small_log()
    log.points.append(Point(len(log.entries), log.now.replace(hour=23)))
    assert failures(Bundle(log).files()) == []


def test_without_a_key_from_elsewhere_it_says_that_nothing_is_proven_of_who_signed():
    found = look(Bundle(small_log()).files(), keys=[])
    assert found.count.total() == 0
    assert "This proves nothing about who signed" in found.warnings[0]


def test_a_bundle_that_somebody_else_signed_is_refused():
    log = small_log()
    log.points = [Point(one.size, one.at, FORGER) for one in log.points]
    files = Bundle(log, signer=FORGER, keys=(FORGER,)).files()
    said = failures(files)
    assert any(
        "bundle.txt: it is signed with none of the keys that are known" in one for one in said
    )
    assert any("the newest is not signed with a given key" in one for one in said)
    assert failures(files, keys=key(FORGER)) == []


def test_older_checkpoints_may_be_signed_with_the_key_before():
    """The list is signed with the new key, and vouches for the keys that it names."""
    log = small_log()
    log.points = [Point(one.size, one.at, FORGER) for one in log.points[:2]] + log.points[2:]
    files = Bundle(log, keys=(SIGNER, FORGER)).files()
    assert failures(files) == []
    assert f"Older checkpoints are signed with {FORGER.verifier.text}." in look(files).said
    unnamed = Bundle(log, keys=(SIGNER,)).files()
    assert any("none of the keys" in one for one in failures(unnamed))
    # And with the old key alone nobody can tell who signed the list.
    assert any("bundle.txt" in one for one in failures(files, keys=key(FORGER)))


def test_a_list_with_a_second_signature_is_refused():
    files = Bundle(small_log()).files()
    text = files["bundle.txt"].decode()
    more = FORGER.sign(text.rpartition("\n\n")[0] + "\n").rpartition("\n\n")[2]
    assert any(
        "bundle.txt" in one for one in failures({**files, "bundle.txt": (text + more).encode()})
    )


@pytest.mark.parametrize(
    "name", ["audit.jsonl", "audit.csv", "proofs.jsonl", "keys.txt", "bundle.txt"]
)
def test_a_file_that_is_missing_is_named(name):
    files = Bundle(small_log()).files()
    del files[name]
    assert any(name in one and "missing" in one for one in failures(files))


def test_a_file_too_many_is_named_and_a_file_managers_own_is_not_held_against_the_bundle():
    files = Bundle(small_log()).files()
    assert failures({**files, "json.py": b""}) == [
        "json.py: it is not on the bundle's list; was it put in later?"
    ]
    for name in ("checkpoints/.DS_Store", "__MACOSX/._audit.jsonl"):
        found = look({**files, name: b""})
        assert not found.count
        assert any(name in one for one in found.warnings)


def test_a_file_that_was_altered_is_named():
    files = Bundle(small_log()).files()
    page = files["report.html"]
    said = failures({**files, "report.html": page.replace(b"One", b"Two")})
    assert said == ["report.html: it is not the file that was signed for: it was altered"]
    assert failures({**files, "report.html": page.replace(b"\n", b"\r\n")}) == []


def test_of_one_kind_twenty_failures_are_told_and_the_others_counted():
    files = Bundle(small_log()).files()
    more = {f"more{number}.txt": b"" for number in range(33)}
    told = look({**files, **more}).told()
    assert sum(one.startswith("FAILED: more") for one in told) == 20
    assert "FAILED: and 13 more of this kind (file)" in told
    assert told[-1] == "NOT VERIFIED"


def test_the_proofs_are_followed_and_none_is_missing():
    bundle = Bundle(small_log())
    files = bundle.unsigned()
    lines = files["proofs.jsonl"].decode().splitlines(keepends=True)

    def said(kept):
        changed = {**files, "proofs.jsonl": "".join(kept).encode()}
        return failures(listed(changed, bundle.head(), SIGNER))

    assert said(lines) == []
    assert said(reversed(lines)) == []
    assert said(lines[1:]) == ["proofs.jsonl: the proof ('consistency', 9, 14) is missing"]
    assert any("not again" in one for one in said([*lines, lines[0]]))
    place = lines[9].index('"hashes":["') + 11
    other = "0" if lines[9][place] != "0" else "1"
    altered = lines[9][:place] + other + lines[9][place + 1 :]
    assert said([*lines[:9], altered, *lines[10:]]) == [
        "proofs.jsonl line 10: the proof leads to another root"
    ]
    short = lines[9].replace('"hashes":["', '"hashes":[],"was":["')
    assert any("line 10" in one for one in said([*lines[:9], short, *lines[10:]]))
