"""docs/audit-by-hand.md, typed as it stands: OpenSSL and coreutils check what ours makes."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.checkpoints import text
from storage.notes import Signer
from storage.sealed import canonical
from storage.tree import Wanted, hashes_of, inclusion, leaf_hash, spans_of
from tests.clock import START
from tests.left_out import leave_out

PAGE = Path(__file__).parents[2] / "docs" / "audit-by-hand.md"
TOOLS = ("openssl", "cat", "cut", "head", "od", "sed", "sha256sum", "tail", "tr")
ORIGIN = "example.com/preclear"
SIGNER, OTHER = Signer(ORIGIN, bytes(range(32))), Signer(ORIGIN, bytes(range(1, 33)))
HIDDEN = [canonical({"nonce": f"{n:032x}", "value": {"n": n}}).decode() for n in range(9)]
RECORDS = [
    canonical(
        {"body": {"sealed": hashlib.sha256(one.encode()).hexdigest()}, "say": 'Ünï "☃" \\ \n'}
    ).decode()
    for one in HIDDEN
]
YES, NO = "Signature Verified Successfully", "Signature Verification Failure"


def blocks(heading: str) -> list[str]:
    """Give the commands of a section."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}")[1].split("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module", autouse=True)
def tools(tmp_path_factory) -> Path:
    """Give a folder with these few programs and no other."""
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        leave_out("a check of checkpoints by hand", f"{', '.join(missing)} is not on PATH")
    said = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout
    if re.match(r"OpenSSL [3-9]", said) is None:
        leave_out("a check of checkpoints by hand", f"OpenSSL 3 is not on PATH, but {said.strip()}")
    folder = tmp_path_factory.mktemp("tools")
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name))
    return folder


