"""The result of `assign`: the names of one run, and their form in the manifest for the next run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from msgspec import Struct

if TYPE_CHECKING:
    from speccast import ir

ManifestNames = dict[str, dict[str, "str | dict[str, str]"]]
"""Names in the manifest: by scope and key, or by scope, owner and key."""
CLIENT = "Client"
"""The default name of the client's class."""
OWN = "_own"
"""The module with the functions of a resource that contains other resources."""


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
    """Whether it contains other resources."""
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
    """All identifiers of the output that derive from the document, valid and distinct."""

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
    """By the operation's pointer and the pointer of the parameter or of the body's property. For an
    argument of speccast that has another name than usual, its usual name is the second key."""
    client_arguments: Mapping[str, str]
    """By the pointer of the security scheme or of the client parameter."""
    webhooks: Mapping[str, str]
    """The function that decodes the event, by pointer."""
    iterators: Mapping[str, OperationName]
    """The page iterator, by the operation's pointer."""
    waits: Mapping[str, OperationName]
    """The method that waits, by pointer."""
    scopes: Mapping[str, OperationName]
    """The method that opens the context, by pointer."""
    manifest_names: ManifestNames
    """The names for the manifest, so that the next run keeps them."""

    def own_argument(self, operation: ir.Operation, word: str) -> str:
        """Return the name of an argument of speccast: `body`, or `body_` if that is taken."""
        return self.arguments.get((operation.pointer, word), word)

    @property
    def error(self) -> str | None:
        """Another name for the base class of all errors, if the client's class is not `Client`."""
        return None if self.client == CLIENT else f"{self.client}Error"

    @property
    def async_client(self) -> str:
        """The class of the async client."""
        return f"Async{self.client}"


class Previous:
    """The names of an earlier manifest; malformed parts are ignored."""

    def __init__(self, manifest_names: Mapping[str, object] | None) -> None:
        """Store the names; `None`: there is no earlier output."""
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
            found[key] = default_name(key)
        return found


def _strings(value: object) -> dict[str, str]:
    """Return the pairs of strings of a JSON object."""
    if not isinstance(value, Mapping):
        return {}
    pairs = cast("Mapping[object, object]", value)
    return {k: v for k, v in pairs.items() if isinstance(k, str) and isinstance(v, str)}


def default_name(key: str) -> str:
    """Return the default name of a key: `limit` for `query:limit`."""
    return key[1:].upper() if key.startswith("=") else key.partition(":")[2]


def record_names(
    manifest_names: ManifestNames, scope: str, owner: str, names: Mapping[str, str]
) -> None:
    """Store the names of one owner for the manifest; default ones only as a list of keys."""
    same = [key for key, name in names.items() if default_name(key) == name and " " not in key]
    short = set(same)
    other = {key: name for key, name in names.items() if key not in short}
    if same:
        manifest_names.setdefault(f"plain_{scope}", {})[owner] = " ".join(same)
    if other:
        manifest_names.setdefault(scope, {})[owner] = other
