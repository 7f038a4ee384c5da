"""What an operator reads at a terminal: every command's output, with the key and without it."""

import io
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from click.testing import CliRunner

from bot.cli import COMMANDS, cli
from storage.key_lines import write_keys
from storage.notes import Signer
from storage.signing import restore_signing
from tests.confidentiality.worlds.watching import kept_logs
from tests.keying import NAME

#: These serve until they are stopped.
_SERVE = {"run", "sandbox"}
SEED = bytes(range(32, 64))
#: What a rotation draws, whatever is on record.
_FRESH = re.compile(rf"{NAME}(?:\+[0-9a-f]{{8}}\+\S+| [0-9a-f]{{8}}\b)")

#: A root over salted records, and a signature over one.
_SIGNED = re.compile(r"^[A-Za-z0-9+/]{43}=$|(?<= )[A-Za-z0-9+/]{80,}={0,2}$", re.MULTILINE)
#: A command goes by the machine's own clock.
_NOW = re.compile(r"^at \S+Z$|\w+day \d+ \w+ \d{4}, [\d:]+ [ap]\.m\.", re.MULTILINE)


def output_of_commands(url: str) -> list[str]:
    """Call every command that takes nothing but its name on a record."""
    with TemporaryDirectory() as folder, kept_logs(io.StringIO()):
        write_keys(Path(folder, "preclear.key"), [bytes(range(32))])
        restore_signing(Path(folder, "preclear.key.signing"), f"{Signer.text(NAME, SEED)}\n")
        said = []
        for key in ("preclear.key", "none.key"):
            named = {"DATABASE_URL": url, "PRECLEAR_KEY_FILE": str(Path(folder, key))}
            with patch.dict(os.environ, named):
                said += [_called(arguments, folder) for arguments in _commands()]
        return said


def _called(arguments: list[str], folder: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    shown = f"{result.output}{result.exception!r}".replace(folder, "")
    shown = _FRESH.sub("a fresh key", shown)
    shown = _SIGNED.sub("a hash", _NOW.sub("now", shown))
    return f"{' '.join(arguments)}: {shown}"


def _commands():
    """Name every command, and those below each group."""
    for name in COMMANDS:
        if name not in _SERVE:
            yield [name]
            yield from (
                [name, below] for below in getattr(cli.get_command(None, name), "commands", ())
            )
