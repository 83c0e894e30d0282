"""Operations as first lowered -> operations with final types, body arguments and pagination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Codec, Map, Model, Nullable, Ref, Scalar, Union, received, sent
from speccast.lower.completion.choices import properties
from speccast.lower.completion.declarations import Declarations
from speccast.lower.completion.equal_types import EqualTypes
from speccast.lower.completion.media_choices import files_first, members_of
from speccast.lower.completion.usage import UsageAnalysis
from speccast.lower.operations.pagination import Schemes as PagingSchemes
from speccast.lower.raw import target
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from speccast.ir import (
        Body,
        Content,
        Declared,
        Id,
        Operation,
        Response,
        Type,
        Webhook,
    )
    from speccast.lower.completion.substitution import Substitution
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json

_STREAMS = (Codec.EVENTS, Codec.JSON_LINES, Codec.PARTS)
_WITH_ARGUMENTS = (Codec.JSON, Codec.FORM, Codec.MULTIPART)


class Completed:
    """Computes the final form of `operations`, `webhooks` and `declared`."""

    def __init__(
        self,
        schemas: Schemas,
        operations: Sequence[Operation],
        hooks: Sequence[Webhook],
        extra_types: Sequence[Type],
        pagination: Mapping[str, Json],
    ) -> None:
        """Merge equal types, determine which are sent and received, and declare the used ones.

        Args:
            schemas: contains the drafts.
            operations: the operations, with types as first lowered.
            hooks: webhooks and callbacks.
            extra_types: types that are declared even if nothing uses them.
            pagination: schemes of the configuration, for operations that match them.

        """
        self._schemas = schemas
        self._pages = PagingSchemes(pagination, schemas.diagnostics)
        merging = EqualTypes(schemas.drafts)
        directions = UsageAnalysis(schemas.drafts, merging.replacements).directions(
            operations, hooks
        )
        declaring = Declarations(schemas, merging, directions)
        self._received = declaring.received
        self._sent = declaring.sent
        typed = [self._operation(operation) for operation in operations]
        self.webhooks = [
            replace(hook, contents=_contents(hook.contents, self._received)) for hook in hooks
        ]
        roots = [kind for operation in typed for kind in (*sent(operation), *received(operation))]
        roots += [content.type for hook in self.webhooks for content in hook.contents]
        self.extra_types = tuple(map(self._received.apply, extra_types))
        self.declared: dict[Id, Declared] = declaring.declare([*roots, *self.extra_types])
        self.operations = [self._completed(operation) for operation in typed]
        self._pages.report()

    def _operation(self, operation: Operation) -> Operation:
        """Return an operation with its final types."""
        parameters = tuple(
            replace(parameter, type=self._sent.apply(parameter.type))
            for parameter in operation.parameters
        )
        body = operation.body
        if body is not None:
            body = replace(body, contents=_contents(body.contents, self._sent))
        responses = tuple(map(self._response, operation.responses))
        return replace(operation, parameters=parameters, responses=responses, body=body)

    def _response(self, response: Response) -> Response:
        """Return a response with its final types."""
        headers = tuple(
            replace(header, type=self._received.apply(header.type)) for header in response.headers
        )
        return replace(
            response, contents=_contents(response.contents, self._received), headers=headers
        )

    def _completed(self, operation: Operation) -> Operation:
        """Add the arguments of the body and the pagination, which need the final models."""
        resolved = self._schemas.resolved
        node, _ = target(resolved, resolved.at(operation.pointer), operation.pointer)
        body = None if operation.body is None else self._with_arguments(operation, operation.body)
        pages = self._pages.paging(node, operation, self.declared)
        return replace(operation, body=body, paging=pages)

    def _with_arguments(self, operation: Operation, body: Body) -> Body:
        """Return a body with its properties as arguments, if it is a model."""
        body = replace(body, contents=files_first(body.contents, self.declared))
        content = body.contents[0]
        kind = content.type.inner if isinstance(content.type, Nullable) else content.type
        model = self.declared.get(kind.id) if isinstance(kind, Ref) else None
        if isinstance(model, Union) and kind == content.type and not body.argument:
            return self._with_choice(operation, body, model)
        if content.codec not in _WITH_ARGUMENTS or not isinstance(model, Model) or body.argument:
            return body
        if kind != content.type:
            message = "null cannot be sent as this body, because its members are arguments"
            self._schemas.diagnostics.lossy("keyword-ignored", message, body.pointer)
        contents = tuple(entry for entry in body.contents if self._takes_members(entry, body))
        members = members_of(contents, self.declared)
        return replace(body, contents=contents, arguments=members, additional=model.additional)

    def _with_choice(self, operation: Operation, body: Body, union: Union) -> Body:
        """Return a body that is one of several objects with their properties as arguments."""
        is_json = [content.codec for content in body.contents] == [Codec.JSON]
        codecs = (
            content.codec for response in operation.responses for content in response.contents
        )
        if not is_json or any(codec in _STREAMS for codec in codecs):
            return body  # an argument of the operation requests the stream
        found = properties(union, self.declared)
        return body if found is None else replace(body, arguments=found, is_choice=True)

    def _takes_members(self, content: Content, body: Body) -> bool:
        """Return whether a body can be encoded from members; report it if not."""
        kind = content.type.inner if isinstance(content.type, Nullable) else content.type
        may_be_object = isinstance(kind, (Ref, Map)) or kind is Scalar.ANY
        if content.codec in _WITH_ARGUMENTS and may_be_object:
            return True
        media_type = content.media_type.value
        self._schemas.diagnostics.lossy(
            "media-type-left-out",
            f"the members of the body are arguments, which {media_type} cannot represent",
            join(body.pointer, "content", media_type),
            "`x-speccast-body-argument: body` makes the whole body one argument",
        )
        return False


def _contents(contents: tuple[Content, ...], substitution: Substitution) -> tuple[Content, ...]:
    """Return bodies with their final types."""
    return tuple(replace(content, type=substitution.apply(content.type)) for content in contents)
