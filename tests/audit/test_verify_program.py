"""The program as a stranger runs it: a folder or a .zip, and openssl."""

import ast
import base64
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import audit.verify
from audit.verify import openssl_signed
from tests.audit.building import Bundle, listed
from tests.audit.log_by_hand import FORGER, SIGNER, small_log
from tests.left_out import leave_out

PROGRAM = Path(audit.verify.__file__)
KEY = SIGNER.verifier.text


@pytest.fixture(autouse=True)
def _openssl():
    if shutil.which("openssl") is None:
        leave_out("openssl", "it is not on PATH")


@pytest.fixture
def folder(tmp_path):
    """Give a bundle's folder, with the program in it."""
    return written(tmp_path / "bundle", Bundle(small_log(days=2)).files())


def written(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def run(*arguments, program=PROGRAM, **environment):
    """Run the program as somebody does who has nothing of ours; give the status and the words."""
    done = subprocess.run(
        [sys.executable, "-I", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={"PATH": os.environ["PATH"], **environment},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_folder_and_its_zip_verify(folder, tmp_path):
    status, said = run(folder, "--key", KEY)
    assert (status, said.splitlines()[-1]) == (0, "VERIFIED"), said
    for inside in ("", "preclear-audit-2026/"):
        with zipfile.ZipFile(tmp_path / "bundle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in folder.rglob("*"):
                archive.write(path, f"{inside}{path.relative_to(folder)}")
        status, said = run(tmp_path / "bundle.zip", "--key", KEY)
        assert (status, said.splitlines()[-1]) == (0, "VERIFIED"), said


def test_in_the_bundle_it_looks_at_its_own_folder(tmp_path):
    """And is the very file that is here: the list has its hash."""
    bundle = Bundle(small_log(days=2))
    files = {**bundle.unsigned(), "verify.py": PROGRAM.read_bytes()}
    folder = written(tmp_path / "bundle", listed(files, bundle.head(), SIGNER))
    status, said = run("--key", KEY, program=folder / "verify.py")
    assert (status, said.splitlines()[-1]) == (0, "VERIFIED"), said


def test_a_module_in_the_bundle_is_not_run(tmp_path):
    """A forger who puts a json.py beside the program decides nothing."""
    folder = written(tmp_path / "bundle", Bundle(small_log(days=2)).files())
    (folder / "verify.py").write_bytes(PROGRAM.read_bytes())
    (folder / "json.py").write_text("print('VERIFIED'); raise SystemExit(0)\n")
    done = subprocess.run(
        [sys.executable, "verify.py", "--key", KEY],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "FAILED: json.py: it is not on the bundle's list" in done.stdout


def test_an_altered_bundle_does_not(folder):
    path = folder / "audit.jsonl"
    path.write_bytes(path.read_bytes().replace(b"chief", b"other", 1))
    status, said = run(folder, "--key", KEY)
    assert (status, said.splitlines()[-1]) == (1, "NOT VERIFIED"), said


def test_the_key_may_stand_in_a_file_with_others(folder, tmp_path):
    keys = tmp_path / "known.txt"
    keys.write_text(f"{FORGER.verifier.text}\n\n{KEY}\n")
    assert run(folder, "--key", keys)[0] == 0
    assert run(folder, "--key", FORGER.verifier.text, "--key", KEY)[0] == 0
    status, said = run(folder, "--key", FORGER.verifier.text)
    assert (status, said.splitlines()[-1]) == (1, "NOT VERIFIED")


def test_without_a_key_it_warns(folder):
    status, said = run(folder)
    assert status == 0
    assert "WARNING: no --key was given" in said


def test_a_checkpoint_from_elsewhere_is_a_file(folder, tmp_path):
    log = small_log(days=3)
    sent = tmp_path / "sent.txt"
    sent.write_text(log.note(log.points[1]))
    status, said = run(folder, "--key", KEY, "--checkpoint", sent)
    assert (status, "From elsewhere: 1 checkpoints." in said) == (0, True), said
    sent.write_text(log.note(log.points[2]))
    status, said = run(folder, "--key", KEY, "--checkpoint", sent)
    assert (status, "ask for a newer bundle" in said) == (1, True), said


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--key", "no-such-file"], "Give a key, or a file with keys."),
        (["--key", "a+b+c"], "Give a key, or a file with keys."),
        (["--checkpoint", "no-such-file"], "--checkpoint no-such-file: "),
        (["--tsa-ca", "no-such-file"], "--tsa-ca no-such-file: "),
        (["--other"], "unrecognized arguments"),
    ],
)
def test_what_it_is_told_wrongly_it_says_and_checks_nothing(folder, arguments, why):
    status, said = run(folder, *arguments)
    assert status == 2
    assert why in said
    assert "VERIFIED" not in said


def test_a_folder_that_is_not_there_is_said(tmp_path):
    status, said = run(tmp_path / "none")
    assert status == 2
    assert "name the bundle's folder, or its .zip" in said


def test_an_empty_folder_and_a_file_that_is_no_zip_do_not_verify(tmp_path):
    status, said = run(tmp_path, "--key", KEY)
    assert (status, said.splitlines()[-1]) == (1, "NOT VERIFIED"), said
    (tmp_path / "no.zip").write_bytes(b"PK nothing")
    status, said = run(tmp_path / "no.zip", "--key", KEY)
    assert (status, said.splitlines()[-1]) == (1, "NOT VERIFIED"), said


def test_a_zip_with_a_file_twice_or_damaged_does_not_verify(folder, tmp_path):
    path = tmp_path / "bundle.zip"

    def packed(*more):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in folder.rglob("*"):
                archive.write(one, one.relative_to(folder))
            for name in more:
                archive.writestr(name, b"{}")

    with pytest.warns(UserWarning, match="Duplicate name"):
        packed("audit.jsonl")
    status, said = run(path, "--key", KEY)
    assert (status, "a file stands twice in it" in said) == (1, True), said
    packed()
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)
    status, said = run(path, "--key", KEY)
    assert (status, said.splitlines()[-1]) == (1, "NOT VERIFIED"), said


def test_links_folders_and_pipes_are_no_files_of_a_bundle(folder, tmp_path):
    outside = tmp_path / "outside.html"
    (folder / "report.html").rename(outside)
    (folder / "report.html").symlink_to(outside)
    (folder / "audit.csv").unlink()
    (folder / "audit.csv").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "README.txt").unlink()
    os.mkfifo(folder / "README.txt")
    status, said = run(folder, "--key", KEY)
    assert status == 1
    assert "FAILED: report.html: it is a link or no plain file" in said
    assert "FAILED: README.txt: it is a link or no plain file" in said
    assert "the file audit.csv is missing" in said
    assert "FAILED: pipe.txt: it is not on the bundle's list" in said


def test_what_a_forger_writes_reaches_no_terminal_as_it_is(folder):
    (folder / "\x1b[2Jx.txt").write_bytes(b"")
    status, said = run(folder, "--key", KEY)
    assert status == 1
    assert "\x1b" not in said


def openssl_that(tmp_path, script):
    """Put another openssl first on PATH."""
    path = tmp_path / "path" / "openssl"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path.parent)


