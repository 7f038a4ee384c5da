"""A checkpoint that somebody got elsewhere is of this log, or the bundle does not verify."""

import base64
from dataclasses import replace

from storage.tree import leaf_hash
from tests.audit.building import Bundle
from tests.audit.log_by_hand import FORGER, Point, edge_of, moment, small_log
from tests.audit.test_verify import failures, look


def held(note):
    return [("sent.txt", note.encode())]


def test_one_of_this_log_holds():
    log = small_log()
    files = Bundle(log).files()
    for point in log.points:
        assert failures(files, elsewhere=held(log.note(point))) == []
    assert "From elsewhere: 1 checkpoints." in look(files, elsewhere=held(log.note(point))).said


def test_one_that_the_bundle_does_not_have_holds_where_its_entries_are_there():
    log = small_log()
    log.points.insert(0, Point(6, log.points[0].at.replace(hour=14, minute=30)))
    note = log.note(log.points.pop(0))
    assert failures(Bundle(log).files(), elsewhere=held(note)) == []
    # Where the entries around it are withheld together, nobody can tell.
    hidden = Bundle(log, hide=set(range(4, 8))).files()
    said = failures(hidden, elsewhere=held(note))
    assert said == ["sent.txt: its root cannot be known: entries are withheld together across 6"]


def test_one_as_it_was_copied_out_of_a_message_holds():
    log = small_log()
    note = log.note(log.points[1])
    for copied in (note.replace("\n", "\r\n"), note.rstrip("\n"), f"\n{note}\n\n"):
        assert failures(Bundle(log).files(), elsewhere=held(copied)) == []


def test_one_of_another_history_is_refused():
    log = small_log()
    note = log.note(log.points[1])
    log.entries[4] = log.entries[4].changed(actor="other")
    said = failures(Bundle(log).files(), elsewhere=held(note))
    assert said == ["sent.txt: the first 14 entries are not those that were signed"]
    log.entries[4] = small_log().entries[4]
    log.entries[14] = log.entries[14].changed(actor="other")  # after what it is over
    assert failures(Bundle(log).files(), elsewhere=held(note)) == []


def test_one_that_is_not_signed_with_a_known_key_is_refused():
    log = small_log()
    note = log.note(log.points[1], FORGER)
    said = failures(Bundle(log).files(), elsewhere=held(note))
    assert said == ["sent.txt: it is signed with none of the keys that are known"]
    altered = log.note(log.points[1]).replace("\n14\n", "\n15\n")
    said = failures(Bundle(log).files(), elsewhere=held(altered))
    assert [one for one in said if "is not over this text: it was altered" in one] == said != []
    assert failures(Bundle(log).files(), elsewhere=[("sent.txt", b"\xff\x00")]) != []


def test_one_over_more_entries_asks_for_a_newer_bundle():
    log = small_log()
    note, shorter = log.note(log.points[-1]), log.until(3)
    said = failures(Bundle(shorter).files(), elsewhere=held(note))
    assert len(said) == 1
    assert "over 24 entries, and this bundle, made before it, has 19: ask for a newer" in said[0]


def test_a_bundle_made_after_it_with_fewer_entries_was_cut_off():
    log = small_log()
    note, shorter = log.note(log.points[-1]), log.until(3)
    shorter.now = log.points[-1].at
    said = failures(Bundle(shorter).files(), elsewhere=held(note))
    assert any("made after it, has 19: entries were cut off" in one for one in said)


def test_a_log_that_shrank_is_refused():
    log = small_log()
    log.points.append(Point(19, log.now.replace(hour=23)))
    said = failures(Bundle(log).files())
    assert any("a log only grows" in one for one in said), said
    log.points[-1] = Point(24, log.points[-1].at)
    assert failures(Bundle(log).files()) == []


def restored(lost_at=None):
    """Give a log that was put back from a backup, and the checkpoint that was lost with it."""
    before = small_log()
    lost = before.points[-1]
    log = before.until(2)
    log.now = lost.at
    root = edge_of(leaf_hash(one.record.encode()) for one in before.entries).root()
    said = {"size": lost.size, "root": base64.b64encode(root).decode(), "at": moment(lost.at)}
    log.add("database:restored", open={"register": 5, "lost": {**said, **(lost_at or {})}})
    for number in range(14):
        log.ask(f"PC-{number}C", "p1")
    log.close_day()
    return log, before.note(lost)


def test_the_one_that_was_lost_with_a_backup_is_a_warning():
    log, note = restored()
    found = look(Bundle(log).files(), elsewhere=held(note))
    assert not found.count, found.told()
    assert any(
        "sent.txt is not of this log: it is the one that was lost" in w for w in found.warnings
    )


def test_that_the_log_was_put_back_is_said_to_everybody():
    log, _ = restored()
    found = look(Bundle(log).files())
    assert [one for one in found.warnings if "entry 14 says that on 2026-11-02" in one]
    assert [one for one in found.warnings if "over 24 entries was lost" in one]
    log = small_log()
    log.add("database:restored", open={"register": 5, "lost": None})
    log.sign()
    found = look(Bundle(log).files())
    assert not found.count
    assert len(found.warnings) == 1
    assert "lost" not in found.warnings[0]


def test_only_the_very_checkpoint_that_was_lost_is_excused():
    for other in ({"size": 23}, {"root": "A" * 43 + "="}, {"at": "2026-11-02T18:24:00.000001Z"}):
        log, note = restored(other)
        assert failures(Bundle(log).files(), elsewhere=held(note)) != []
    log, note = restored({"at": "2026-11-02T18:24:00+00:00"})
    assert failures(Bundle(log).files(), elsewhere=held(note)) == []


def test_what_was_lost_is_excused_by_an_entry_that_is_shown():
    log, note = restored()
    hidden = Bundle(log, hide={14}).files()
    assert failures(hidden, elsewhere=held(note)) != []


def test_a_lost_checkpoint_over_more_entries_than_there_are_is_excused_too():
    log, note = restored()
    short = replace_points(log)
    found = look(Bundle(short).files(), elsewhere=held(note))
    assert not found.count, found.told()


def replace_points(log):
    """Cut the restored log where it is still shorter than what was lost."""
    log.points = [*log.points[:2], Point(18, log.points[-1].at)]
    log.entries = log.entries[:18]
    return replace(log, register=log.register)
