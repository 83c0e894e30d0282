"""The command line. Only here is anything printed, and only here are exit codes made.

    0   fine
    1   differences were found, or a hand-edited file is in the way, or `--fail-on` was reached
    2   wrong usage, an unusable document, an output folder that cannot take the result
    70  a bug in speccast itself

Each command is a module here and is imported when it is called. The stages are imported later
still, when it is known that there is work.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING

import click

from speccast import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = ("generate", "lint", "diff", "explain", "init", "watch", "vendor", "templates")


class _Commands(click.Group):
    """Commands by name, imported when needed."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest what an unknown command is: a misspelt command, or a document."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            from speccast.commands.codes import near  # noqa: PLC0415 - only for the message

            message = f"there is no command {name}"
            is_document = os.path.isfile(name) or "://" in name  # noqa: PTH113 - no Path, no import
            question = f"; did you mean speccast generate {name}?" if is_document else ""
            raise click.UsageError(
                message + (question or near(name, (*_COMMANDS, "--help", "--version"))), ctx
            )
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"speccast.commands.cli.{cmd_name}").command
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="speccast %(version)s")
def cli() -> None:
    """Turn an OpenAPI document into a Python client that people want to read, vendor and trust."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit. No exception leaves this function as a traceback."""
    gc.disable()  # what a command makes, it needs until its end
    try:
        code = cli.main(arguments, prog_name="speccast", standalone_mode=False)
    except click.ClickException as error:
        from speccast.commands.cli.say import say  # noqa: PLC0415

        error.show(shown := StringIO())
        say(shown.getvalue().rstrip("\n"), err=True, lines=True)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        code = _closed_pipe()
    except Exception as error:  # noqa: BLE001 - the last resort, so that users see no traceback
        from speccast.commands.cli import show  # noqa: PLC0415 - what failed may be an import
        from speccast.commands.parallel import failure_of  # noqa: PLC0415

        code = show.failure(failure_of(error), verbose="-v" in sys.argv or "--verbose" in sys.argv)
    gc.freeze()  # or the interpreter would search all there is for cycles, only to end
    gc.enable()
    sys.exit(code)


def _closed_pipe() -> int:
    """End quietly: the reader of our output has closed it."""
    sys.stdout = None  # or its flushing would complain
    return 0