def test_without_openssl_it_says_what_to_install(folder, tmp_path):
    status, said = run(folder, PATH=str(tmp_path))
    assert status == 2
    assert "openssl cannot be run" in said
    assert "install OpenSSL 3" in said


@pytest.mark.parametrize("answer", ["echo LibreSSL 3.3; exit 1", "echo LibreSSL 3.3; exit 0"])
def test_an_openssl_that_cannot_tell_is_not_believed(folder, tmp_path, answer):
    status, said = run(folder, PATH=openssl_that(tmp_path, answer))
    assert status == 2
    assert "This openssl (LibreSSL 3.3) cannot check Ed25519: install OpenSSL 3" in said


def test_openssl_tells_a_signature_from_another():
    note = SIGNER.sign("a text\n")
    signature = base64.b64decode(note.split(" ")[-1])[4:]
    assert openssl_signed(SIGNER.verifier.key, b"a text\n", signature)
    assert not openssl_signed(SIGNER.verifier.key, b"a text.\n", signature)
    assert not openssl_signed(FORGER.verifier.key, b"a text\n", signature)
    assert not openssl_signed(SIGNER.verifier.key, b"a text\n", signature[:-1])


def openssl(*arguments, folder):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def authority(tmp_path):
    """Make an authority of time stamps, as openssl does."""
    place = tmp_path / "authority"
    place.mkdir()
    (place / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=t\n[t]\nserial=./serial\ndefault_policy=1.2.3\nsigner_digest=sha256\n"
        "digests=sha256\n[req]\ndistinguished_name=d\n[d]\n[x]\nextendedKeyUsage=critical,timeStamping\n"
    )
    (place / "serial").write_text("01")
    openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "ca.pem"),
        *("-subj", "/CN=Time", "-days", "9", "-config", "tsa.cnf", "-extensions", "x"),
        folder=place,
    )
    return place


