"""`preclear audit`: pulls the record, proves a decision, and checks that nothing was altered."""

import click

from bot.commands.audit_checks import checkpoint, checkpoints, verify
from bot.commands.audit_pull import export, prove


@click.group()
def audit() -> None:
    """Pull the record, prove one decision, and check that nothing was altered."""


for command in (export, prove, verify, checkpoint, checkpoints):
    audit.add_command(command)
