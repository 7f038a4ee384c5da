"""The doctor on pulls of the record: where they may go, and whether they can."""

import os
from collections.abc import Iterator

from bot.check import Line
from bot.settings import Settings


def audit_said(settings: Settings) -> Iterator[Line]:
    """Say of each way that is turned on whether it works; of those that are off nothing."""
    if settings.audit_url is not None:
        where = f"{settings.audit_host} port {settings.audit_listens_on}"
        yield Line("downloads", ok=True, said=f"{settings.audit_url} is to lead to {where}")
    folder = settings.audit_folder
    if folder is None:
        return
    what = "PRECLEAR_AUDIT_FOLDER"
    if not folder.is_dir():
        yield Line(what, ok=False, said=f"{folder} is no folder. Make it, for this account alone")
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Line(what, ok=False, said=f"{folder} may not be written to by this account")
    elif folder.stat().st_mode & 0o077:
        yield Line(
            what, ok=False, said=f"{folder} can be read by others. Take that away: chmod 700"
        )
    else:
        yield Line(what, ok=True, said=f"{folder}, its owner's alone")
