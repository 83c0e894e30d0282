"""Formats findings: as text with the marked line, for GitHub, as JSON and as SARIF.

Texts of a document reach a terminal or a log from here, so control characters in them are escaped.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from speccast import __version__
from speccast.reading.diagnostics import Severity
from speccast.reading.escape import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.reading.findings import Finding

_WIDTH = 96
"""The number of characters of a long line that are shown."""

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def heading(finding: Finding, severity: str = "") -> str:
    """Return one line: place, severity (or the text to show for it), message, code."""
    place = f"{printable(str(finding.location))}: " if finding.location else ""
    return f"{place}{severity or finding.severity}: {printable(finding.message)} [{finding.code}]"


def details(finding: Finding) -> str:
    """Return the lines below the heading: the line of the document, a mark under it, a hint."""
    lines: list[str] = []
    if finding.location and finding.line.strip():
        number = str(finding.location.line)
        text, mark = _excerpt(finding.line, finding.location.column)
        lines += [f"  {number} | {text}", f"  {' ' * len(number)} | {mark}"]
    if finding.hint:
        lines.append(f"  hint: {printable(finding.hint)}")
    return "\n".join(lines)


def text(finding: Finding) -> str:
    """Return a finding as text: its heading and its details."""
    return "\n".join(filter(None, (heading(finding), details(finding))))


def _excerpt(line: str, column: int) -> tuple[str, str]:
    """Return the part of a line around a column, and a line that marks the word there."""
    start = max(0, column - 1 - _WIDTH // 3) if len(line) > _WIDTH else 0
    cut = line[start : start + _WIDTH]
    before, rest = cut[: column - 1 - start], cut[column - 1 - start :]
    word = rest.split(maxsplit=1)[0].rstrip(":,]}") if rest[:1].strip() else ""
    dots = "…" if start else ""
    shown = dots + printable(cut) + ("…" if start + _WIDTH < len(line) else "")
    return shown.rstrip(), " " * len(dots + printable(before)) + "^" * max(1, len(printable(word)))


def github(finding: Finding) -> str:
    """Return a workflow command; GitHub shows it at the line."""
    level = _GITHUB.get(finding.severity, "notice")
    place = finding.location
    where = f" file={_property(place.file)},line={place.line},col={place.column}" if place else ""
    body = finding.message + (f" ({finding.hint})" if finding.hint else "")
    comma = "," if where else " "
    return f"::{level}{where}{comma}title={_property(finding.code)}::{_data(body)}"


def github_file(path: str, message: str) -> str:
    """Return a workflow command about a whole file."""
    return f"::error file={_property(path)}::{_data(message)}"


def github_error(message: str) -> str:
    """Return a workflow command without a file."""
    return f"::error::{_data(message)}"


def _data(value: str) -> str:
    return printable(value).replace("%", "%25")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as a JSON object."""
    place = finding.location
    return {
        "severity": str(finding.severity),
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "pointer": finding.pointer,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def sarif(findings: Iterable[Finding]) -> str:
    """Return findings as a SARIF 2.1.0 log, for code hosts and editors."""
    listed = list(findings)
    codes = sorted({finding.code for finding in listed})
    driver = {
        "name": "speccast",
        "version": __version__,
        "rules": [{"id": code} for code in codes],
    }
    results = [_result(finding, codes) for finding in listed]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(finding: Finding, codes: Sequence[str]) -> dict[str, object]:
    body = finding.message + (f" ({finding.hint})" if finding.hint else "")
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _SARIF.get(finding.severity, "note"),
        "message": {"text": _sarif_text(body)},
        "properties": {"severity": str(finding.severity), "pointer": finding.pointer},
    }
    if (place := finding.location) is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        artifact = {"uri": _sarif_uri(place.file)}
        physical = {"artifactLocation": artifact, "region": region}
        result["locations"] = [{"physicalLocation": physical}]
    return result


def _sarif_text(value: str) -> str:
    """Escape placeholders and links in a plain text message (SARIF 2.1.0, 3.11.5, 3.11.6)."""
    links = re.sub(r"[\\\[\]]", r"\\\g<0>", printable(value))
    return links.replace("{", "{{").replace("}", "}}")


def _sarif_uri(file: str) -> str:
    """Return a file's name as a URI reference (RFC 3986), relative if the path is relative."""
    if "://" in file:
        return quote(file, safe=":/?#[]@!$&'()*+,;=%~")
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def counted(counts: dict[str, int]) -> str:
    """Return counts as text: `2 errors, 1 warning, 14 lossy`."""
    nouns = {"error": "errors", "warning": "warnings", "info": "notes"}
    single = {"info": "note"}
    return ", ".join(
        f"{number} {single.get(name, name) if number == 1 else nouns.get(name, name)}"
        for name in map(str, Severity)
        if (number := counts.get(name))
    )
