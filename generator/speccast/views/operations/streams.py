"""The two forms of operations whose response can be streamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import Codec, Literal, Nullable, Scalar
from speccast.views.operations.functions import ArgumentView
from speccast.views.operations.responses import successes
from speccast.views.python import NONE
from speccast.views.python.code import Code, alternatives, code
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Content, Operation, Parameter, Property, Response, Type
    from speccast.names import Names
    from speccast.views.operations.functions import FunctionView, StreamedView
    from speccast.views.python import Speller

ARGUMENT = "stream"
"""The default argument that requests the streamed form."""
_STREAMS = (Codec.EVENTS, Codec.JSON_LINES, Codec.PARTS)


class Forms(Struct, frozen=True):
    """The forms of an operation without and with `stream=True`."""

    whole: Operation
    streamed: Operation
    item: Type
    argument: str
    """The argument that requests the streamed form."""
    own: bool
    """Whether the argument is only for the client, and is not sent."""
    default: bool
    """Whether it is streamed by default."""

    def decorated(self) -> Iterator[Code]:
        """Iterate the arguments of the decorator that differ from its defaults."""
        if self.default:
            yield Code("default=True")
        if self.argument != ARGUMENT:
            yield code("argument={it}", it=literal(self.argument))

    def stream_argument(self, speller: Speller) -> ArgumentView:
        """Return the argument with the type of both forms."""
        name, flag = Code(self.argument), speller.builtin("bool")
        if self.own:
            return ArgumentView(name, flag, Code(" = False"))
        return ArgumentView(name, alternatives([flag, NONE]), Code(" = None"))


def forms(operation: Operation, names: Names) -> Forms | None:
    """Return the two forms of an operation; None if its response is not a stream."""
    first = next((c for r in successes(operation) for c in r.contents if c.codec in _STREAMS), None)
    if first is None or operation.paging is not None:
        return None
    whole = replace(operation, responses=tuple(map(_whole, operation.responses)))
    streamed = replace(operation, responses=tuple(_streamed(operation, first)))
    parts = [p for p in _parts(operation) if _requests_stream(operation, p, names)]
    if not parts:
        return Forms(whole, streamed, first.type, ARGUMENT, own=True, default=False)
    part = parts[0]
    if not _is_flag(part.type):
        return None
    default = part.default is not None and part.default.text == "true"
    return Forms(
        _fixed(whole, part, value=False, required=default or part.required),
        _fixed(streamed, part, value=True, required=not default),
        first.type,
        names.arguments[_key(operation, part)],
        own=False,
        default=default,
    )


def _requests_stream(operation: Operation, part: Parameter | Property, names: Names) -> bool:
    """Return whether a parameter, or a member of the body, requests the streamed form."""
    if operation.stream is not None:
        return part.wire == operation.stream
    return names.arguments.get(_key(operation, part)) == ARGUMENT


def _parts(operation: Operation) -> Iterator[Parameter | Property]:
    """Iterate the parameters and members of the body that are arguments."""
    yield from operation.parameters
    if operation.body is not None:
        yield from operation.body.arguments or ()


def _key(operation: Operation, part: Parameter | Property) -> tuple[str, str]:
    return operation.pointer, part.pointer


def _is_flag(kind: Type) -> bool:
    """Return whether a type is a boolean."""
    inner = kind.inner if isinstance(kind, Nullable) else kind
    if isinstance(inner, Literal):
        return all(isinstance(value, bool) for value in inner.values)
    return inner is Scalar.BOOL


def _whole(response: Response) -> Response:
    """Return a response without its streams, unless it has no other content."""
    others = tuple(content for content in response.contents if content.codec not in _STREAMS)
    return replace(response, contents=others) if others else response


def _streamed(operation: Operation, first: Content) -> Iterator[Response]:
    """Iterate the responses, with only streams of one type in the successful ones."""
    successful = successes(operation)
    for response in operation.responses:
        if response not in successful:
            yield response
            continue
        streams = [c for c in response.contents if c.codec in _STREAMS and c.type == first.type]
        if streams:
            yield replace(response, contents=tuple(streams[:1]))


def _fixed(
    operation: Operation, part: Parameter | Property, *, value: bool, required: bool
) -> Operation:
    """Return an operation whose argument has a fixed value."""
    kind = Literal((value,))
    body = operation.body
    if body is not None and body.arguments:
        members = tuple(
            replace(each, type=kind, required=required) if each is part else each
            for each in body.arguments
        )
        body = replace(body, arguments=members)
    parameters = tuple(
        replace(each, type=kind, required=required) if each is part else each
        for each in operation.parameters
    )
    return replace(operation, parameters=parameters, body=body)


def with_stream(
    form: Forms | None, operation: Operation, speller: Speller, keywords: list[ArgumentView]
) -> list[ArgumentView]:
    """Add the argument that distinguishes the two forms to the arguments of one form."""
    if form is None:
        return keywords
    argument = stream_argument(form, speller, streamed=operation is form.streamed)
    others = [each for each in keywords if each.name != argument.name]
    return [*others, argument] if argument.default else [argument, *others]


def stream_argument(form: Forms, speller: Speller, *, streamed: bool) -> ArgumentView:
    """Return the argument that distinguishes the two forms."""
    annotation, default = speller.annotation(Literal((streamed,))), Code("")
    if form.own and not streamed:
        default = Code(" = False")
    elif streamed is form.default:
        annotation, default = alternatives([annotation, NONE]), Code(" = None")
    return ArgumentView(Code(form.argument), annotation, default)


def combined_keywords(view: FunctionView, streamed: StreamedView) -> tuple[ArgumentView, ...]:
    """Return the keywords of the implementation, which accepts both forms."""
    argument = streamed.stream_argument
    return tuple(argument if each.name == argument.name else each for each in view.keywords)
