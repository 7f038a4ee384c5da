"""The command line: each command's module is imported when that command is called."""

import gc
import importlib
import secrets
import sys
import threading
from collections.abc import Mapping
from types import ModuleType

import click

#: Bad input, and anything else that the person who typed can put right.
BAD_INPUT = 2


class LazyGroup(click.Group):
    """A group whose commands are named with their help, and imported when called.

    ``lazy`` maps a command's name to the module and attribute that hold it, and to the
    line that the group's own help shows.
    """

    def __init__(
        self, *args: object, lazy: Mapping[str, tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which a newcomer meets them."""
        del ctx
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that is called."""
        del ctx
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name][0].partition(":")
        command = getattr(_imported(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._lazy.items()])


def _imported(name: str) -> ModuleType:
    """Import a command's module; what it brings stays, and is not looked through for garbage.

    A sixth of the bot's start went into that.
    """
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()


COMMANDS = {
    "sandbox": (
        "bot.commands.sandbox:sandbox",
        "Try Preclear in the browser, without a Slack workspace.",
    ),
    "run": ("bot.commands.run:run", "Run the bot in your Slack workspace."),
    "doctor": ("bot.commands.doctor:doctor", "Check the installation and say what to do."),
    "ask": ("bot.commands.ask:ask", "Answer policy questions in batch, one JSON object a line."),
    "policy": (
        "bot.commands.policy:policy",
        "Check a policy file, explain it, or compare it with another.",
    ),
    "db": ("bot.commands.db:db", "Make the tables, or bring them up to date."),
    "keys": (
        "bot.commands.keys:keys",
        "Make the key files, change their keys, make and prove a recovery copy.",
    ),
    "people": ("bot.commands.people:people", "Who may ask, and which roles they hold."),
    "acknowledgements": (
        "bot.commands.acknowledgements:acknowledgements",
        "The policy that everybody signs, and who has signed it.",
    ),
    "releases": ("bot.commands.releases:releases", "Earnings reports and other news."),
    "clearances": ("bot.commands.balances:clearances", "Clearances that were given on paper."),
    "transactions": (
        "bot.commands.balances:transactions",
        "Transactions that were made before the bot.",
    ),
    "section16": (
        "bot.commands.section16:section16",
        "What was filed with the SEC on Forms 3, 4 and 5, and drafts of Form 4.",
    ),
    "plans": ("bot.commands.plans:plans", "Rule 10b5-1 plans that were approved on paper."),
    "blackouts": ("bot.commands.blackouts:blackouts", "Blackout periods, and what was moved."),
    "replay": ("bot.commands.replay:replay", "Decide again all that was decided, and compare."),
    "audit": (
        "bot.commands.audit:audit",
        "Pull the record, prove it, and remove what is due.",
    ),
    "calendar": (
        "bot.commands.calendar:calendar",
        "Trading days that the exchange calendar does not know.",
    ),
}


@click.command(
    cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="preclear", prog_name="preclear")
def cli() -> None:
    """Trade pre-clearance in Slack: policy checked, decision recorded, restrictions secret."""


def main() -> None:
    """Run the command line; what nobody foresaw gets a reference, not a traceback."""
    _take_uncaught()
    try:
        cli()
    except Exception as error:  # noqa: BLE001 - a traceback would show values
        sys.exit(_unforeseen(error))


def _take_uncaught() -> None:
    """Have an error in a thread or in a destructor logged: Python would print what it says."""

    def write(error: BaseException | None) -> None:
        from bot import logs  # noqa: PLC0415 - paid only where something broke

        logs.uncaught(error)

    sys.excepthook = lambda _type, error, _trace: write(error)
    sys.unraisablehook = lambda found: write(found.exc_value)
    threading.excepthook = lambda found: write(found.exc_value)


def _unforeseen(error: Exception) -> int:
    """Print a reference and log, under it, where it happened."""
    import structlog  # noqa: PLC0415 - paid only by a command that failed

    from bot import logs  # noqa: PLC0415

    reference = secrets.token_hex(4)
    logs.configure()
    structlog.get_logger("bot.cli").error("command_failed", reference=reference, exc_info=error)
    click.echo(
        f"Something went wrong that Preclear did not foresee. Reference: {reference}.\n"
        "A command records all of what it was given or nothing; the log line above says where "
        "it happened.",
        err=True,
    )
    return 1
