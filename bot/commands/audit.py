"""`preclear audit`: pulls the record, proves it, and says how long which of it is kept."""

import click

from bot.commands.audit_checks import checkpoint, checkpoints, verify
from bot.commands.audit_production import produce
from bot.commands.audit_pull import export, prove
from bot.commands.audit_retention import hold, retain


@click.group()
def audit() -> None:
    """Pull the record, prove it, produce it for an authority, and remove what is due."""


for command in (export, prove, verify, checkpoint, checkpoints, produce, retain, hold):
    audit.add_command(command)
