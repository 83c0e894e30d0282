"""Docstrings and comments from text of the document, safe to print and wrapped."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from speccast.ir import Text
from speccast.views.python.code import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 88
"""The line length of emitted code: the formatter's default."""

# All line ends of `str.splitlines`.
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_DIRECTIVE = re.compile(
    r"#(?=\s*(noqa|type:|pyright|pylint|ruff|fmt|isort|mypy|pragma|nosec))", re.IGNORECASE
)
_TAGS = re.compile(
    r"</?(p|br|b|i|em|strong|code|ul|ol|li|a|div|span|pre)\b[^<>]{0,200}/?>", re.IGNORECASE
)
_RUN = re.compile(r"(?<!>)>{3,}(?=\s|\Z)|\.\.(?=\s+[\w:-]+::)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])")
_ABBREVIATED = re.compile(r"\b(e\.g|i\.e|etc|vs|cf|approx|incl)\.$", re.IGNORECASE)
_LONGEST = 10
"""The number of characters in which an abbreviation is searched."""


def prose(text: Text | None) -> str:
    """Return a text that is safe in a docstring or comment: it cannot end or hide anything there.

    Line ends of all kinds become newlines. Control, bidirectional and other invisible characters
    are escaped, and triple quotes are replaced. Directives of linters lose their hash. Examples for
    doctest and directives of documentation tools are disabled.
    """
    if text is None:
        return ""
    lines = _LINE_ENDS.sub("\n", text.value)
    if "<" in lines:
        lines = _TAGS.sub("", lines)
    lines = _UNUSUAL.sub(_visible, lines)
    if "#" in lines:
        lines = _DIRECTIVE.sub("", lines)
    if ">>>" in lines or "::" in lines:
        lines = _RUN.sub(lambda match: ">>" if match.group()[0] == ">" else "", lines)
    return lines.replace('"""', "'''").strip()


def _ensure_prose(text: str) -> str:
    """Return a text that is safe already, or convert it with `prose`."""
    is_prose = '"""' not in text and text.replace("\n", "").isprintable()
    return text if is_prose else prose(Text(text))


_UNUSUAL = re.compile(r"[^ -~\n]")


def _visible(match: re.Match[str]) -> str:
    char = match.group()
    if char.isprintable():
        return char
    return " " if char == "\t" else f"<U+{ord(char):04X}>"


def split_summary(text: str) -> tuple[str, str]:
    """Return the first sentence, on one line, and the rest."""
    first, _, rest = text.partition("\n\n")
    sentences = _SENTENCE.split(" ".join(first.split()))
    end = 1
    while end < len(sentences) and _ABBREVIATED.search(sentences[end - 1][-_LONGEST:]):
        end += 1
    summary, more = " ".join(sentences[:end]), " ".join(sentences[end:])
    return summary, "\n\n".join(part for part in (more, rest.strip()) if part)


def docstring(text: str, indent: int) -> Code:
    """Return a docstring: a summary line with a full stop, a blank line, and the wrapped rest.

    Args:
        text: the result of `prose`.
        indent: its indentation in columns.

    """
    return _quoted(_laid_out(text, indent), indent)


def function_docstring(text: str, arguments: Iterable[tuple[str, str]], indent: int) -> Code:
    """Return a docstring with a section about the arguments.

    Args:
        text: the result of `prose`.
        arguments: the names and texts of the arguments.
        indent: its indentation in columns.

    """
    body = _laid_out(text, indent)
    entries = [_argument(name, about, WIDTH - indent - 4) for name, about in arguments]
    if entries:
        section = textwrap.indent("\n".join(entries), " " * 4)
        body = f"{body}\n\nArgs:\n{section}"
    return _quoted(body, indent)


def _laid_out(text: str, indent: int) -> str:
    """Return the lines of a docstring: a summary that fits in one, and the rest."""
    summary, rest = split_summary(_ensure_prose(text))
    summary, rest = _fit(summary, rest, WIDTH - indent - 6)
    summary = _full_stop(summary)
    return "\n\n".join([summary, wrap(rest, WIDTH - indent)]) if rest else summary


