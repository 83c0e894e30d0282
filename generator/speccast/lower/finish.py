"""Drafts -> `ir.Declared`, and operations with their final types, arguments and paging."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from speccast.ir import (
    Alias,
    Codec,
    EnumType,
    Hint,
    HintKind,
    Id,
    Model,
    Ref,
    Text,
    Union,
    Usage,
)

from . import notes
from .discriminators import discriminator
from .drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft
from .merge import Merging, renamed
from .pagination import paging
from .raw import mapping
from .usage import refs, travels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Body, Content, Declared, Operation, Property, Type, Webhook

    from .drafts import Draft
    from .schemas import Schemas

_REQUEST = ";request"


class Finish:
    """Turns what was found into the final form."""

    def __init__(self, schemas: Schemas, operations: list[Operation], hooks: list[Webhook]) -> None:
        """Merge equal types, and find out where each travels."""
        self._schemas = schemas
        self._merging = Merging(schemas.drafts)
        self._merging.run()
        self._in = dict(self._merging.same)
        self._operations = operations
        self._hooks = hooks
        self._travels = travels(schemas.drafts, operations, hooks)
        travelled = self._travels
        for given, kept in self._in.items():  # the one that stays travels wherever the others did
            for group in (travelled.received, travelled.sent, travelled.split):
                if given in group:
                    group.add(kept)
        self._out = dict(self._in)
        for name in self._travels.split:
            kept = self._in.get(name, name)
            self._out[name] = Id(f"{kept}{_REQUEST}")
        self.declared: dict[Id, Declared] = {}

    def run(self) -> tuple[list[Operation], list[Webhook]]:
        """Return the operations and webhooks in their final form; `declared` is filled on the way."""
        operations = [self._operation(operation) for operation in self._operations]
        hooks = [
            replace(hook, contents=self._contents(hook.contents, self._in)) for hook in self._hooks
        ]
        roots = [kind for operation in operations for kind in _types(operation)]
        roots += [content.type for hook in hooks for content in hook.contents]
        self._declare(roots)
        return [self._completed(operation) for operation in operations], hooks

    # --- declared types -------------------------------------------------------------------------

    def _declare(self, roots: Iterable[Type]) -> None:
        """Declare what the roots reach, in the order in which it was first met."""
        made: dict[Id, Declared] = {}
        stack = [name for root in roots for name in refs(root)]
        while stack:
            name = stack.pop()
            if name not in made:
                made[name] = self._made(name)
                stack += [n for kind in _inside(made[name]) for n in refs(kind)]
        for name in self._schemas.drafts:
            for form in (name, Id(f"{name}{_REQUEST}")):
                if form in made:
                    self.declared[form] = made[form]

    def _made(self, name: Id) -> Declared:
        """Return a declared type in one of its forms."""
        base = Id(name.removesuffix(_REQUEST))
        draft = self._schemas.drafts[base]
        request = base != name
        sent, received = base in self._travels.sent, base in self._travels.received
        if base in self._travels.split:
            sent, received = request, not request
        usage = Usage.BOTH if sent and received else Usage.SENT if sent else Usage.RECEIVED
        return self._build(name, draft, usage, self._hints(draft, request=request))

    def _hints(self, draft: Draft, *, request: bool) -> tuple[Hint, ...]:
        """Return the names; of the form that is sent those that say so come first."""
        hints = self._merging.hints(draft)
        if not request:
            return hints
        found: list[Hint] = []
        for word in ("request", "input"):
            found += [Hint(HintKind.SUGGESTED, (*hint.words, Text(word))) for hint in hints]
        if any(hint.words[-1].value.lower().endswith("request") for hint in hints):
            return tuple(found[len(hints) :])
        return tuple(found)

    def _build(self, name: Id, draft: Draft, usage: Usage, hints: tuple[Hint, ...]) -> Declared:
        """Return a declared type."""
        source = draft.source
        doc = notes.doc(source.layers)
        same = self._out if usage is Usage.SENT else self._in
        match draft:
            case ModelDraft():
                properties = tuple(self._properties(draft, usage, same))
                extra = None if draft.additional is None else renamed(draft.additional, same)
                shown = notes.examples(source.layers)
                return Model(name, hints, doc, properties, usage, source.pointer, extra, shown)
            case EnumDraft():
                return EnumType(name, hints, doc, draft.values, source.pointer, usage)
            case AliasDraft():
                return Alias(name, hints, doc, renamed(draft.type, same), source.pointer)
            case UnionDraft():
                kinds = (renamed(branch.type, same) for branch in draft.branches)
                branches = tuple(dict.fromkeys(kinds))
                how = discriminator(self._schemas, draft, same)
                return Union(name, hints, doc, branches, how, source.pointer)

    def _properties(
        self, draft: ModelDraft, usage: Usage, same: Mapping[Id, Id]
    ) -> Iterator[Property]:
        """Iterate the properties that travel in a direction."""
        for entry in draft.properties:
            if (
                usage is Usage.SENT
                and entry.read_only
                or usage is Usage.RECEIVED
                and entry.write_only
            ):
                continue
            kind = renamed(entry.property.type, same)
            yield (
                entry.property
                if kind is entry.property.type
                else replace(entry.property, type=kind)
            )

    # --- operations -----------------------------------------------------------------------------

    def _operation(self, operation: Operation) -> Operation:
        """Return an operation with its final types."""
        parameters = tuple(
            replace(parameter, type=renamed(parameter.type, self._out))
            for parameter in operation.parameters
        )
        responses = tuple(
            replace(
                response,
                contents=self._contents(response.contents, self._in),
                headers=tuple(
                    replace(header, type=renamed(header.type, self._in))
                    for header in response.headers
                ),
            )
            for response in operation.responses
        )
        body = operation.body
        if body is not None:
            body = replace(body, contents=self._contents(body.contents, self._out))
        return replace(operation, parameters=parameters, responses=responses, body=body)

    def _contents(
        self, contents: tuple[Content, ...], same: Mapping[Id, Id]
    ) -> tuple[Content, ...]:
        """Return bodies with their final types."""
        return tuple(replace(content, type=renamed(content.type, same)) for content in contents)

    def _completed(self, operation: Operation) -> Operation:
        """Fill in what needs the finished models: the body's arguments, and paging."""
        schemas = self._schemas
        node = mapping(schemas.resolved.at(operation.pointer))
        body = None if operation.body is None else self._with_arguments(operation.body)
        pages = paging(node, operation, self.declared, schemas.diagnostics)
        return replace(operation, body=body, paging=pages)

    def _with_arguments(self, body: Body) -> Body:
        """Return a body whose properties are arguments, where it is an object with properties."""
        content = body.contents[0]
        kind = content.type
        model = self.declared.get(kind.id) if isinstance(kind, Ref) else None
        if content.codec not in (Codec.JSON, Codec.FORM, Codec.MULTIPART) or not isinstance(
            model, Model
        ):
            return body
        return replace(body, arguments=model.properties, additional=model.additional)


def _types(operation: Operation) -> Iterator[Type]:
    """Iterate the types of an operation."""
    for parameter in operation.parameters:
        yield parameter.type
    if operation.body is not None:
        for content in operation.body.contents:
            yield content.type
    for response in operation.responses:
        for content in response.contents:
            yield content.type
        for header in response.headers:
            yield header.type


def _inside(declared: Declared) -> Iterator[Type]:
    """Iterate the types that a declared type is made of."""
    match declared:
        case Model():
            for entry in declared.properties:
                yield entry.type
            if declared.additional is not None:
                yield declared.additional
        case Union():
            yield from declared.branches
            if declared.discriminator is not None:
                yield from (kind for _, kind in declared.discriminator.mapping)
        case Alias():
            yield declared.type
        case EnumType():
            pass
