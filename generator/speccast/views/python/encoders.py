"""The expression that encodes a Python value of a type as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import (
    Alias,
    Array,
    EnumType,
    Literal,
    Map,
    Model,
    Nullable,
    Ref,
    Scalar,
    Tuple,
    Union,
    within,
)
from speccast.views.python.code import Code, code, join
from speccast.views.python.decoders import LOOP_NAMES, Decoders
from speccast.views.python.vocabulary import PLAIN, RICH, TEXT, WIRE

if TYPE_CHECKING:
    from speccast.ir import Declared, Type


class Speller(Decoders):
    """Writes annotations, decoders and encoders for one scope of one file."""

    def encode(self, type_: Type, v: str, depth: int = 0) -> Code:
        """Return the expression for the JSON value of a Python value."""
        match type_:
            case Scalar():
                return self._encode_scalar(type_, v)
            case Literal():
                return Code(v)
            case Ref(id_):
                return self._encode_ref(self.declared[id_], v)
            case Array(item):
                return self._encode_array(item, v, depth)
            case Map(value):
                return self._encode_map(value, v, depth)
            case Tuple(items, rest):
                return self._encode_tuple(items, rest, v, depth)
            case Nullable(inner):
                encoded = self.encode(inner, v, depth)
                if self.is_json_value(inner):
                    return encoded
                return code("None if {v} is None else {it}", v=Code(v), it=encoded)

    def is_json_value(self, type_: Type) -> bool:
        """Return whether a Python value is its own JSON value."""
        inner = type_.inner if isinstance(type_, Nullable) else type_
        if isinstance(inner, Ref):
            union = self.inline_union(inner)
            return union is not None and self.is_plain(union)
        return isinstance(inner, Literal) or (isinstance(inner, Scalar) and inner not in RICH)

    def _encode_scalar(self, scalar: Scalar, v: str) -> Code:
        if scalar not in RICH:
            return Code(v)
        writer = RICH[scalar].writer
        return Code(f"str({v})") if writer == "str" else self.call(TEXT, writer, Code(v))

    def _encode_ref(self, declared: Declared, v: str) -> Code:
        match declared:
            case Model():
                return Code(f"{v}.to_dict()")
            case EnumType(scalar=scalar):
                return Code(f"{PLAIN[scalar]}({v})")
            case Union() if self.is_inline(declared) and self.is_plain(declared):
                return Code(v)
            case Union() if self.is_of_models(declared):
                return Code(f"{v}.to_dict()")
            case Union() | Alias():
                return self.call(WIRE, "to_wire", Code(v))

    def is_of_models(self, union: Union) -> bool:
        """Return whether all branches are models."""
        branches = [self.declared[b.id] if isinstance(b, Ref) else None for b in union.branches]
        return all(isinstance(branch, Model) for branch in branches)

    def _encode_array(self, item: Type, v: str, depth: int) -> Code:
        x = LOOP_NAMES[depth]
        if self.is_json_value(item):
            return Code(f"[*{v}]")
        inner = self.encode(item, x, depth + 1)
        return code("[{inner} for {x} in {v}]", inner=inner, x=Code(x), v=Code(v))

    def _encode_tuple(self, items: tuple[Type, ...], rest: Type | None, v: str, depth: int) -> Code:
        if Scalar.BASE64URL not in within(Tuple(items, rest)):
            # Each value knows its encoding.
            return self.call(WIRE, "to_wire", Code(v))
        parts = [self.encode(item, f"{v}[{i}]", depth) for i, item in enumerate(items)]
        if rest is not None:
            tail = self._encode_array(rest, f"{v}[{len(items)}:]", depth)
            parts.append(code("*{tail}", tail=tail))
        return code("[{parts}]", parts=join(", ", parts))

    def _encode_map(self, value: Type, v: str, depth: int) -> Code:
        x = LOOP_NAMES[depth]
        if self.is_json_value(value):
            return Code(f"{{**{v}}}")
        inner = self.encode(value, x, depth + 1)
        members = code("k: {inner} for k, {x} in {v}.items()", inner=inner, x=Code(x), v=Code(v))
        return Code(f"{{{members}}}", members.imports)
