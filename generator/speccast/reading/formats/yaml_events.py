"""Takes YAML text, returns its nodes with offsets, from the events of PyYAML's C parser.

Nothing here recurses, and nesting is limited while it is read: the C parser's own time grows with
the square of the depth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import yaml

from speccast.reading.diagnostics import SpecError

from . import recognition
from .limits import MAX_DEPTH, too_deep
from .lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator


# U+0085, U+2028 and U+2029 break lines in YAML 1.1, for which the C parser was written, and are
# ordinary characters in YAML 1.2: they are replaced by other characters before parsing.
_HIDE = str.maketrans("\x85\u2028\u2029", "\ufdd0\ufdd1\ufdd2")
_SHOW = str.maketrans("\ufdd0\ufdd1\ufdd2\ufdd3", "\x85\u2028\u2029:")
# A plain scalar of a flow collection may begin with a colon in YAML 1.2, as in `{host: ::1}`, and
# the C parser refuses it.
_FIRST_COLON = re.compile(r"([,\[{]\s*|:\s+):(?=[^\s,\[\]{}])")
_NO_TABS = "indent with spaces: YAML does not allow tabs"


class Scalar:
    """A scalar: its text, its tag (empty if the core schema decides), its offset."""

    __slots__ = ("offset", "tag", "text")

    def __init__(self, text: str, tag: str, offset: int) -> None:
        """Store the parts."""
        self.text = text
        self.tag = tag
        self.offset = offset


class Sequence:
    """A sequence of nodes."""

    __slots__ = ("items", "offset", "tag")

    def __init__(self, tag: str, offset: int) -> None:
        """Start empty."""
        self.items: list[Node] = []
        self.tag = tag
        self.offset = offset


class Mapping:
    """A mapping: keys and values alternately, including duplicates and merge keys."""

    __slots__ = ("items", "offset", "tag")

    def __init__(self, tag: str, offset: int) -> None:
        """Start empty."""
        self.items: list[Node] = []
        self.tag = tag
        self.offset = offset


Node: TypeAlias = "Scalar | Sequence | Mapping"


def pairs(node: Mapping) -> Iterator[tuple[Node, Node]]:
    """Yield the keys of a mapping, each with its value.

    If the parser stopped inside of the mapping, its last key has no value and is left out.
    """
    members = iter(node.items)
    return zip(members, members, strict=False)


_MERGE_TAGS = frozenset(("", "tag:yaml.org,2002:merge"))


def is_merge(key: Node) -> bool:
    """Return whether a key is the merge key `<<` of YAML 1.1, plain or tagged `!!merge`."""
    return type(key) is Scalar and key.tag in _MERGE_TAGS and key.text == "<<"


_PARSERS_LIMIT = "exceeded maximum nesting depth"
"""The parser's error for more than 1,000 levels, since libyaml 0.2.6."""
STRING_TAG = "!"
"""The tag of a scalar that is a string because it is quoted, or tagged as one."""


class Composer:
    """Builds nodes from events; an alias becomes the node that it refers to."""

    def __init__(self, lines: Lines) -> None:
        """Prepare to read the text of `lines`."""
        self._lines = lines
        self._hidden = _FIRST_COLON.sub("\\1\ufdd3", lines.terminated.translate(_HIDE))
        self._hides = self._hidden != lines.terminated
        self._anchors: dict[str, Node] = {}
        self._open: list[Sequence | Mapping] = []
        self._documents = 0
        self.root: Node | None = None
        self.count = 0
        """The number of nodes in the text."""

    def compose(self) -> Node | None:
        """Return the root node of the text; None if there is none.

        Raises:
            SpecError: it is not YAML, has several documents, nests too deeply, or has an undefined
                or recursive alias.

        """
        try:
            get_event = yaml.CLoader(self._hidden).get_event
            while (event := get_event()) is not None:
                self._add(event)
        except yaml.MarkedYAMLError as error:
            raise self._malformed(error) from None
        except yaml.reader.ReaderError as error:
            message = f"the character U+{error.character:04X} is not allowed in YAML"
            raise self._error(message, "bad-character", error.position) from None
        return self.root

    def _add(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            tag = event.tag or ("" if event.implicit[0] else STRING_TAG)
            text = event.value.translate(_SHOW) if self._hides else event.value
            self._place(Scalar(text, tag, _offset(event)), event.anchor)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._place(self._aliased(event), None)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                message = "a second document begins here"
                hint = "keep one OpenAPI document in one file"
                raise self._error(message, "several-documents", _offset(event), hint)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        make = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = make(event.tag or "", _offset(event))
        self._place(node, event.anchor)
        self._open.append(node)
        if len(self._open) > MAX_DEPTH:
            raise too_deep(self._lines, node.offset)

    def _place(self, node: Node, anchor: str | None) -> None:
        self.count += 1
        if self._open:
            self._open[-1].items.append(node)
        else:
            self.root = node
        if anchor is not None:
            self._anchors[anchor] = node

    def _aliased(self, event: yaml.AliasEvent) -> Node:
        node = self._anchors.get(event.anchor or "")
        if node is None:
            message = f"the alias *{event.anchor} is not defined"
            raise self._error(message, "unknown-alias", _offset(event))
        if any(node is around for around in self._open):
            message = f"the alias *{event.anchor} refers to a node that contains it"
            hint = "use $ref for a schema that contains itself"
            raise self._error(message, "recursive-alias", _offset(event), hint)
        return node

    def _malformed(self, error: yaml.MarkedYAMLError) -> SpecError:
        mark = error.problem_mark or error.context_mark
        if mark and error.problem == _PARSERS_LIMIT:
            # The parser reads ahead, and reaches its own limit before `_begin` checks ours.
            Composer(Lines(self._lines.text[: mark.index], self._lines.name)).compose()
        context = f" {error.context}" if error.context else ""
        message = f"not valid YAML: {error.problem}{context}"
        offset = mark.index if mark else 0
        is_tab = self._lines.text[offset : offset + 1] == "\t"
        hint = _NO_TABS if is_tab else recognition.probable_cause(self._lines.text)
        return self._error(message, "malformed-yaml", offset, hint)

    def _error(self, message: str, code: str, offset: int, hint: str = "") -> SpecError:
        return SpecError(code, message, self._lines.locate(offset), hint)


def _offset(event: yaml.Event) -> int:
    """Return the offset of an event, in characters."""
    return event.start_mark.index if event.start_mark is not None else 0
