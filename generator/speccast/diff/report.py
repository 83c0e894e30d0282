"""From changes to text: for people, as JSON, as Markdown, as annotations for GitHub.

Changes that are the same in many places are told once. What a document's author wrote passes
through here, so whatever could steer a terminal is spelled out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speccast.diff.verdicts import Verdict, advice, counts, summary
from speccast.report import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.diagnostics import Location
    from speccast.diff.sources import Side
    from speccast.diff.verdicts import Change

_NAMED = 6
"""How many symbols of a group are named."""
_HEADINGS = {
    Verdict.BREAKING: "Breaking: programs that were right fail",
    Verdict.RISKY: "Risky: programs run on, and may do something else",
    Verdict.SAFE: "Safe: nothing to do",
}
_GITHUB = {Verdict.BREAKING: "error", Verdict.RISKY: "warning", Verdict.SAFE: "notice"}


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind that are told in one breath."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The one that speaks for all."""
        return self.changes[0]

    @property
    def title(self) -> str:
        """What happened."""
        return self.first.kind.replace("-", " ")

    @property
    def symbols(self) -> str:
        """About what."""
        symbols = [change.symbol for change in self.changes]
        more = len(symbols) - _NAMED
        return ", ".join(symbols[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def grouped(changes: Sequence[Change]) -> dict[Verdict, list[Group]]:
    """Return the changes by verdict, gravest first, those that say the same together."""
    found: dict[Verdict, dict[tuple[str, str], list[Change]]] = {v: {} for v in Verdict}
    for change in changes:
        said = "" if _is_addition(change) else change.what
        found[change.verdict].setdefault((change.kind, said), []).append(change)
    return {
        verdict: [Group(tuple(members)) for members in groups.values()]
        for verdict, groups in found.items()
        if groups
    }


def _is_addition(change: Change) -> bool:
    """Tell whether it is enough to say how much there is of a kind: it is new."""
    return change.kind.endswith("-added") and change.verdict is Verdict.SAFE


class Report:
    """Tells the changes between two sides."""

    def __init__(self, old: Side, new: Side, changes: list[Change]) -> None:
        """Keep them; places are looked up when they are told."""
        self.old = old
        self.new = new
        self.changes = changes

    def place(self, change: Change) -> Location:
        """Return where a change stands: in the old document where its subject is gone."""
        return (self.old if change.old else self.new).location(change.pointer)

    def text(self) -> str:
        """Tell them to people, on a terminal."""
        lines: list[str] = []
        for verdict, groups in grouped(self.changes).items():
            lines += [f"{_HEADINGS[verdict]}", ""]
            for group in groups:
                what = f": {group.first.what}" if self._says(group) else ""
                lines.append(plain(f"  {group.title}: {group.symbols}{what}"))
                lines.append(plain(f"    {group.first.why} ({self.place(group.first)})"))
            lines.append("")
        return "\n".join([*lines, f"{summary(self.changes)}."])

    def markdown(self) -> str:
        """Tell them as release notes."""
        lines: list[str] = []
        for verdict, groups in grouped(self.changes).items():
            lines += [f"### {_HEADINGS[verdict]}", ""]
            by_title: dict[str, list[Group]] = defaultdict(list)
            for group in groups:
                by_title[group.title].append(group)
            for title, members in by_title.items():
                lines += [f"**{title.capitalize()}.** {members[0].first.why}", ""]
                lines += [self._item(group) for group in members]
                lines.append("")
        return "\n".join([*lines, f"{summary(self.changes).capitalize()}."])

    def _item(self, group: Group) -> str:
        symbols = ", ".join(f"`{plain(symbol)}`" for symbol in group.symbols.split(", "))
        what = f": `{_cell(group.first.what)}`" if self._says(group) else ""
        place = self.place(group.first)
        return f"- {symbols}{what} ({plain(place.file)}:{place.line})"

    def _says(self, group: Group) -> bool:
        return bool(group.first.what) and (len(group.changes) == 1 or not _is_addition(group.first))

    def json(self) -> str:
        """Tell them to machines."""
        entries = [self._entry(change) for change in self.changes]
        told = {"summary": summary(self.changes), "semver": advice(self.changes)}
        return json.dumps({**told, "counts": counts(self.changes), "changes": entries}, indent=2)

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
        """Iterate them as workflow commands."""
        for change in self.changes:
            place = self.place(change)
            where = f"file={_escaped(place.file)},line={place.line},col={place.column}"
            said = f"{change.symbol}: {change.what}" if change.what else change.symbol
            body = plain(f"{said}. {change.why}").replace("%", "%25")
            yield f"::{_GITHUB[change.verdict]} {where},title={change.kind}::{body}"


def _cell(text: str) -> str:
    return plain(text).replace("`", "'")


def _escaped(text: str) -> str:
    return plain(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
