"""One entry of the log as a bundle shows it: what the table of rows and the report are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that is shown: ``record`` parsed, and the values that its reader may see.

    ``sealed`` and ``restricted`` are the values behind the record's two hashes, None where
    they are not shown.
    """

    index: int
    record: Mapping[str, Any]
    sealed: Mapping[str, Any] | None = None
    restricted: Mapping[str, Any] | None = None
