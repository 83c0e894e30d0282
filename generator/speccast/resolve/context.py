"""The shared state of the resolving steps: the trees, the findings, and the visited objects.

A flaw that can be repaired is reported as a diagnostic at once. A *fault* makes the document
unusable. Faults are collected, so that one run reports them all; then the first one ends the run.
In a lenient run each is only a diagnostic of severity error.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any, TypeVar, cast

from speccast.reading.diagnostics import Severity, SpecError
from speccast.reading.escape import printable
from speccast.reading.nearest import nearest
from speccast.reading.pointers import Place, descend, join, split, to_pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.document import Document
    from speccast.reading.json_value import Json

    from .kinds import Kind

_MOST_COMPARED = 5_000
"""The maximum number of comparisons for spelling suggestions in one run, since each takes time."""
_LONGEST_COMPARED = 60


class Context:
    """The state of one run of the resolving stage."""

    def __init__(self, document: Document, diagnostics: Diagnostics, *, lenient: bool) -> None:
        """Start with nothing visited."""
        self.document = document
        self.diagnostics = diagnostics
        self.lenient = lenient
        self.is_3_0 = False
        """Whether the document is in OpenAPI 3.0, or in Swagger 2.0."""
        self.is_2_0 = False
        """Whether the document is in Swagger 2.0."""
        self.aliases: Mapping[str, tuple[str, ...]] = {}
        """Section of Swagger 2.0 -> the keys that lead to it after the conversion."""
        self.is_3_2 = False
        """Whether the document may use the additions of OpenAPI 3.2."""
        self.trees: dict[str, Json] = {}
        """Each file's tree, by canonical name; repaired in place."""
        self.seen: dict[int, tuple[Kind, dict[str, Json]]] = {}
        """Each visited object with its kind, by identity; it is stored so that no other object
        gets the same identity."""
        self.wrapped: dict[int, tuple[dict[str, Json], bool]] = {}
        """Schemas that wrap another one, by identity, and whether that one has lost its `allOf`."""
        self.renamed: dict[int, dict[str, str]] = {}
        """Old key -> new key, for maps whose keys were repaired."""
        self.dynamic: dict[int, str] = {}
        """Schemas with a `$dynamicRef`, by identity, and the anchor that it names."""
        self.sibling_texts: dict[str, dict[str, str]] = {}
        """Summaries and descriptions beside references outside of schemas, by pointer."""
        self._faults: list[tuple[str, str, Place | str, str]] = []
        self._compared = 0

    def info(
        self, code: str, message: str, place: Place | str, hint: str = "", *, at_key: bool = False
    ) -> None:
        """Report information."""
        self._add(Severity.INFO, code, message, place, hint, at_key=at_key)

    def warning(
        self, code: str, message: str, place: Place | str, hint: str = "", *, at_key: bool = False
    ) -> None:
        """Report a flaw that was repaired, or something that was read loosely."""
        self._add(Severity.WARNING, code, message, place, hint, at_key=at_key)

    def lossy(self, code: str, message: str, place: Place | str, hint: str = "") -> None:
        """Report something that is correct in the document, but not honoured by the client."""
        self._add(Severity.LOSSY, code, message, place, hint)

    def error(self, code: str, message: str, place: Place | str, hint: str = "") -> None:
        """Report that the reading of something is a guess."""
        self._add(Severity.ERROR, code, message, place, hint)

    def _add(  # noqa: PLR0913 - the parts of a diagnostic
        self,
        severity: Severity,
        code: str,
        message: str,
        place: Place | str,
        hint: str,
        *,
        at_key: bool = False,
    ) -> None:
        self.diagnostics.add(
            severity, code, printable(message), _pointer(place), printable(hint), at_key=at_key
        )

    def fault(self, code: str, message: str, place: Place | str, hint: str = "") -> None:
        """Report a fault, which makes the document unusable unless the run is lenient."""
        self._faults.append((code, printable(message), place, printable(hint)))

    def nearest(self, word: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
        """Return the known word closest to a misspelt one; None after many comparisons."""
        if len(word) > _LONGEST_COMPARED or self._compared > _MOST_COMPARED:
            return None
        self._compared += len(known)
        return nearest(word, known, cutoff) or None

    def raise_faults(self) -> None:
        """End the run if there was a fault.

        Raises:
            SpecError: the first fault; the others are reported as diagnostics.

        """
        faults, self._faults = self._faults, []
        first = 0 if self.lenient else 1
        for code, message, place, hint in faults[first:]:
            self.error(code, message, place, hint)
        if faults and not self.lenient:
            code, message, place, hint = faults[0]
            raise SpecError(code, message, self.document.location(_pointer(place)), hint)

    def open(self, name: str) -> None:
        """Add a copy of the tree of a file that the document has read."""
        self.trees[name] = deep_copy(self.document.tree(name))

    def at(self, place: Place) -> Json:
        """Return the node of a place.

        Raises:
            LookupError: there is none.

        """
        keys: list[str | int] = []
        parent, key = place
        while parent is not None:
            keys.append(key)
            parent, key = parent
        return descend(self.trees[str(key)], reversed(keys))

    def has(self, pointer: str) -> bool:
        """Return whether a canonical pointer has a target."""
        file, keys = split(pointer)
        try:
            return descend(self.trees.get(file), keys) is not None
        except LookupError:
            return False

    def source_text(self, place: Place, value: Json) -> str:
        """Return a number or boolean as written in the document: `1.10` for 1.1."""
        text = self.document.source_text(to_pointer(place))
        if text is not None:
            return text
        return str(value).lower() if isinstance(value, bool) else str(value)

    def record_origin(self, place: Place, origin: Place) -> None:
        """Record that the node at a place comes from `origin`."""
        self.document.relocate(to_pointer(place), to_pointer(origin))

    def rename(self, holder: dict[str, Json], place: Place, old: str, new: str) -> None:
        """Give a member another key, at the same position."""
        items = [(new if key == old else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(items)
        self.renamed.setdefault(id(holder), {})[old] = new
        base = to_pointer(place)
        self.document.relocate(join(base, new), join(base, old))


_Tree = TypeVar("_Tree", "dict[str, Json]", "Json")


def deep_copy(tree: _Tree) -> _Tree:
    """Return a deep copy of a JSON tree; many times faster than `copy.deepcopy`."""
    packed: bytes = marshal.dumps(cast("Any", tree))
    copy: _Tree = marshal.loads(packed)  # noqa: S302 - written in the line above
    return copy


def set_child(holder: dict[str, Json] | list[Json], key: str | int, value: Json) -> None:
    """Set the value at a key of a mapping or an index of a list."""
    if isinstance(holder, dict):
        holder[str(key)] = value
    elif isinstance(key, int):
        holder[key] = value


def _pointer(place: Place | str) -> str:
    return place if isinstance(place, str) else to_pointer(place)
