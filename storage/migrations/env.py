"""Alembic's way in: runs the migrations on the connection that ``upgrade`` hands over."""

from alembic import context

from storage import tables


def run() -> None:
    """Run what is wanted, all of it in the caller's transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=tables.LogHeadRow.metadata,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
