"""The keys that sign checkpoints: a file beside the key file, outside database and backups.

    # comments
    PRIVATE+KEY+name+id+base64      signs, where it is the first; verifies
    name+id+base64                  a public key whose private one is lost: verifies

The first private key signs and all of them verify what was signed before. A running process
notices a new one when it signs the next time.
"""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from storage.notes import NoteError, Signer, Verifier
from storage.owned_files import KeyFileError, Kind, Reread, is_line
from storage.private_files import alone_beside, replace

_PRIVATE: Final = "PRIVATE+KEY"
_SEED_BYTES: Final = 32
_FILE: Final = Kind(
    "file of the signing key",
    "preclear keys signing FILE --name NAME",
    "PRECLEAR_SIGNING_KEY_FILE",
)
_PREAMBLE: Final = (
    "# Preclear's signing key. Whoever has it can sign another log as this one: keep it away\n"
    "# from the database and its backups. The first key signs, all of them verify: take none\n"
    "# out. `preclear keys public` prints what others verify with.\n"
)
_NO_KEY: Final = (
    "make one with `preclear keys signing FILE --name NAME`, or restore the file from the "
    "recovery copy (`preclear keys restore`)"
)


class SigningKeys:
    """Keys that sign and verify notes; shows nothing of them when it is printed."""

    def __init__(self, signer: Signer, verifiers: Sequence[Verifier]) -> None:
        """Take who signs, and everybody whose signature is known, in their order."""
        self._signer = signer
        self._verifiers = tuple(verifiers)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self._verifiers)} keys)"

    @property
    def signer(self) -> Signer:
        """Return the key that signs now."""
        return self._signer

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Return the keys that verify, the newest first."""
        return self._verifiers


class LiveSigningFile(SigningKeys):
    """The keys of a file, read again where the file has changed; any thread may use them.

    A changed file that cannot be used, or lacks a key that is in use, is left alone: the keys
    stay as they were, and ``refused`` is called, once for each change.
    """

    def __init__(self, path: Path, refused: Callable[[], None] | None = None) -> None:
        """Read the file, or raise KeyFileError."""
        self._file = Reread(path, read_signing, refused)
        super().__init__(self._file.held.signer, self._file.held.verifiers)

    @property
    def signer(self) -> Signer:
        """Return the key that stands first in the file by now."""
        self._file.look(_goes_on, self._take)
        return self._signer

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Return the keys that the file has by now."""
        self._file.look(_goes_on, self._take)
        return self._verifiers

    def _take(self, found: SigningKeys) -> None:
        self._signer, self._verifiers = found.signer, found.verifiers


def _goes_on(held: SigningKeys, found: SigningKeys) -> bool:
    return set(found.verifiers) >= set(held.verifiers)


def make_signing(path: Path, name: str, known: Sequence[Verifier] = ()) -> SigningKeys:
    """Make a file with one new key, and public ones that are to be known beside it.

    Raises KeyFileError where it cannot be made; never overwrites.
    """
    line = _fresh(name)
    lines = [line, *(f"{one.text}\n" for one in known)]
    _FILE.write(path, _PREAMBLE + "".join(lines))
    signer = Signer.read(line)
    return SigningKeys(signer, (signer.verifier, *known))


def rotate_signing(path: Path) -> SigningKeys:
    """Put a fresh key of the same name in front of a file's, as one change; KeyFileError."""
    file = path.resolve()  # a link goes on pointing at the file
    try:
        with alone_beside(file):
            name = read_signing(file).signer.verifier.name
            lines = _FILE.read(file).splitlines(keepends=True)
            first = next(i for i, line in enumerate(lines) if is_line(line.strip()))
            lines.insert(first, _fresh(name))
            replace(file, "".join(lines).encode())
            return read_signing(file)
    except OSError as error:
        raise _FILE.not_made(path, error) from None


def read_signing(path: Path) -> SigningKeys:
    """Read the keys of a file, or raise KeyFileError."""
    lines = [line.strip() for line in _FILE.read(path).splitlines()]
    wanted = [(number, line) for number, line in enumerate(lines, 1) if is_line(line)]
    return _keys(wanted, "line {} of " + str(path).replace("{", "{{").replace("}", "}}"))


def signing_in(text: str) -> SigningKeys:
    """Read keys that stand in an environment variable, parted by blanks; KeyFileError."""
    return _keys(list(enumerate(text.split(), 1)), "word {} of it")


def signing_lines(path: Path) -> str:
    """Give the lines of a file as a recovery copy keeps them, or raise KeyFileError."""
    read_signing(path)
    lines = (line.strip() for line in _FILE.read(path).splitlines())
    return "".join(f"{line}\n" for line in lines if is_line(line))


def restore_signing(path: Path, lines: str) -> None:
    """Write a file of a recovery copy's lines, or raise KeyFileError; never overwrites."""
    _FILE.write(path, _PREAMBLE + lines)


def _fresh(name: str) -> str:
    try:
        return f"{Signer.text(name, secrets.token_bytes(_SEED_BYTES))}\n"
    except NoteError as error:
        raise KeyFileError(f"{error}: {name} cannot be used") from None


def _keys(lines: Sequence[tuple[int, str]], place: str) -> SigningKeys:
    """Read lines; what is wrong with one is said by its number, never by what it holds."""
    signer: Signer | None = None
    verifiers: list[Verifier] = []
    for number, line in lines:
        try:
            if line.startswith(_PRIVATE):
                found = Signer.read(line)
                signer = signer or found
                verifiers.append(found.verifier)
            else:
                verifiers.append(Verifier.read(line))
        except NoteError as error:
            raise KeyFileError(f"{place.format(number)} is no key ({error}): {_NO_KEY}") from None
    if signer is None:
        raise KeyFileError(f"it holds no key that signs: {_NO_KEY}")
    return SigningKeys(signer, tuple(dict.fromkeys(verifiers)))
