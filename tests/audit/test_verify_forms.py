"""What is read has one form: whatever two readers could take for two things is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import audit.verify
from audit.verify import Tree, canonical, climbed, parsed, read_keys, unbase64
from storage.sealed import canonical as written
from storage.tree import node_hash
from tests.audit.building import Bundle, listed
from tests.audit.log_by_hand import ORIGIN, SIGNER, Point, small_log
from tests.audit.test_verify import failures
from tests.audit.test_verify_elsewhere import held, restored
from tests.audit.test_verify_entries import signed_over

ZERO = "0" * 64


@pytest.mark.parametrize(
    "text", ['{"a":NaN}', '{"a":Infinity}', '{"a":1,"a":2}', "{'a':1}", "{} {}"]
)
def test_json_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parsed(text)
    assert parsed(' {"a":1}\n') == {"a": 1}


#: What writers of JSON may write in more than one way.
TEXT = st.text('a"\\/<&\x00\x08\t\n\x1f\x7f\x85\u2028\ufeff\xe9\u20ac\U0001f600')
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abz_09\x7f\xe9"), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abz_09\x7f\xe9"), VALUES))
def test_canonical_is_what_the_log_writes(value):
    """Whole numbers and any text; the log has no fractions, and no names beyond the plainest."""
    assert canonical(written(value).decode()) == value


def test_base64_is_read_in_its_one_form():
    assert unbase64("AAA=") == b"\x00\x00"
    for text in ("AAB=", "AAA", "AA A=", "AAA=\n", "AA\u0660="):
        with pytest.raises(ValueError, match=r".+"):
            unbase64(text)


def test_a_key_has_its_own_id():
    name, number, encoded = SIGNER.verifier.text.split("+", 2)
    assert read_keys(SIGNER.verifier.text)[0].public == SIGNER.verifier.key
    for wrong in (
        f"{name}x+{number}+{encoded}",
        f"{name}+{int(number, 16) ^ 1:08x}+{encoded}",
        f"{name}+{number}+{encoded[4:]}",
        f"+{number}+{encoded}",
        name,
    ):
        with pytest.raises(ValueError, match=r".+"):
            read_keys(wrong)


def test_a_line_that_signs_has_one_form():
    bundle = Bundle(small_log())
    files = bundle.files()
    text = files["bundle.txt"].decode()
    for wrong in (
        text.replace("\u2014", "-"),
        text.replace(f"\u2014 {ORIGIN}", f"\u2014  {ORIGIN}"),
        text.removesuffix("\n") + " more\n",
        text.removesuffix("\n"),
        text.replace("\n\n", "\n"),
    ):
        assert failures({**files, "bundle.txt": wrong.encode()}) != []


def checkpoint(*, origin=ORIGIN, size="14", at="at 2026-11-02T16:14:00.000000Z", more=""):
    """Sign a checkpoint of the log in which something is written otherwise."""
    log = small_log()
    root = log.note(log.points[1]).split("\n")[2]
    return SIGNER.sign(f"{origin}\n{size}\n{root}\n{at}\n{more}")


def test_a_checkpoint_has_one_form():
    files = Bundle(small_log()).files()

    def said(**wrong):
        return failures(files, elsewhere=held(checkpoint(**wrong)))

    assert said() == []
    assert said(origin="example.org/other") != []
    assert said(size="014") != []
    assert said(size="\u0661\u0664") != []
    assert said(size="14 ") != []
    assert said(at="at 2026-13-41T16:14:00.000000Z") != []
    assert said(at="on 2026-11-02T16:14:00.000000Z") != []
    assert said(at="at 2026-11-02 16:14") != []
    assert said(more="more\n") != []


def test_a_checkpoint_is_named_by_its_size_and_time():
    bundle = Bundle(small_log())
    files = bundle.unsigned()
    name = next(name for name in files if name.startswith("checkpoints/000000000014"))
    renamed = {**files, "checkpoints/second.txt": files.pop(name)}
    said = failures(listed(renamed, bundle.head(), SIGNER))
    assert "checkpoints/second.txt: its name is not that of its size and time" in said


def test_the_lost_checkpoint_does_not_belong_in_the_bundle():
    """It is excused where a stranger has it; the bundle's own are all of its log."""
    log, note = restored()
    bundle = Bundle(log)
    lost = small_log().points[-1]
    files = bundle.unsigned()
    files[f"checkpoints/{lost.size:012}-{lost.at:%Y%m%dT%H%M%SZ}.txt"] = note.encode()
    said = failures(listed(files, bundle.head(), SIGNER))
    assert any("the first 24 entries are not those that were signed" in one for one in said)
    assert failures(listed(bundle.unsigned(), bundle.head(), SIGNER)) == []


