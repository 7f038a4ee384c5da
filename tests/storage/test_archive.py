"""Policies and calendars are kept once, under their own hash."""

import hashlib

import pytest

from storage import archive


def version(content):
    return hashlib.sha256(content.encode()).hexdigest()


@pytest.mark.parametrize(
    ("keep", "content_of", "other"),
    [
        (archive.keep_policy, archive.policy_content, archive.calendar_content),
        (archive.keep_calendar, archive.calendar_content, archive.policy_content),
    ],
)
def test_kept_twice_it_is_there_once(database, keep, content_of, other):
    text = '{"issuer": "é"}'
    for _ in range(2):
        database.run_now(lambda tx: keep(tx, version(text), text))
    assert database.run_now(lambda tx: content_of(tx, version(text))) == text
    assert database.run_now(lambda tx: content_of(tx, version("else"))) is None
    assert database.run_now(lambda tx: other(tx, version(text))) is None


def test_a_hash_that_is_not_the_texts_is_refused(database):
    with pytest.raises(archive.WrongHash):
        database.run_now(lambda tx: archive.keep_policy(tx, version("one"), "another"))
    assert database.run_now(lambda tx: archive.policy_content(tx, version("one"))) is None
