"""The one way in which a command prints: what is not printable is spelled out.

Names and texts come from documents, manifests and folders that others wrote, and must not steer a
terminal or a log.
"""

from __future__ import annotations

import click


def say(text: str, *, err: bool = False, lines: bool = False) -> None:
    """Print a text on a line of its own.

    Args:
        text: what is printed.
        err: whether it goes to standard error.
        lines: whether the text has several lines, so that its line breaks are ours.

    """
    from speccast.reading.escape import printable  # noqa: PLC0415 - only where there is something to say

    shown = "\n".join(map(printable, text.split("\n"))) if lines else printable(text)
    click.echo(shown, err=err)


_COLOURS = {"error": "red", "warning": "yellow", "lossy": "magenta", "info": "blue"}


def labelled(before: str, severity: str, after: str) -> None:
    """Print a line on standard error whose severity has its colour, on a terminal."""
    from speccast.reading.escape import printable  # noqa: PLC0415

    label = click.style(severity, fg=_COLOURS[severity], bold=True)
    click.echo(f"{printable(before)}{label}{printable(after)}", err=True)