HEADS = {
    "first line": lambda text: text.replace("/bundle\n", "/parcel\n", 1),
    "no pull": lambda text: text.replace("pull A-2345\n", ""),
    "another word": lambda text: text.replace("pull A-2345\n", "pull A-2345\nby me\n"),
    "a word twice": lambda text: text.replace("pull A-2345\n", "pull A-2345\npull A-1\n"),
    "a file twice": lambda text: text + "sha256 " + ZERO + " README.txt\n",
    "wanted": lambda text: text.replace('{"kind":"all"}', '{"kind": "all"}'),
}


@pytest.mark.parametrize("what", HEADS)
def test_the_list_has_one_form(what):
    files = Bundle(small_log()).files()
    text = files["bundle.txt"].decode().rpartition("\n\n")[0] + "\n"
    wrong = SIGNER.sign(HEADS[what](text)).encode()
    assert failures({**files, "bundle.txt": SIGNER.sign(text).encode()}) == []
    assert any("bundle.txt: " in one for one in failures({**files, "bundle.txt": wrong}))


@pytest.mark.parametrize("change", ["more", "capitals", "true"])
def test_a_proof_has_one_form(change):
    def altered(lines):
        if change == "more":
            lines[9]["note"] = ""
        elif change == "capitals":
            lines[9]["hashes"] = [one.upper() for one in lines[9]["hashes"]]
        else:
            del lines[9]["size"]

    bundle = Bundle(small_log())
    assert failures(signed_over(bundle, lambda _: None, "proofs.jsonl")) == []
    said = failures(signed_over(bundle, altered, "proofs.jsonl"))
    assert any("proofs.jsonl line 10: " in one for one in said), said


def test_a_proof_is_as_long_as_the_way_to_the_root():
    leaf, other, third = b"a" * 32, b"b" * 32, b"c" * 32
    root = node_hash(leaf, other)
    assert climbed(0, 1, leaf, [other])[1] == root
    with pytest.raises(ValueError, match="ends before"):
        climbed(0, 1, root, [])
    with pytest.raises(ValueError, match="longer than"):
        climbed(0, 0, leaf, [third])


@pytest.mark.parametrize(
    ("count", "why", "taken"),
    [
        (4, "removed", True),
        (4, "not_asked", True),
        (3, "removed", False),
        (0, "removed", False),
        (1 << 80, "removed", False),
        (4.0, "removed", False),
        (True, "removed", False),
        (4, "lost", False),
        (4, None, False),
    ],
)
def test_what_is_withheld_is_a_complete_subtree_and_a_known_reason(count, why, taken):
    text = json.dumps({"from": 0, "count": count, "hash": ZERO, "why": why})
    if taken:
        assert Tree([]).take(text) is None
        return
    with pytest.raises(ValueError, match="neither"):
        Tree([]).take(text)


def test_a_version_is_a_number():
    def first(v):
        def change(one):
            known = json.loads(one.record)
            body = {name: said for name, said in known["body"].items() if name != "restricted"}
            return one.changed(v=v, body=body)

        log = small_log()
        log.entries[5] = change(log.entries[5])
        return failures(Bundle(log, restricted=False).files())

    assert first(1) == []
    assert first(v=True) != []


def test_a_restriction_has_a_salt():
    log = small_log()
    files = Bundle(log).files()
    assert failures(files) == []
    line, reason = log.register[3]
    bare = json.loads(line)
    del bare["salt"]
    log.register[3] = (json.dumps(bare, separators=(",", ":"), sort_keys=True), reason)
    log.restrict("one more")
    log.close_day()
    assert any(
        "restrictions.jsonl line 4: the record has no salt" in s
        for s in failures(Bundle(log).files())
    )


def test_a_line_without_end_is_not_read_to_its_end(monkeypatch):
    """Somebody's memory is not the forger's; the limit is far above any line that is written."""
    files = Bundle(small_log()).files()
    small = [content for name, content in files.items() if name.endswith(".txt")]
    lines = [line for content in files.values() for line in content.split(b"\n")]
    longest = max(len(one) for one in (*small, *lines))
    monkeypatch.setattr(audit.verify, "LONGEST", longest + 2)
    assert failures(files) == []
    monkeypatch.setattr(audit.verify, "LONGEST", longest // 2)
    assert any("longer than any that is written" in one for one in failures(files))


def test_two_checkpoints_of_one_moment_hold():
    log = small_log()
    log.points[1] = Point(log.points[1].size, log.points[0].at)
    assert failures(Bundle(log).files()) == []