@pytest.fixture
def typed(tools, tmp_path):
    """Type commands into a shell that has nothing but these programs."""

    def run(*commands: str, more: Path | None = None) -> str:
        done = subprocess.run(
            [shutil.which("sh"), "-c", "\n".join(commands)],
            cwd=tmp_path,
            env={"PATH": f"{tools}:{more}" if more else str(tools)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    return run


@pytest.fixture
def python(tmp_path_factory) -> Path:
    """Give a folder with Python alone, for the steps that take a file apart."""
    folder = tmp_path_factory.mktemp("python")
    (folder / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (folder / "python3").chmod(0o755)
    return folder


def settings(key: str) -> str:
    """Give the block that a reader fills in, filled in."""
    (block,) = [one for one in blocks("1.") if one.startswith("key=")]
    named = re.sub(r"key='.*'", f"key='{key}'", block)
    assert named.splitlines()[0] == f"key='{key}'"
    return named


def signature_of(typed, folder: Path, note: bytes, key: str = SIGNER.verifier.text) -> str:
    (folder / "checkpoint.txt").write_bytes(note)
    return typed(settings(key), *blocks("1.")[1:])


def checkpoint(size: int) -> str:
    root = wanted(size).root()
    return SIGNER.sign(text(ORIGIN, size, root, START))


def wanted(size: int, *proofs) -> Wanted:
    found = Wanted(spans_of(proofs))
    for record in RECORDS[:size]:
        found.add(leaf_hash(record.encode()))
    return found


def test_the_page_s_own_key_has_signed_the_page_s_own_checkpoint():
    assert settings(SIGNER.verifier.text) == blocks("1.")[0]
    shown = "".join(f"{line[:64]}\n" for line in checkpoint(7).splitlines())
    assert f"```\n{shown[:-1]}…\n```" in PAGE.read_text("utf-8")


def test_a_checkpoint_of_ours_is_verified(typed, tmp_path):
    note = checkpoint(7)
    assert YES in signature_of(typed, tmp_path, note.encode())
    assert (tmp_path / "signed.txt").read_text() == note.partition("\n\n")[0] + "\n"
    assert YES in signature_of(typed, tmp_path, note.replace("\n", "\r\n").encode())


def test_one_changed_byte_is_not(typed, tmp_path):
    """Of the four lines, or of the signature behind the four bytes that tell keys apart."""
    note = checkpoint(7).encode()
    text_ends, signature = note.index(b"\n\n"), note.rindex(b" ") + 7
    for place in (*range(0, text_ends, 6), *range(signature, len(note) - 3, 9)):
        changed = bytearray(note)
        changed[place] ^= 1
        assert YES not in signature_of(typed, tmp_path, bytes(changed)), place
    assert YES in signature_of(typed, tmp_path, note)


def test_another_key_of_the_same_name_has_not_signed(typed, tmp_path):
    said = signature_of(typed, tmp_path, checkpoint(7).encode(), OTHER.verifier.text)
    assert NO in said
    assert YES not in said


def bundle(folder: Path, size: int) -> None:
    """Write the two files that the proof is read from."""
    with (folder / "audit.jsonl").open("w", encoding="utf-8") as file:
        for index, record in enumerate(RECORDS[:size]):
            line = {"index": index, "record": record, "sealed": HIDDEN[index]}
            file.write(f"{json.dumps(line)}\n")
    with (folder / "proofs.jsonl").open("w", encoding="utf-8") as file:
        for index in range(size):
            proof = inclusion(index, size)
            hashes = [one.hex() for one in hashes_of(proof, wanted(size, proof).found)]
            line = {"kind": "inclusion", "index": index, "size": size, "hashes": hashes}
            file.write(f"{json.dumps(line)}\n")


def fold(typed, python, index: int, *between: str) -> str:
    """Type the second section for one record; ``between`` is done to what was taken apart."""
    first, apart, *rest = blocks("2.")
    assert first == "index=2\n"
    return typed(f"index={index}", apart, more=python) + typed(f"index={index}", *between, *rest)


@pytest.mark.parametrize("size", [1, 2, 7, 9])
def test_every_record_is_found_in_its_log(typed, python, tmp_path, size):
    bundle(tmp_path, size)
    assert YES in signature_of(typed, tmp_path, checkpoint(size).encode())
    for index in {0, size // 2, size - 1}:
        said = fold(typed, python, index)
        assert said == f"Record {index} is in the log of {size}.\n"


@pytest.mark.parametrize(
    "change",
    [
        "printf x >> record.txt",
        "index=3",
        "index=7",
        "head -n 2 proof.txt > p; cat p > proof.txt",
        "tail -n 1 proof.txt > p; cat p >> proof.txt",
        "tail -n 2 proof.txt > p; head -n 1 proof.txt >> p; cat p > proof.txt",
        "tr 0123456789abcdef 123456789abcdef0 < proof.txt > p; cat p > proof.txt",
    ],
)
def test_another_record_place_or_proof_is_not(typed, python, tmp_path, change):
    bundle(tmp_path, 7)
    signature_of(typed, tmp_path, checkpoint(7).encode())
    assert "is NOT proven" in fold(typed, python, 2, change)
    assert "is in the log of 7" in fold(typed, python, 2)


def test_the_hidden_part_is_the_one_that_the_record_names(typed, python, tmp_path):
    bundle(tmp_path, 7)
    for changed in (False, True):
        if changed:
            lines = (tmp_path / "audit.jsonl").read_text()
            (tmp_path / "audit.jsonl").write_text(lines.replace('\\"n\\":2', '\\"n\\":3'))
        named, found = typed("index=2", *blocks("3."), more=python).split()
        assert (named == found) is not changed


def test_the_files_are_those_that_the_bundle_was_signed_for(typed, tmp_path):
    bundle(tmp_path, 7)
    signature_of(typed, tmp_path, checkpoint(7).encode())
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / "a name.txt").write_text(checkpoint(7), encoding="utf-8")
    names = ("audit.jsonl", "checkpoints/a name.txt", "proofs.jsonl")
    listed = "".join(
        f"sha256 {hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()} {name}\n"
        for name in names
    )
    note = SIGNER.sign(f"{ORIGIN}/bundle\npull 1\nsize 7\n{listed}")
    (tmp_path / "bundle.txt").write_text(note, encoding="utf-8")
    said = typed(*blocks("4."))
    assert YES in said
    assert "Every file is as it was signed." in said
    for name in names:
        kept = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(kept[:-2] + b" " + kept[-2:])
        said = typed(*blocks("4."))
        assert f"{name}: FAILED" in said
        assert "Every file" not in said
        (tmp_path / name).write_bytes(kept)
    (tmp_path / "bundle.txt").write_text(note.replace("size 7", "size 8"), encoding="utf-8")
    assert NO in typed(*blocks("4."))
