"""Triggers by which the database itself refuses to change what was recorded.

``written_once`` guards a table whose rows are never touched again; ``only_changes`` one
where a few columns may be; ``empties`` one whose content a recorded retention act takes out.
On PostgreSQL emptying a table is refused as well. SQLite would let INSERT OR REPLACE and
UPDATE OR REPLACE remove a row without a word to any delete trigger, so there an insert that
meets a row with the same key is refused too, and columns with a key are never among those
that may change.
"""

from collections.abc import Mapping, Sequence

from alembic import op

#: Columns, and lists of columns, that no two rows share.
Keys = Sequence[Sequence[str]]

_FUNCTION = """
CREATE FUNCTION preclear_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: it is kept as it was written', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


#: A trigger's own condition may ask no other table there, so that a function of its own does.
_EMPTIES = """
CREATE FUNCTION preclear_empties_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {allowed} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% of % is refused: it is kept as it was written', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def prepare() -> None:
    """Make what the other functions need; once, in the first migration."""
    if _on_postgres():
        op.execute(_FUNCTION)


def written_once(table: str, keys: Keys) -> None:
    """Refuse to change or delete rows of a table."""
    if _on_postgres():
        _postgres(table, "kept", "UPDATE OR DELETE OR TRUNCATE", "STATEMENT")
    else:
        _sqlite(table, "no_update", "UPDATE")
        _sqlite(table, "no_delete", "DELETE")
        _no_replacing(table, keys)


def only_changes(table: str, columns: Sequence[str], fixed: Sequence[str], keys: Keys) -> None:
    """Refuse to delete rows of a table, and to change any of its ``fixed`` columns.

    ``columns`` are those that may change: named so that the two lists can be held
    against the table.
    """
    if set(columns) & set(fixed):
        raise ValueError("a column either may change or is fixed")
    when = " OR ".join(f"{_differs('NEW', 'OLD', name)}" for name in fixed)
    if _on_postgres():
        _postgres(table, "kept", "DELETE OR TRUNCATE", "STATEMENT")
        _postgres(table, "fixed", "UPDATE", "ROW", when)
    else:
        _sqlite(table, "no_delete", "DELETE")
        _sqlite(table, "fixed", "UPDATE", when)
        _no_replacing(table, keys)


def empties(table: str, content: Mapping[str, str], fixed: Sequence[str], covered: str) -> None:
    """Let a row's ``content`` be taken out, all of it, where ``covered`` holds; nothing else.

    ``content`` gives each column's empty value, ``fixed`` names what must stay as it is then.
    ``covered`` is a condition on ``OLD`` that asks whether a recorded act of retention covers
    the row. In the place of what ``written_once`` or ``only_changes`` said of these columns;
    deleting and replacing rows stays refused.
    """
    changed = " OR ".join(_differs("NEW", "OLD", name) for name in (*content, *fixed))
    emptied = [f'NEW."{name}" = {_literal(value)}' for name, value in content.items()]
    same = [f"NOT ({_differs('NEW', 'OLD', name)})" for name in fixed]
    allowed = " AND ".join([*emptied, *same, f"({covered})"])
    if _on_postgres():
        op.execute(_EMPTIES.format(table=table, allowed=allowed))
        op.execute(
            f"CREATE TRIGGER {table}_empties BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({changed}) EXECUTE FUNCTION preclear_empties_{table}()"
        )
    else:
        _sqlite(table, "empties", "UPDATE", f"({changed}) AND NOT ({allowed})")


def no_longer_written_once(table: str) -> None:
    """Take back what ``written_once`` said of updates, so that ``empties`` can say it."""
    if _on_postgres():
        op.execute(f"DROP TRIGGER {table}_kept ON {table}")
        _postgres(table, "kept", "DELETE OR TRUNCATE", "STATEMENT")
    else:
        op.execute(f"DROP TRIGGER {table}_no_update")


def no_longer_fixed(table: str, fixed: Sequence[str]) -> None:
    """Say anew which columns ``only_changes`` fixes: those that ``empties`` does not speak of."""
    when = " OR ".join(_differs("NEW", "OLD", name) for name in fixed)
    if _on_postgres():
        op.execute(f"DROP TRIGGER {table}_fixed ON {table}")
        _postgres(table, "fixed", "UPDATE", "ROW", when)
    else:
        op.execute(f"DROP TRIGGER {table}_fixed")
        _sqlite(table, "fixed", "UPDATE", when)


def moves_forward(table: str, column: str, moves: Mapping[str, Sequence[str]]) -> None:
    """Refuse any change of a column but from a value to one of those that may follow it."""
    allowed = " OR ".join(
        f"(OLD.\"{column}\" = '{before}' AND NEW.\"{column}\" = '{after}')"
        for before, following in moves.items()
        for after in following
    )
    when = f"{_differs('NEW', 'OLD', column)} AND NOT ({allowed})"
    if _on_postgres():
        _postgres(table, "forward", "UPDATE", "ROW", when)
    else:
        _sqlite(table, "forward", "UPDATE", when)


def counts_up(table: str, counters: Sequence[str]) -> None:
    """Refuse to delete a table's one row, to add another, and to count backwards."""
    back = " OR ".join(f'NEW."{name}" < OLD."{name}"' for name in counters)
    when = f"{_differs('NEW', 'OLD', 'id')} OR {back}"
    if _on_postgres():
        _postgres(table, "kept", "INSERT OR DELETE OR TRUNCATE", "STATEMENT")
        _postgres(table, "forward", "UPDATE", "ROW", when)
    else:
        _sqlite(table, "no_insert", "INSERT")
        _sqlite(table, "no_delete", "DELETE")
        _sqlite(table, "forward", "UPDATE", when)


def rises(table: str, column: str) -> None:
    """Refuse to delete a table's one row, and any change that does not raise a number in it."""
    when = f'NEW."{column}" <= OLD."{column}"'
    if _on_postgres():
        _postgres(table, "kept", "DELETE OR TRUNCATE", "STATEMENT")
        _postgres(table, "rises", "UPDATE", "ROW", when)
    else:
        _sqlite(table, "no_delete", "DELETE")
        _sqlite(table, "rises", "UPDATE", when)
        _no_replacing(table, [["id"]])


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _literal(empty: str) -> str:
    """Write a column's empty value: no text, no bytes, or that it is so."""
    no_bytes = "''::bytea" if _on_postgres() else "x''"
    return {"text": "''", "bytes": no_bytes, "true": "(1 = 1)"}[empty]


def _differs(one: str, other: str, column: str) -> str:
    same = "IS NOT DISTINCT FROM" if _on_postgres() else "IS"
    return f'NOT ({one}."{column}" {same} {other}."{column}")'


def _postgres(table: str, name: str, events: str, level: str, when: str = "") -> None:
    condition = f"WHEN ({when})" if when else ""
    op.execute(
        f"CREATE TRIGGER {table}_{name} BEFORE {events} ON {table} "
        f"FOR EACH {level} {condition} EXECUTE FUNCTION preclear_refuse()"
    )


def _sqlite(table: str, name: str, event: str, when: str = "") -> None:
    condition = f"WHEN {when}" if when else ""
    op.execute(
        f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{event} of {table} is refused: "
        "it is kept as it was written'); END"
    )


def _no_replacing(table: str, keys: Keys) -> None:
    taken = " OR ".join(
        "(" + " AND ".join(f'"{name}" = NEW."{name}"' for name in key) + ")" for key in keys
    )
    known = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 - our own names
    _sqlite(table, "no_replace", "INSERT", known)