def _quoted(body: str, indent: int) -> Code:
    prefix = "r" if "\\" in body else ""
    end = "\n" + " " * indent if "\n" in body else ""
    lines = _indented(body, indent)
    start = " " if lines.startswith('"') else ""  # as the formatter would insert it
    return Code(f'{prefix}"""{start}{lines}{end}"""')


def _argument(name: str, about: str, width: int) -> str:
    return fill(f"{name}: {_ensure_prose(about)}", width, "    ")


def attribute_docstring(text: str, indent: int) -> Code:
    """Return the docstring of an attribute, wrapped."""
    text = _ensure_prose(text)
    body = wrap(text, WIDTH - indent)
    if "\n" not in body and len(body) > WIDTH - indent - 6:
        body = wrap(text, WIDTH - indent - 6)
    if "\n" not in body:
        body = _full_stop(body)
    prefix = "r" if "\\" in body else ""
    last = body.rpartition("\n")[2]
    is_long = body != last and (len(last) > WIDTH - indent - 3 or last.endswith('"'))
    end = "\n" + " " * indent if is_long else ""
    return Code(f'{prefix}"""{_indented(body, indent)}{end}"""')


def _indented(body: str, indent: int) -> str:
    """Indent all lines except the first, which follows the quotes."""
    space = " " * indent
    first, *rest = body.strip().split("\n")
    return "\n".join([first, *[space + line if line else line for line in rest]])


_CLAUSE = re.compile(r"[,;:] | [-–—] | \(")  # noqa: RUF001 - dashes as documents have them
_SHORTEST_CLAUSE = 20


def _fit(summary: str, rest: str, width: int) -> tuple[str, str]:
    """Shorten a summary to one line, at the end of a clause if possible; move the rest."""
    if len(_full_stop(summary)) <= width:
        return summary, rest
    ends = [
        match for match in _CLAUSE.finditer(summary) if _SHORTEST_CLAUSE < match.start() < width
    ]
    if ends and "(" not in ends[-1].group():
        head, tail = summary[: ends[-1].start()], summary[ends[-1].end() :]
        return head, "\n\n".join(filter(None, [tail[:1].upper() + tail[1:], rest]))
    head = textwrap.shorten(summary, width, placeholder=" …")
    if len(head) < _SHORTEST_CLAUSE:
        head = summary[: width - 2] + " …"
    return head, "\n\n".join(filter(None, [summary, rest]))


def _full_stop(summary: str) -> str:
    summary = summary.rstrip("\\ ")
    return summary if summary.endswith((".", "!", "?", "…")) else f"{summary.rstrip(':;,')}."


def wrap(text: str, width: int) -> str:
    """Wrap paragraphs, but not lists and indented lines."""
    return "\n\n".join(filter(None, (_paragraph(part, width) for part in text.split("\n\n"))))


def _paragraph(text: str, width: int) -> str:
    blocks: list[list[str]] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if re.fullmatch(r"`[A-Z]+ /\S*`", line):  # a route stays on one line
            return text
        if not blocks or re.match(r"\s*([-*+]|\d+\.|[#>|]|```)", line):
            blocks.append([])
        blocks[-1].append(line.strip())
    return "\n".join(_fill(" ".join(block), width) for block in blocks)


def _fill(line: str, width: int) -> str:
    hanging = "  " if re.match(r"[-*+] ", line) else ""
    return fill(line, width, hanging)


def fill(text: str, width: int, hanging: str) -> str:
    """Wrap one paragraph between words; a word that is longer than a line is not broken.

    It is several times faster than `textwrap.fill`, which matters since a third of the emitted text
    is prose.
    """
    lines: list[str] = []
    line: list[str] = []
    length = 0
    for word in text.split():
        if line and length + len(line) + len(word) > width:
            lines.append(" ".join(line))
            line, length = [hanging + word], len(hanging) + len(word)
        else:
            line.append(word)
            length += len(word)
    return "\n".join([*lines, " ".join(line)])


def comment(text: str) -> Code:
    """Return prose as one line of a comment, without the hash."""
    return Code(" ".join(text.split()))
