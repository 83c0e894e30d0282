"""The command line, the only package that prints and sets exit codes.

    0   success
    1   differences were found, a file was edited by hand, or `--fail-on` was reached
    2   wrong usage, an unusable document, or an unusable output folder
    70  a bug in speccast

Each command is a module, imported when it is called. The stages are imported only if there is
something to generate, so that an unchanged run is fast.
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
    """The commands by name, imported when needed."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest a correction of an unknown command: another command, or `generate`."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            from speccast.commands.codes import suggestion  # noqa: PLC0415 - only for the message

            message = f"there is no command {name}"
            is_document = os.path.isfile(name) or "://" in name  # noqa: PTH113 - no Path, no import
            question = f"; did you mean speccast generate {name}?" if is_document else ""
            raise click.UsageError(
                message + (question or suggestion(name, (*_COMMANDS, "--help", "--version"))), ctx
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
    """Generate a typed Python client from an OpenAPI document."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit. Users never see a traceback by default."""
    gc.disable()  # a command needs almost all of its objects until its end
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
        from speccast.commands.cli import show  # noqa: PLC0415 - an import may have failed
        from speccast.commands.parallel import failure_of  # noqa: PLC0415

        code = show.failure(failure_of(error), verbose="-v" in sys.argv or "--verbose" in sys.argv)
    gc.freeze()  # else the interpreter would search all objects for cycles before it exits
    gc.enable()
    sys.exit(code)


def _closed_pipe() -> int:
    """Return the exit code for a closed output pipe, which is no error."""
    sys.stdout = None  # else flushing it at exit would fail
    return 0
