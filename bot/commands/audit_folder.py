"""The new folder that a bundle goes to, as `preclear audit` is told it."""

from pathlib import Path
from typing import Final

from audit.bundle import FolderRefused, refuse_taken
from bot.commands.sentences import refuse

NOTHING: Final = "Nothing was recorded, and nothing was written."


def refuse_folder(folder: Path) -> None:
    """Say so, before anything is recorded, where a folder cannot be made."""
    try:
        refuse_taken(folder)
    except FolderRefused as error:
        refuse(f"{error}.", NOTHING)
    if not folder.absolute().parent.is_dir():
        refuse(f"{folder}: there is no folder to make it in.", NOTHING)
