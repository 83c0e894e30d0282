"""The names of one run: the result of `assign`, and its record in the manifest for the next run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from msgspec import Struct

if TYPE_CHECKING:
    from speccast import ir

ManifestNames = dict[str, dict[str, "str | dict[str, str]"]]
"""The record in the manifest: names by scope and key, or by scope, owner and key."""


CLIENT = "Client"
"""The default name of the client's class."""
OWN = "_own"
"""The module of the functions of a resource that has other resources within it."""


class OperationName(Struct, frozen=True):
    """The resource and the name of a method."""

    resource: str | None
    """The attributes from the client, `beta.threads`; None: a method of the client itself."""
    method: str

    @property
    def symbol(self) -> str:
        """The path from the client: `livestreams.list`, or `list`."""
        return f"{self.resource}.{self.method}" if self.resource else self.method


class ResourceName(Struct, frozen=True):
    """A group of methods."""

    path: str
    """The attributes that lead to it from the client: `beta.threads`."""
    class_name: str
    module: str
    """Its module in `resources/`."""
    is_outer: bool
    """Whether there are resources within it."""
    doc: ir.Doc

    @property
    def functions(self) -> str:
        """The module in `operations/` with its functions: `beta.threads.runs`."""
        return f"{self.path}.{OWN}" if self.is_outer else self.path

    @property
    def attribute(self) -> str:
        """The last attribute: `threads`."""
        return self.path.rpartition(".")[2]

    @property
    def parent(self) -> str | None:
        """The resource that contains this one; None: the client."""
        return self.path.rpartition(".")[0] or None


class Names(Struct, frozen=True):
    """All identifiers of the output that come from the document, valid and distinct."""

    package: str
    client: str
    """The class of the sync client."""
    classes: Mapping[ir.Id, str]
    """The class or alias of each declared thing."""
    modules: Mapping[ir.Id, str]
    """The module under `models/` of each declared thing."""
    attributes: Mapping[tuple[ir.Id, str], str]
    """By model and wire name."""
    members: Mapping[tuple[ir.Id, int], str]
    """By enum and index of the value."""
    operations: Mapping[str, OperationName]
    """By the operation's pointer."""
    resources: tuple[ResourceName, ...]
    """In the order of their first operations."""
    arguments: Mapping[tuple[str, str], str]
    """By the operation's pointer and the pointer of the parameter or of the body's property, or the
    word for an argument of ours, where it has another name than this word."""
    client_arguments: Mapping[str, str]
    """By the pointer of the security scheme or of the client parameter."""
    webhooks: Mapping[str, str]
    """By pointer, the function that decodes the event."""
    iterators: Mapping[str, OperationName]
    """The page iterator, by the operation's pointer."""
    waits: Mapping[str, OperationName]
    """By pointer, the method that waits."""
    scopes: Mapping[str, OperationName]
    """By pointer, the method that opens the context."""
    manifest_names: ManifestNames

    def own_argument(self, operation: ir.Operation, word: str) -> str:
        """Return what an argument of ours is called beside the API's: `body`, or `body_`."""
        return self.arguments.get((operation.pointer, word), word)

    @property
    def error(self) -> str | None:
        """A second name for the base of all errors, if the client's class is not `Client`."""
        return None if self.client == CLIENT else f"{self.client}Error"

    @property
    def async_client(self) -> str:
        """The class of the async client."""
        return f"Async{self.client}"

    def recorded(self) -> ManifestNames:
        """Return the record for the manifest, so that the next run keeps the names."""
        return self.manifest_names


class Previous:
    """The record of an earlier manifest; malformed parts are ignored."""

    def __init__(self, manifest_names: Mapping[str, object] | None) -> None:
        """Store the record; `None`: there is no earlier output."""
        self._manifest_names: Mapping[str, object] = manifest_names or {}

    def flat(self, scope: str) -> dict[str, str]:
        """Return the names of a scope by key."""
        return _strings(self._manifest_names.get(scope))

    def owned(self, scope: str, owner: str) -> dict[str, str]:
        """Return the names of one owner, including those that equal their keys."""
        owners = self._manifest_names.get(scope)
        found: dict[str, str] = {}
        if isinstance(owners, Mapping):
            found = _strings(cast("Mapping[object, object]", owners).get(owner))
        for key in self.flat(f"plain_{scope}").get(owner, "").split():
            found[key] = natural(key)
        return found


def _strings(value: object) -> dict[str, str]:
    """Return the pairs of strings of a JSON object."""
    if not isinstance(value, Mapping):
        return {}
    pairs = cast("Mapping[object, object]", value)
    return {k: v for k, v in pairs.items() if isinstance(k, str) and isinstance(v, str)}


def natural(key: str) -> str:
    """Return the natural name of a key, which needs no record: `limit` for `query:limit`."""
    return key[1:].upper() if key.startswith("=") else key.partition(":")[2]


def keep(manifest_names: ManifestNames, scope: str, owner: str, names: Mapping[str, str]) -> None:
    """Record the names of one owner, the natural ones in one short line."""
    same = [key for key, name in names.items() if natural(key) == name and " " not in key]
    short = set(same)
    other = {key: name for key, name in names.items() if key not in short}
    if same:
        manifest_names.setdefault(f"plain_{scope}", {})[owner] = " ".join(same)
    if other:
        manifest_names.setdefault(scope, {})[owner] = other
