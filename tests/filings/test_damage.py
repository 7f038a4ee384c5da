"""However a filing is cut or damaged, it is refused, or what it is stays what it was."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from filings.edgar import read_submission
from filings.reading import take_for
from filings.submission import FilingError, Submission

DATA = Path(__file__).parents[1] / "data" / "filings"
GOOD = {path.name: path.read_bytes() for path in sorted(DATA.glob("*.txt"))}
FILES = st.sampled_from(sorted(GOOD))


def read(data: bytes) -> Submission | None:
    """Read a filing; None where it is refused with a sentence."""
    try:
        return read_submission(data)
    except FilingError as error:
        refused = str(error)
    assert len(refused) > 40
    return None


def test_cut_at_any_byte_it_is_refused():
    for data in GOOD.values():
        whole = len(data.rstrip())
        for length in range(whole):
            assert read(data[:length]) is None, length
        assert read(data[:whole]) is not None


@settings(max_examples=400, deadline=None)
@given(FILES, st.data())
def test_with_any_bytes_changed_it_stays_the_same_filing_or_is_refused(name, data):
    good = GOOD[name]
    changed = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    submission, before = read(bytes(changed)), read_submission(good)
    if submission is None:
        return
    take_for(submission, "1231")
    assert submission.filed == before.filed
    assert len(submission.documents) == len(before.documents)


@settings(max_examples=300, deadline=None)
@given(FILES, st.data())
def test_one_byte_changed_gives_no_other_filing(name, data):
    """Accession number, form and filing date stand in the file more than once."""
    good = GOOD[name]
    at = data.draw(st.integers(0, len(good) - 1))
    changed = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    submission, before = read(changed), read_submission(good)
    if submission is not None:
        assert submission.accession == before.accession
        assert submission.form == before.form
        assert submission.filed == before.filed


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_get_a_sentence(data):
    assert read(data) is None


@settings(max_examples=200, deadline=None)
@given(FILES, st.data())
def test_with_a_stretch_lost_from_its_middle_it_is_refused_or_the_same_filing(name, data):
    good = GOOD[name]
    start = data.draw(st.integers(0, len(good) - 2))
    end = data.draw(st.integers(start + 1, len(good) - 1))
    submission, before = read(good[:start] + good[end:]), read_submission(good)
    if submission is not None:
        assert (submission.accession, submission.form) == (before.accession, before.form)
        assert len(submission.documents) == len(before.documents)
