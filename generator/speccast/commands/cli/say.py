"""Prints text, with unprintable characters escaped.

Names and texts come from documents, manifests and folders that are not trusted. Their control
characters must not reach a terminal or a log.
"""

from __future__ import annotations

import click


def say(text: str, *, err: bool = False, lines: bool = False) -> None:
    """Print a text and a line break.

    Args:
        text: the text.
        err: whether it is printed to standard error.
        lines: whether line breaks in the text are kept instead of escaped.

    """
    from speccast.reading.escape import printable  # noqa: PLC0415 - only if something is printed

    shown = "\n".join(map(printable, text.split("\n"))) if lines else printable(text)
    click.echo(shown, err=err)


_COLOURS = {"error": "red", "warning": "yellow", "lossy": "magenta", "info": "blue"}


def labelled(before: str, severity: str, after: str) -> None:
    """Print a line to standard error, with the severity in its colour on a terminal."""
    from speccast.reading.escape import printable  # noqa: PLC0415

    label = click.style(severity, fg=_COLOURS[severity], bold=True)
    click.echo(f"{printable(before)}{label}{printable(after)}", err=True)
