"""`preclear keys signing`, `public`, `rotate-signing`, and where the key is looked for."""

import re
import subprocess

import pytest

from bot.commands.signing import fingerprint
from bot.settings import Settings
from bot.starting import CannotStartError, load_signing, open_database
from storage.notes import Verifier
from storage.signing import read_signing
from tests.keying import NAME, signing_of


@pytest.fixture
def signing_file(tmp_path):
    return signing_of(tmp_path / "preclear.key")


def secrets_of(file):
    return [line.split("+", 4)[4] for line in file.read_text().splitlines() if "+" in line[:8]]


def test_it_is_made_and_its_public_part_is_said(call, tmp_path):
    made = tmp_path / "other"
    status, said = call("keys", "signing", made, "--name", "cellectar.example/preclear")
    assert (status, made.stat().st_mode & 0o777) == (0, 0o600), said
    assert read_signing(made).signer.verifier.text in said
    before = made.read_bytes()
    status, said = call("keys", "signing", made, "--name", "cellectar.example/preclear")
    assert (status, "never overwritten" in said, made.read_bytes()) == (2, True, before)


@pytest.mark.parametrize(
    "name",
    ["preclear", "https://cellectar.example/preclear", "Cellectar.example/p", "a.b", "a b/c"],
)
def test_a_name_that_is_no_domain_and_path_is_refused(call, tmp_path, name):
    status, said = call("keys", "signing", tmp_path / "other", "--name", name)
    assert (status, "such as cellectar.com/preclear" in said) == (2, True)
    assert not (tmp_path / "other").exists()


def test_a_lost_key_is_known_by_its_public_part(call, tmp_path, signing_file):
    old = read_signing(signing_file).signer.verifier
    status, said = call("keys", "signing", tmp_path / "o", "--name", NAME, "--old", old.text)
    assert (status, read_signing(tmp_path / "o").verifiers[1:]) == (0, (old,)), said
    status, said = call("keys", "signing", tmp_path / "p", "--name", NAME, "--old", old.text[:-4])
    assert (status, "--old" in said, (tmp_path / "p").exists()) == (2, True, False)


def test_an_outsider_makes_the_pem_that_the_fingerprint_is_of(call, signing_file):
    status, said = call("keys", "public")
    assert status == 0
    signs = Verifier.read(said.splitlines()[0])
    assert signs == read_signing(signing_file).signer.verifier
    shell = said[said.index("{ printf") : said.index("\nor `")]
    made = subprocess.run(["sh", "-c", shell], check=True, capture_output=True, text=True).stdout
    assert (0, made) == call("keys", "public", "--pem")
    digest = subprocess.run(
        ["sh", "-c", "openssl pkey -pubin -outform DER | sha256sum"],
        input=made, check=True, capture_output=True, text=True,
    ).stdout.split()[0]  # fmt: skip
    assert fingerprint(signs).replace(" ", "") == digest
    assert fingerprint(signs) in said


def test_a_rotation_says_the_new_key_and_keeps_the_old(call, signing_file):
    old = read_signing(signing_file).signer.verifier
    status, said = call("keys", "rotate-signing")
    new = read_signing(signing_file)
    assert (status, new.signer.verifier.name, new.verifiers[1:]) == (0, NAME, (old,))
    assert new.signer.verifier.text in said
    assert "Signed before" in call("keys", "public")[1]
    for secret in secrets_of(signing_file):
        assert secret not in said + call("keys", "public")[1]


def test_the_environments_key_is_rotated_by_hand(call, signing_file, monkeypatch):
    lines = " ".join(line for line in signing_file.read_text().splitlines() if line[0] != "#")
    signing_file.unlink()
    assert "make one with" in call("people", "list")[1]
    monkeypatch.setenv("PRECLEAR_SIGNING_KEY", lines)
    assert call("people", "list")[0] == 0
    status, said = call("keys", "rotate-signing")
    assert (status, f"--name {NAME}" in said, lines in said) == (2, True, False)
    monkeypatch.setenv("PRECLEAR_SIGNING_KEY", "nonsense")
    status, said = call("people", "list")
    assert (status, said.startswith("PRECLEAR_SIGNING_KEY: word 1")) == (2, True)


def test_both_at_once_are_refused(call, signing_file, monkeypatch):
    monkeypatch.setenv("PRECLEAR_SIGNING_KEY", "x")
    monkeypatch.setenv("PRECLEAR_SIGNING_KEY_FILE", str(signing_file))
    status, said = call("people", "list")
    assert (status, "set beside PRECLEAR_SIGNING_KEY_FILE" in said) == (2, True)


def test_without_a_signing_key_nothing_opens_the_record(call, signing_file, clock):
    """Twin: with one beside the key file it opens, and can sign."""
    opened = open_database(Settings.read(), clock)
    assert opened.run_now(lambda tx: tx.signs.signer.verifier.name) == NAME
    opened.close_now()
    signing_file.unlink()
    with pytest.raises(CannotStartError, match=re.escape(f"preclear keys signing {signing_file}")):
        open_database(Settings.read(), clock)
    status, said = call("people", "list")
    assert (status, said.startswith("PRECLEAR_SIGNING_KEY_FILE: not set")) == (2, True)


def test_beside_a_key_of_the_environment_it_must_be_named(call, monkeypatch, tmp_path):
    key = (tmp_path / "preclear.key").read_text().split()[-1]
    monkeypatch.setenv("PRECLEAR_KEY", key)
    monkeypatch.setenv("PRECLEAR_NEWEST_FILE", str(tmp_path / "newest"))
    monkeypatch.delenv("PRECLEAR_KEY_FILE")
    status, said = call("people", "list")
    assert (status, "PRECLEAR_SIGNING_KEY_FILE: not set" in said) == (2, True)
    with pytest.raises(CannotStartError, match="PRECLEAR_SIGNING_KEY_FILE"):
        load_signing(Settings.read())
    monkeypatch.setenv("PRECLEAR_SIGNING_KEY_FILE", str(tmp_path / "preclear.key.signing"))
    assert call("people", "list")[0] == 0


def test_a_file_that_others_may_read_is_refused(call, signing_file):
    signing_file.chmod(0o644)
    status, said = call("people", "list")
    assert (status, said.startswith("PRECLEAR_SIGNING_KEY_FILE: ")) == (2, True)
    assert "chmod 600" in said
