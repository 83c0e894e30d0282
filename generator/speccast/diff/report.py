"""Formats changes as text, JSON, Markdown, and annotations for GitHub.

Texts of a document reach a terminal from here, so control characters in them are escaped.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.diff.grouping import sections
from speccast.diff.verdicts import Verdict, advice, counts, summary
from speccast.reading.escape import code_span, markdown_text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.diff.grouping import Entry
    from speccast.diff.sources import Side
    from speccast.diff.verdicts import Change
    from speccast.reading.diagnostics import Location

_NAME = re.compile(r"(?<!\S)(?<!\d\s)[^\s,:]+(?=[,:]|$|\sand\s)")
"""A symbol in a list, but not the `more` of `and 3 more`."""
HEADINGS = {
    Verdict.BREAKING: "Breaking: correct programs now fail",
    Verdict.RISKY: "Risky: programs still run, and may behave differently",
    Verdict.SAFE: "Safe: no change needed",
}
_GITHUB = {Verdict.BREAKING: "error", Verdict.RISKY: "warning", Verdict.SAFE: "notice"}


class Report:
    """A report of the changes between two sides."""

    def __init__(self, old: Side, new: Side, changes: list[Change]) -> None:
        """Store the arguments; places are looked up when they are shown."""
        self.old = old
        self.new = new
        self.changes = changes

    def place(self, change: Change) -> Location:
        """Return the place of a change, in the old document if its subject was removed."""
        return (self.old if change.old else self.new).location(change.pointer)

    def _heading(self) -> str:
        """Return the heading: the title and both versions."""
        old, new = (side.api for side in (self.old, self.new))
        title = new.title.value or "untitled"
        was = f"{old.title.value} " if old.title != new.title else ""
        return f"{title}: {was}{old.version.value or '?'} to {new.version.value or '?'}"

    def text(self) -> str:
        """Return the changes as text for a terminal."""
        lines: list[str] = [printable(self._heading()), ""]
        for verdict, found in sections(self.changes).items():
            lines += [f"{HEADINGS[verdict]}", ""]
            for section in found:
                lines.append(f"  {section.title}. {section.why}")
                for entry in section.entries:
                    what = f": {entry.what}" if entry.what else ""
                    lines.append(
                        printable(f"    {entry.subject}{what} ({self.place(entry.change)})")
                    )
            lines.append("")
        return "\n".join([*lines, f"{summary(self.changes).capitalize()}."])

    def markdown(self) -> str:
        """Return the changes as release notes, with all names."""
        lines: list[str] = [f"## {markdown_text(self._heading())}", ""]
        for verdict, found in sections(self.changes, whole=True).items():
            lines += [f"### {HEADINGS[verdict]}", ""]
            for section in found:
                lines += [f"**{section.title}.** {section.why}", ""]
                lines += [self._item(entry) for entry in section.entries]
                lines.append("")
        return "\n".join([*lines, f"{summary(self.changes).capitalize()}."])

    def _item(self, entry: Entry) -> str:
        subject = _NAME.sub(lambda found: code_span(found[0]), entry.subject)
        what = f": {code_span(entry.what)}" if entry.what else ""
        place = self.place(entry.change)
        return f"- {subject}{what} ({code_span(f'{from_repository(place.file)}:{place.line}')})"

    def json(self) -> str:
        """Return the changes as a JSON object."""
        content = {
            "summary": summary(self.changes),
            "semver": advice(self.changes),
            "counts": counts(self.changes),
            "changes": [self._entry(change) for change in self.changes],
        }
        return json.dumps(content, indent=2)

    def _entry(self, change: Change) -> dict[str, object]:
        place = self.place(change)
        return {
            "verdict": str(change.verdict),
            "kind": change.kind,
            "symbol": change.symbol,
            "what": change.what,
            "why": change.why,
            "pointer": change.pointer,
            "file": place.file,
            "line": place.line,
            "column": place.column,
        }

    def github(self) -> Iterable[str]:
        """Iterate the changes as workflow commands of GitHub."""
        for change in self.changes:
            place = self.place(change)
            where = (
                f"file={_escaped(from_repository(place.file))},line={place.line},col={place.column}"
            )
            subject = f"{change.symbol}: {change.what}" if change.what else change.symbol
            body = printable(f"{subject}. {change.why}").replace("%", "%25")
            yield f"::{_GITHUB[change.verdict]} {where},title={change.kind}::{body}"


def from_repository(file: str) -> str:
    """Return a path relative to the root of its repository, or the unchanged path without one."""
    place = Path(file)
    if file.startswith("git:") or not place.is_file():
        return file
    real = place.resolve()
    root = next((folder for folder in real.parents if (folder / ".git").exists()), None)
    return real.relative_to(root).as_posix() if root else file


def _escaped(text: str) -> str:
    return printable(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
