"""What a database holds, in one line: two files with the same line hold the same rows."""

import hashlib
import marshal
from typing import Any

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
#: The last of marshal's formats that writes equal values equally.
_FORMAT = 2


def digest(reader: Any) -> str:
    """Hash the schema, triggers among it, and every row of every table.

    ``reader`` is a cursor of either SQLite library.
    """
    found = hashlib.blake2b(marshal.dumps(reader.execute(_SCHEMA).fetchall(), _FORMAT))
    for (table,) in reader.execute(_TABLES).fetchall():
        rows = reader.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid').fetchall()
        found.update(marshal.dumps([table, rows], _FORMAT))
    return found.hexdigest()
