"""Paths -> `ir.Operation`: every operation of the document, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Operation, Text
from speccast.lower import documentation
from speccast.lower.extensions import flag, unknown, word
from speccast.lower.naming.name_path import NamePath
from speccast.lower.naming.operation_ids import shared
from speccast.lower.naming.operation_names import naming
from speccast.lower.naming.tags import tag_paths
from speccast.lower.operations.bodies import body
from speccast.lower.operations.parameters import parameters
from speccast.lower.operations.responses import links, responses
from speccast.lower.operations.security import Alternatives, alternatives, without_credentials
from speccast.lower.operations.selection import report_selection, wanted
from speccast.lower.operations.servers import servers
from speccast.lower.operations.webhooks import callbacks
from speccast.lower.raw import fields, mapping, methods_of, sequence, string, strings, target
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from speccast.ir import Place, SecurityScheme, Webhook
    from speccast.lower.naming.operation_ids import Shared
    from speccast.lower.operations.selection import Selectable
    from speccast.lower.raw import JsonObject, Part
    from speccast.lower.schemas.interface import Schemas
    from speccast.lower.settings import Settings


class Operations:
    """Lowers the operations of a document; `schemas` keeps the types that they declare."""

    def __init__(
        self,
        schemas: Schemas,
        settings: Settings,
        known: Mapping[str, SecurityScheme],
        given: Container[tuple[Place, str]],
    ) -> None:
        """Start with what all operations share.

        Args:
            schemas: lowers types.
            settings: which operations to generate.
            known: the security schemes that the client can serve.
            given: parameters that are passed to the client.

        """
        self.schemas = schemas
        self.settings = settings
        self.callbacks: list[Webhook] = []
        """The callbacks of the operations that have been lowered."""
        self._known = known
        self._given = given
        self._root = schemas.resolved.root
        self._security = self._alternatives(self._root, "#")
        self._success = word(self._root, "#", "x-speccast-success", schemas.diagnostics)
        paths = mapping(self._root.get("paths"))
        self._listed = {path.rpartition("/{")[0] for path in paths if path.endswith("}")}
        self._shared = self._in_common()

    def _in_common(self) -> Shared:
        """Return what the operation ids of the document have in common."""
        # Tags that are badges and the like, not sections of the API.
        aside = {
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
        return shared(operations, aside, tag_paths(self._root))

    def lower(self) -> list[Operation]:
        """Return all selected operations, path by path."""
        found: list[Operation] = []
        known: list[Selectable] = []
        for path, entry in fields(self._root.get("paths")):
            item, pointer = target(self.schemas.resolved, entry, join("#", "paths", path))
            for method, part in methods_of(self.schemas.resolved, item, pointer):
                known.append((path, part[0]))
                if wanted(self.settings, path, part[0]):
                    found.append(self._operation(path, method, part, item))
        report_selection(self.settings, known, len(found), self.schemas.diagnostics)
        return found

    def _operation(self, path: str, method: str, part: Part, item: JsonObject) -> Operation:
        """Return one operation; body arguments and paging need all models and come later."""
        node, pointer = part
        schemas, diagnostics = self.schemas, self.schemas.diagnostics
        named = naming(node, method.lower(), path, self._listed, self._shared)
        name_path = NamePath(named.words, noun=named.noun)
        key = string(node.get("operationId"))
        unknown(node, pointer, diagnostics)
        self.callbacks += callbacks(schemas, node, pointer)
        security = self._alternatives(node, pointer) if "security" in node else self._security
        return Operation(
            key=Text(key) if key else None,
            method=method.upper(),
            path=Text(path),
            proposals=named.method,
            resource=named.resource,
            parameters=without_credentials(
                parameters(schemas, part, path, self._given, name_path),
                [self._known[key.value] for keys in security for key in keys],
                diagnostics,
            ),
            body=body(schemas, node, pointer, name_path),
            responses=responses(schemas, node, pointer, name_path, is_head=method == "head"),
            security=security,
            servers=servers(node.get("servers")) or servers(item.get("servers")),
            doc=documentation.plain(node),
            pointer=pointer,
            success=word(node, pointer, "x-speccast-success", diagnostics) or self._success,
            idempotent=flag(node, pointer, "x-speccast-idempotent", diagnostics),
            stream=word(node, pointer, "x-speccast-stream", diagnostics),
            links=links(schemas, node, pointer),
            tags=tuple(map(Text, strings(node.get("tags")))),
        )

    def _alternatives(self, node: JsonObject, pointer: str) -> Alternatives:
        """Return the security requirements of an operation, or of the whole document."""
        at = join(pointer, "security")
        return alternatives(node.get("security"), at, self._known, self.schemas.diagnostics)
