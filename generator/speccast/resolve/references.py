"""Makes each reference canonical, and lets the walk visit its target.

An unresolved or circular reference, and one to an object of another kind, is a fault. In a lenient
run a harmless object replaces it.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from speccast.reading.diagnostics import SpecError
from speccast.reading.pointers import escape, file_of, to_pointer

from .kinds import (
    FIELDS,
    HEADER,
    MAP,
    OPERATION,
    PARAMETER,
    REQUEST_BODY,
    RESPONSE,
    SCHEMA,
    SECTIONS,
    Kind,
)
from .lookup import Lookup, NotFoundError, Target
from .repairs.fixes import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place

    from .context import Context
    from .walk import Walk

_NOT_OBJECTS: Final = tuple(
    f"#/{field}" for field in ("info", "servers", "tags", "security", "externalDocs")
)
_SHOWN: Final = 5
"""The maximum number of references of a cycle that a message names."""
HARMLESS: Final[dict[Kind, dict[str, Json]]] = {
    HEADER: {"schema": {}},
    RESPONSE: {"description": ""},
    REQUEST_BODY: {"content": {}},
    OPERATION: {"responses": {}},
}
"""The replacement of a missing object, by kind; other kinds have an empty object."""


class References:
    """All references of a document."""

    def __init__(self, ctx: Context, walk: Walk) -> None:
        """Start with none."""
        self._ctx = ctx
        self._walk = walk
        self._lookup = Lookup(ctx)
        self.dynamic_anchors: list[tuple[dict[str, Json], Place]] = []
        """Schemas with a `$dynamicAnchor`, and their places."""
        self._known: dict[tuple[Kind, str, str], tuple[str, Target]] = {}
        """Kind, file and text of a reference -> the canonical pointer and its target."""
        self._targets: dict[int, Target] = {}
        """The target of the reference in an object, by the object's identity."""
        self._resolved: list[tuple[Kind, dict[str, Json], Place]] = []

    def resolve(self) -> None:
        """Visit objects and resolve their references, until there are no new ones."""
        walk = self._walk
        while True:
            walk.run()
            anchors, walk.anchors = walk.anchors, []
            for node, place in anchors:
                self._lookup.register(node, place)
                self.dynamic_anchors += [(node, place)] if "$dynamicAnchor" in node else []
            sections, walk.section_references = walk.section_references, []
            for kind, node, place in sections:
                self._splice(kind, node, place)
            if sections:  # their members are visited before others refer to them
                continue
            pending, walk.references = walk.references, []
            for kind, node, place in pending:
                self._resolve(kind, node, place)
            if not pending:
                break

    def _resolve(self, kind: Kind, node: dict[str, Json], place: Place) -> None:
        """Make one reference canonical."""
        ref = node["$ref"]
        if not isinstance(ref, str):
            self._unresolved(kind, node, place, f"`$ref` must be text, not {describe(ref)}")
            return
        key = (kind, file_of(place), ref)
        found = self._known.get(key)
        if found is None:
            is_shared = True
            try:
                found = self.find(kind, ref, place)
            except NotFoundError as error:
                found, is_shared = self._pasted(kind, ref, place), False
                message = f"the reference {ref[:200]!r} {error.message}"
                if self._ctx.dynamic.pop(id(node), None) is not None:
                    del node["$ref"]
                    message = f"{message}: it allows any value"
                    self._ctx.warning("dynamic-reference", message, (place, "$dynamicRef"))
                    return
                if found is None:
                    self._unresolved(kind, node, place, message, hint=error.hint)
                    return
                self._ctx.warning("loose-reference", f"{message}; it is read as {found[0]}", place)
            except SpecError as error:
                if not self._ctx.lenient:
                    raise
                self._unresolved(kind, node, place, error.message, hint=error.hint, code=error.code)
                return
            if is_shared and not self._lookup.is_relative:
                self._known[key] = found
        node["$ref"] = found[0]
        self._targets[id(node)] = found[1]
        self._resolved.append((kind, node, place))

    def _pasted(self, kind: Kind, ref: str, place: Place) -> tuple[str, Target] | None:
        """Return the target of a `#/$defs/…` in a schema that was written as a document.

        Its `$defs` are those of an enclosing schema, or have become components.
        """
        section, _, name = ref.removeprefix("#/").partition("/")
        if kind != SCHEMA or section not in {"$defs", "definitions"} or not name:
            return None
        steps = to_pointer(place).partition("#")[2].split("/")
        around = ("/".join((*steps[:last], section)) for last in range(len(steps), 1, -1))
        for base in (*around, "/components/schemas"):
            try:
                return self.find(kind, f"#{quote(base, safe='/~$')}/{name}", place)
            except NotFoundError:
                continue
        return None

    def find(self, kind: Kind, ref: str, place: Place) -> tuple[str, Target]:
        """Return the canonical pointer and the target of a reference; schedule its visit."""
        target = self._lookup.find(ref, place)
        node = target.node
        seen = self._ctx.seen.get(id(node))
        if seen is None:
            self._check_unseen(kind, target)
            self._walk.schedule(kind, target.holder, target.key, target.parent)
        elif seen[0] != kind:
            message = f"leads to a {seen[0]}, where a {kind} belongs"
            raise NotFoundError(message)
        return to_pointer(target.place), target

    def _check_unseen(self, kind: Kind, target: Target) -> None:
        """Refuse an unvisited target that cannot be an object of the kind."""
        node, place = target.node, target.place
        location = to_pointer(place)
        if not isinstance(node, dict):
            if isinstance(node, bool) and kind == SCHEMA:
                return
            message = f"leads to {describe(node)}, where a {kind} belongs"
            raise NotFoundError(message)
        holder = self._ctx.seen.get(id(target.holder))
        held = FIELDS.get(holder[0], {}).get(str(target.key)) if holder else None
        if held is not None and held[0] == MAP:
            message = f"leads to a map, where one {kind} belongs"
            raise NotFoundError(message)
        if location.startswith(_NOT_OBJECTS) or (place[0] is None and "openapi" in node):
            message = f"leads to something that is not a {kind}"
            raise NotFoundError(message)

    def _unresolved(  # noqa: PLR0913 - the parts of a fault
        self,
        kind: Kind,
        node: dict[str, Json],
        place: Place,
        message: str,
        *,
        hint: str = "",
        code: str = "unresolved-reference",
    ) -> None:
        """Report a fault, and replace the reference by a harmless object."""
        self._ctx.fault(code, message, (place, "$ref"), hint)
        node.clear()
        node.update(copy.deepcopy(HARMLESS.get(kind, {})))

    def _splice(self, kind: Kind, node: dict[str, Json], place: Place) -> None:
        """Replace a reference to a section by one reference for each member."""
        ref = node.pop("$ref")
        problem, hint, code = "leads to no such section", "", "unresolved-reference"
        target: Json = None
        try:
            target = self._lookup.find(ref, place).node if isinstance(ref, str) else None
        except NotFoundError as error:
            problem, hint = error.message, error.hint
        except SpecError as error:
            if not self._ctx.lenient:
                raise
            problem, hint, code = f"cannot be followed: {error.message}", error.hint, error.code
        if not isinstance(ref, str) or not isinstance(target, dict) or target is node:
            message = f"the reference {str(ref)[:200]!r} {problem}"
            self._ctx.fault(code, message, (place, "$ref"), hint)
            target, ref = {}, ""
        else:
            message = "a reference to a section is read as a reference to each of its members"
            self._ctx.warning("section-reference", message, place)
        base = ref if "#" in ref else f"{ref}#"
        for key in target:
            if key != "$ref" and not key.startswith("x-"):
                node.setdefault(key, {"$ref": f"{base}/{quote(escape(key), safe='~')}"})
        if kind in SECTIONS:
            self._walk.revisit(kind, node, place)
        else:
            for key in node:
                self._walk.schedule(kind, node, key, place)

    def schemas(self) -> Iterator[tuple[dict[str, Json], Place, Target]]:
        """Iterate the references to schemas: object, place and target."""
        for kind, node, place in self._resolved:
            if kind == SCHEMA and "$ref" in node:
                yield node, place, self._targets[id(node)]

    def external_targets(self) -> dict[Kind, dict[str, dict[str, Json]]]:
        """Return the objects of other files that are referred to, by kind and pointer."""
        found: dict[Kind, dict[str, dict[str, Json]]] = {}
        for kind, node, _ in self._resolved:
            target = self._targets[id(node)]
            if "$ref" not in node or not file_of(target.place):
                continue
            value = target.node
            if isinstance(value, dict):
                found.setdefault(kind, {})[to_pointer(target.place)] = value
        return found

    def verify(self) -> None:
        """Replace references to parts that a later repair has removed by harmless objects."""
        lost = True
        while lost:
            lost = False
            good: set[str] = set()
            for kind, node, place in self._resolved:
                pointer = node.get("$ref")
                if not isinstance(pointer, str) or pointer in good:
                    continue
                if self._ctx.has(pointer):
                    good.add(pointer)
                    continue
                lost = True
                if kind != PARAMETER:  # already reported when it was emptied
                    message = f"the reference to {pointer} leads to a part that was left out"
                    self._ctx.error("unresolved-reference", message, (place, "$ref"))
                node.clear()
                node.update(copy.deepcopy(HARMLESS.get(kind, {})))

    def refuse_cycles(self) -> None:
        """Refuse cycles that consist of references only."""
        places = {id(node): (kind, node, place) for kind, node, place in self._resolved}
        done: set[int] = set()
        for _, first, _ in self._resolved:
            chain: dict[int, None] = {}
            here: Json = first
            while isinstance(here, dict) and "$ref" in here and id(here) not in done:
                if id(here) in chain:
                    self._refuse_cycle([places[known] for known in chain], here)
                    break
                chain[id(here)] = None
                here = self._targets[id(here)].node
            done.update(chain)

    def _refuse_cycle(
        self, chain: list[tuple[Kind, dict[str, Json], Place]], again: dict[str, Json]
    ) -> None:
        begin = next(index for index, (_, node, _) in enumerate(chain) if node is again)
        kind, node, place = chain[begin]
        names = [to_pointer(place) for _, _, place in chain[begin:]][:_SHOWN]
        message = f"the reference leads back to itself: {' -> '.join((*names, names[0]))}"
        self._unresolved(kind, node, place, message, code="reference-cycle")
