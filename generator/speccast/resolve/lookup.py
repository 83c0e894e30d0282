"""Takes the text of a reference and its place, returns its target.

A reference is a URI (RFC 3986): the part before `#` names a file, or the `$id` of a schema; the
part after it is a percent-encoded JSON pointer, or the name of an `$anchor`. Some other forms that
occur in practice are read too, with a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from speccast.reading.diagnostics import SpecError
from speccast.reading.pointers import Place, child, file_of, join, to_pointer, unescape

from .scan import anchors, closest_place, ids, key_in

if TYPE_CHECKING:
    from speccast.reading.json_value import Json

    from .context import Context


class NotFoundError(Exception):
    """A reference has no target, or one of another kind.

    Args:
        message: the reason; it continues a sentence that begins with the reference.
        hint: a similar name.

    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Store both."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class Target(Struct, frozen=True):
    """The target of a reference."""

    holder: dict[str, Json] | list[Json]
    key: str | int
    parent: Place | None
    """The place of the holder."""

    @property
    def node(self) -> Json:
        """The repaired object."""
        return child(self.holder, self.key)

    @property
    def place(self) -> Place:
        """The place of the object."""
        return (self.parent, self.key)


class Lookup:
    """Finds the targets of references."""

    def __init__(self, ctx: Context) -> None:
        """Start without any `$id` or anchor."""
        self._ctx = ctx
        self._ids: dict[str, Place] = {}
        self._bases: dict[str, str] = {}
        self._anchors: dict[tuple[str, str], list[Place]] = {}
        """By schema resource (JSON Schema, 8.2.2) and name; several places are a mistake."""
        self._unvisited: dict[str, dict[tuple[str, str], Place]] = {}
        """The anchors of a file, filled by the first lookup of one that is not registered."""
        self._unseen_ids: dict[str, Place] = {}
        self._scanned: set[str] = set()
        """Files whose `$id`s are all known."""

    @property
    def is_relative(self) -> bool:
        """Whether the target of a reference can depend on its place within the file."""
        return bool(self._bases) or any(len(places) > 1 for places in self._anchors.values())

    def register(self, node: dict[str, Json], place: Place) -> None:
        """Record the `$id` and anchors of a schema, or the `$self` of a document."""
        name = node.get("$id") if place[0] is not None or "$self" not in node else node["$self"]
        if isinstance(name, str) and name:
            base = urljoin(self._base(place), name).partition("#")[0]
            for spelled in (base, name.partition("#")[0]):
                self._ids.setdefault(spelled, place)
            self._bases[to_pointer(place)] = base
        for keyword in ("$anchor", "$dynamicAnchor"):
            anchor = node.get(keyword)
            if isinstance(anchor, str):
                self._anchors.setdefault((self._resource(place), anchor), []).append(place)

    def _resource(self, place: Place) -> str:
        """Return the schema resource that contains a place: a schema with an `$id`, or the file."""
        around = self._base_place(place)[1]
        return to_pointer((None, file_of(place)) if around is None else around)

    def _base(self, place: Place) -> str:
        """Return the base URI at a place; empty without an `$id`."""
        return self._base_place(place)[0]

    def _base_place(self, place: Place) -> tuple[str, Place | None]:
        here: Place | None = place if self._bases else None
        pointer = to_pointer(place) if self._bases else ""
        while here is not None:
            base = self._bases.get(pointer)
            if base is not None:
                return base, here
            here, pointer = here[0], pointer.rpartition("/")[0]
        return "", None

    def find(self, ref: str, place: Place, hops: int = 0) -> Target:
        """Return the target of a reference.

        Args:
            ref: its text.
            place: its place.
            hops: the number of references that were followed before.

        Raises:
            NotFoundError: it has no target.
            SpecError: it leads to a file that is forbidden or cannot be read.

        """
        named, mark, fragment = ref.partition("#")
        base, around = self._base_place(place)
        if around is not None and not named:
            try:
                return self._inside(around, fragment, place, hops)
            except NotFoundError:
                pass
        root = self._root(named, base, place, hops if not mark else _MAX_HOPS)
        return self._inside(root, fragment, place, hops)

    def _root(self, named: str, base: str, place: Place, hops: int) -> Place:
        """Return the place that a pointer is relative to: a file, or a schema with an `$id`."""
        file = file_of(place)
        if not named:
            return (None, file)
        known = self._ids.get(urljoin(base, named)) or self._ids.get(named)
        if known is not None:
            return known
        if hops < _MAX_HOPS and (found := self._by_name(named, place, hops)) is not None:
            return found
        try:
            name = self._load(named, place, base)
        except SpecError:
            if (unseen := self._unseen(urljoin(base, named))) is not None:
                return unseen
            raise
        if name not in self._ctx.trees:
            self._ctx.open(name)
            tree = self._ctx.trees[name]
            if isinstance(tree, dict) and "$self" in tree:
                self.register(tree, (None, name))
        return (None, name)

    def _load(self, named: str, place: Place, base: str) -> str:
        """Read a file, and return its canonical name.

        A relative `$id` is tried as its folder first, then the folder of the document. A URI below
        the folder of the document's `$self` also names a file beside the document.
        """
        load, file, at = self._ctx.document.load, file_of(place), to_pointer((place, "$ref"))
        folder = self._bases.get(f"{file}#", "").rpartition("/")[0]
        other = urljoin(base, named) if base and not urlsplit(base).scheme else named
        if folder and named.startswith(f"{folder}/"):
            other = named.removeprefix(f"{folder}/")
        if other != named:
            try:
                return load(other, file, at)
            except SpecError:
                pass
        return load(named, file, at)

    def _unseen(self, uri: str) -> Place | None:
        """Return the place of a schema with an `$id` in a file, visited or not."""
        for file, tree in list(self._ctx.trees.items()):
            root: Place = (None, file)
            if file and file not in self._scanned:
                self._scanned.add(file)
                for node, place, base in ids(tree, root, self._bases.get(f"{file}#", "")):
                    self._unseen_ids.setdefault(urljoin(base, node).partition("#")[0], place)
        return self._unseen_ids.get(uri)

    def _by_name(self, named: str, place: Place, hops: int) -> Place | None:
        """Return the component schema that a bare name means; None if there is none."""
        keys = ("components", "schemas", named)
        try:
            self._walk((None, ""), keys, hops + 1)
        except NotFoundError:
            return None
        message = f"the reference {named!r} is a bare name, read as #/components/schemas/{named}"
        self._ctx.warning("loose-reference", message, place)
        here: Place = (None, "")
        for key in keys:
            here = (here, key)
        return here

    def _inside(self, root: Place, fragment: str, place: Place, hops: int) -> Target:
        """Return the target of a fragment below a root; of equal anchors, the closest one."""
        if not fragment:
            return self._walk(root, ())
        decoded = unquote(fragment)
        if not fragment.startswith("/"):
            known = self._anchors.get((to_pointer(root), decoded))
            anchor = closest_place(known, place) if known else self._scan(root, decoded)
            if anchor is not None:
                return self._walk(anchor, ())
        raw = fragment.removeprefix("/").split("/")
        keys = tuple(unescape(unquote(token)) for token in raw)
        try:
            return self._walk(root, keys, hops)
        except NotFoundError:
            plain = tuple(unescape(token) for token in raw)
            if plain == keys:
                raise
            return self._walk(root, plain, hops)

    def _scan(self, root: Place, anchor: str) -> Place | None:
        """Return the place of an anchor in an unvisited part of a file."""
        file = file_of(root)
        if file and file not in self._unvisited:
            self._unvisited[file] = anchors(self._ctx.trees[file], (None, file))
        return self._unvisited.get(file, {}).get((to_pointer(root), anchor))

    def _walk(self, root: Place, keys: tuple[str, ...], hops: int = 0) -> Target:
        """Return the target of keys below a root."""
        parent, key = root
        if root == (None, "") and keys and keys[0] in self._ctx.aliases:
            keys = self._aliased(keys)
        trees: dict[str, Json] = self._ctx.trees
        holder = trees if parent is None else self._ctx.at(parent)
        target = Target(_holder(holder), key, parent)
        rest = list(reversed(keys))
        while rest:
            token = rest.pop()
            node = target.node
            if isinstance(node, dict) and token not in node:
                token = self._ctx.renamed.get(id(node), {}).get(token, token)
            if isinstance(node, dict | list) and (found := key_in(node, token)) is not None:
                target = Target(node, found, target.place)
                continue
            following = self._continue(node, target, token, rest, hops)
            if following is None:
                raise self._not_found(node, token, target.place)
            target, hops = following, hops + 1
        return target

    def _aliased(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys that lead to the target of a pointer into a section of Swagger 2.0."""
        section = (
            self._ctx.trees[""].get(keys[0]) if isinstance(self._ctx.trees[""], dict) else None
        )
        if isinstance(section, dict) and keys[1:2] and keys[1] in section:
            return keys  # a body parameter, while the document is rewritten
        return (*self._ctx.aliases[keys[0]], *keys[1:])

    def _continue(
        self, node: Json, target: Target, token: str, rest: list[str], hops: int
    ) -> Target | None:
        """Return the wrapped or referenced object in which the search for a key continues."""
        if not isinstance(node, dict) or hops > _MAX_HOPS:
            return None
        wrapped = self._ctx.wrapped.get(id(node))
        if wrapped is not None:
            around, lost = wrapped
            if not (lost and token == "allOf" and rest[-1:] == ["0"]):  # noqa: S105 - a keyword
                rest.append(token)
            else:
                rest.pop()
            branches = around["anyOf"]
            return Target(_holder(branches), 0, (target.place, "anyOf"))
        ref = node.get("$ref")
        if isinstance(ref, str):
            rest.append(token)
            return self.find(ref, target.place, hops + 1)
        return None

    def _not_found(self, node: Json, token: str, place: Place) -> NotFoundError:
        location = to_pointer(place)
        if not isinstance(node, dict):
            return NotFoundError(f"leads nowhere: there is nothing below {location}")
        near = self._ctx.nearest(token, node)
        hint = f"did you mean {join(location, near)}?" if near else ""
        return NotFoundError(f"leads nowhere: {location} has no {token[:80]!r}", hint)


_MAX_HOPS = 30
"""The maximum number of references that a pointer may pass through."""


def _holder(node: Json) -> dict[str, Json] | list[Json]:
    if isinstance(node, dict | list):
        return node
    message = "leads into a value without members"
    raise NotFoundError(message)
