"""The two files with keys that an installation has, made as the commands make them."""

from pathlib import Path

from storage.sealed import KeyFile
from storage.signing import make_signing

NAME = "cellectar.example/preclear"


def signing_of(key_file: Path) -> Path:
    """Give the path of the signing key beside a key file."""
    return key_file.with_name(f"{key_file.name}.signing")


def make_key_files(key_file: Path) -> Path:
    """Make a key file and the signing key beside it."""
    KeyFile.make(key_file)
    make_signing(signing_of(key_file), NAME)
    return key_file