def stamp(place, path):
    """Have a file stamped."""
    openssl("ts", "-query", "-data", path, "-sha256", "-cert", "-out", "q", folder=place)
    openssl(
        *("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-signer", "ca.pem"),
        *("-inkey", "key.pem", "-out", f"{path}.out"),
        folder=place,
    )
    return Path(f"{path}.out").read_bytes()


def test_time_stamps_are_checked_where_somebody_says_whom_to_trust(tmp_path, authority):
    bundle = Bundle(small_log(days=2))
    files = bundle.unsigned()
    first, second = sorted(name for name in files if name.startswith("checkpoints/"))
    text = tmp_path / "note"
    text.write_bytes(files[first])
    stamped = stamp(authority, text)

    def asked(name, *arguments):
        with_stamp = {**files, f"{name[:-4]}.tsr": stamped}
        folder = written(
            tmp_path / name.replace("/", "_"), listed(with_stamp, bundle.head(), SIGNER)
        )
        return run(folder, "--key", KEY, *arguments)

    status, said = asked(first)
    assert (status, "Not checked: 1 time stamps: --tsa-ca FILE" in said) == (0, True), said
    status, said = asked(first, "--tsa-ca", authority / "ca.pem")
    assert (status, "Time stamps: 1." in said) == (0, True), said
    status, said = asked(second, "--tsa-ca", authority / "ca.pem")
    assert (status, "openssl does not take it for a stamp of its text" in said) == (1, True), said


def test_it_is_written_for_the_pythons_it_says():
    """And for nobody's modules but Python's own."""
    tree = ast.parse(PROGRAM.read_text(), feature_version=(3, 9))
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names
    assert "zoneinfo" not in imported


@pytest.mark.parametrize("name", ["report.html", "audit.csv", "note.txt", "../report.html"])
@pytest.mark.parametrize("first", [True, False])
def test_a_file_beside_the_bundle_in_its_zip_is_not_taken_for_one_of_it(
    folder, tmp_path, name, first
):
    """Whoever unpacks it sees that file first; and the true one of that name would be checked."""

    def zipped(*, forged):
        with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
            if forged and first:
                archive.writestr(name, "forged")
            for path in folder.rglob("*"):
                archive.write(path, f"preclear-audit/{path.relative_to(folder)}")
            archive.writestr("__MACOSX/preclear-audit/._report.html", "a file manager's own")
            if forged and not first:
                archive.writestr(name, "forged")
        return run(tmp_path / "bundle.zip", "--key", KEY)

    status, said = zipped(forged=True)
    assert (status, said.splitlines()[-1]) == (1, "NOT VERIFIED"), said
    assert f"'{name}' lies beside the bundle's folder" in said
    assert zipped(forged=False)[0] == 0


def test_a_zip_that_unpacks_elsewhere_does_not_verify(folder, tmp_path):
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        for path in folder.rglob("*"):
            archive.write(path, f"../{path.relative_to(folder)}")
    assert run(tmp_path / "bundle.zip", "--key", KEY)[0] == 1


def test_a_small_file_that_is_huge_is_not_read_to_its_end(folder):
    """Or a .zip of some kilobytes would fill the memory."""
    for name in ("bundle.txt", "keys.txt"):
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(b"a b\n" * (5 << 20))
        status, said = run(folder, "--key", KEY)
        assert (status, f"{name} is longer than any that is written" in said) == (1, True), said
        (folder / name).write_bytes(kept)
    assert run(folder, "--key", KEY)[0] == 0


def test_a_name_that_no_file_can_have_is_no_crash():
    assert run("x" * 300, "--key", KEY)[0] == 1
