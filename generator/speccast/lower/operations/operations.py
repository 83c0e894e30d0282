"""Paths -> `ir.Operation`: the operations of the document, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Operation, Text
from speccast.lower import documentation
from speccast.lower.extensions import boolean_extension, report_unknown_extensions, string_extension
from speccast.lower.naming.name_path import NamePath
from speccast.lower.naming.operation_ids import id_conventions
from speccast.lower.naming.operation_names import naming
from speccast.lower.naming.tags import tag_paths
from speccast.lower.operations.bodies import body
from speccast.lower.operations.parameters import parameters
from speccast.lower.operations.responses import links, responses
from speccast.lower.operations.security import Alternatives, alternatives, without_credentials
from speccast.lower.operations.selection import is_selected, report_selection
from speccast.lower.operations.servers import servers
from speccast.lower.operations.webhooks import callbacks
from speccast.lower.raw import fields, mapping, methods_of, sequence, string, strings, target
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from speccast.ir import Place, SecurityScheme, Webhook
    from speccast.lower.naming.operation_ids import IdConventions
    from speccast.lower.operations.selection import Selectable
    from speccast.lower.raw import JsonObject, Part
    from speccast.lower.schemas.interface import Schemas
    from speccast.lower.settings import Settings


class Operations:
    """Lowers the operations of a document; `schemas` stores the types that they declare."""

    def __init__(
        self,
        schemas: Schemas,
        settings: Settings,
        known: Mapping[str, SecurityScheme],
        client_keys: Container[tuple[Place, str]],
    ) -> None:
        """Read the data that all operations share.

        Args:
            schemas: lowers types.
            settings: the selection of operations.
            known: the security schemes that the client supports.
            client_keys: the keys of the parameters that are passed to the client.

        """
        self.schemas = schemas
        self.settings = settings
        self.callbacks: list[Webhook] = []
        """The callbacks of the operations that have been lowered."""
        self._known = known
        self._client_keys = client_keys
        self._root = schemas.resolved.root
        self._security = self._alternatives(self._root, "#")
        self._success = string_extension(self._root, "#", "x-speccast-success", schemas.diagnostics)
        paths = mapping(self._root.get("paths"))
        self._listed = {path.rpartition("/{")[0] for path in paths if path.endswith("}")}
        self._conventions = self._id_conventions()

    def _id_conventions(self) -> IdConventions:
        """Return the conventions of the document's operation ids."""
        # Tags of another kind (OpenAPI 3.2), such as badges, are no sections of the API.
        non_resource_tags = {
            str(tag.get("name"))
            for tag in map(mapping, sequence(self._root.get("tags")))
            if tag.get("kind", "nav") != "nav"
        }
        resolved = self.schemas.resolved
        operations = (
            (path, method, part[0])
            for path, entry in fields(self._root.get("paths"))
            for method, part in methods_of(
                resolved, *target(resolved, entry, join("#", "paths", path))
            )
        )
        return id_conventions(operations, non_resource_tags, tag_paths(self._root))

    def lower(self) -> list[Operation]:
        """Return all selected operations, path by path."""
        found: list[Operation] = []
        known: list[Selectable] = []
        for path, entry in fields(self._root.get("paths")):
            item, pointer = target(self.schemas.resolved, entry, join("#", "paths", path))
            for method, part in methods_of(self.schemas.resolved, item, pointer):
                known.append((path, part[0]))
                if is_selected(self.settings, path, part[0]):
                    found.append(self._operation(path, method, part, item))
        report_selection(self.settings, known, len(found), self.schemas.diagnostics)
        return found

    def _operation(self, path: str, method: str, part: Part, item: JsonObject) -> Operation:
        """Return one operation, without body arguments and pagination, which need all models."""
        node, pointer = part
        schemas, diagnostics = self.schemas, self.schemas.diagnostics
        named = naming(node, method.lower(), path, self._listed, self._conventions)
        name_path = NamePath(named.words, noun=named.noun)
        key = string(node.get("operationId"))
        report_unknown_extensions(node, pointer, diagnostics)
        self.callbacks += callbacks(schemas, node, pointer)
        security = self._alternatives(node, pointer) if "security" in node else self._security
        return Operation(
            key=Text(key) if key else None,
            method=method.upper(),
            path=Text(path),
            proposals=named.method,
            resource=named.resource,
            parameters=without_credentials(
                parameters(schemas, part, path, self._client_keys, name_path),
                [self._known[key.value] for keys in security for key in keys],
                diagnostics,
            ),
            body=body(schemas, node, pointer, name_path),
            responses=responses(schemas, node, pointer, name_path, is_head=method == "head"),
            security=security,
            servers=servers(node.get("servers")) or servers(item.get("servers")),
            doc=documentation.of_object(node),
            pointer=pointer,
            success=string_extension(node, pointer, "x-speccast-success", diagnostics)
            or self._success,
            idempotent=boolean_extension(node, pointer, "x-speccast-idempotent", diagnostics),
            stream=string_extension(node, pointer, "x-speccast-stream", diagnostics),
            links=links(schemas, node, pointer),
            tags=tuple(map(Text, strings(node.get("tags")))),
        )

    def _alternatives(self, node: JsonObject, pointer: str) -> Alternatives:
        """Return the security requirements of an operation, or of the whole document."""
        at = join(pointer, "security")
        return alternatives(node.get("security"), at, self._known, self.schemas.diagnostics)
