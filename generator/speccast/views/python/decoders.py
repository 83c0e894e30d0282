"""The expressions that decode a JSON value of a type: a guard and a conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
    Text,
    Tuple,
    Union,
)
from speccast.views.python.annotations import Annotations
from speccast.views.python.code import Code, Import, code, join
from speccast.views.python.inline import is_inline
from speccast.views.python.literals import literal
from speccast.views.python.vocabulary import MODEL, PLAIN, RICH, TEXT

if TYPE_CHECKING:
    from speccast.ir import Declared, Type

LOOP_NAMES: Final = "xyzabcdefghijklmnop"
"""The variables of comprehensions, one for each level of nesting."""
_GUARDS: Final = {
    Scalar.STR: "type({v}) is str",
    Scalar.INT: "type({v}) is int",
    Scalar.FLOAT: "type({v}) is float or type({v}) is int",
    Scalar.BOOL: "type({v}) is bool",
    Scalar.NULL: "{v} is None",
}
_PLAIN_ITEMS: Final = {scalar: name for scalar, name in PLAIN.items() if scalar is not Scalar.FLOAT}
"""The item types for which a check of the Python type is enough."""


class Decoders(Annotations):
    """Writes decoders."""

    def guard(self, type_: Type, v: str) -> Code | None:
        """Return the guard for a value `v`; None if `convert` checks the value."""
        match type_:
            case Scalar():
                if type_ in _GUARDS:
                    return Code(_GUARDS[type_].format(v=v))
                return Code(f"type({v}) is str") if type_ in RICH else None
            case Literal(values):
                return self._literal_guard(values, v)
            case Ref(id_):
                return self._ref_guard(self.declared[id_], v)
            case Array() | Tuple():
                return self._array_guard(type_, v)
            case Map():
                return _json_kind("OBJECT", v)
            case Nullable(inner):
                guard = self.guard(inner, v)
                return guard and code("({v} is None or {guard})", v=Code(v), guard=guard)

    def _literal_guard(self, values: tuple[Text | int | float | bool | None, ...], v: str) -> Code:
        if all(isinstance(value, Text) for value in values):
            if len(values) == 1:
                return code("{v} == {value}", v=Code(v), value=literal(values[0]))
            return code("{v} in ({values})", v=Code(v), values=join(", ", map(literal, values)))
        # 1, 1.0 and True are equal in Python, but different in JSON.
        return self.call(MODEL, "is_one_of", Code(v), *map(literal, values))

    def _ref_guard(self, declared: Declared, v: str) -> Code | None:
        match declared:
            case EnumType(scalar=scalar):
                return Code(f"type({v}) is {PLAIN[scalar]}")
            case Model():
                return _json_kind("OBJECT", v)
            case Union() if self.is_inline(declared) and self.is_plain(declared):
                guards = [self.guard(branch, v) for branch in declared.branches]
                return join(" or ", [guard for guard in guards if guard])
            case _:
                return None

    def _array_guard(self, type_: Array | Tuple, v: str) -> Code:
        guard = _json_kind("ARRAY", v)
        if isinstance(type_, Tuple):
            compare = "==" if type_.rest is None else ">="
            return Code(f"{guard} and len({v}) {compare} {len(type_.items)}", guard.imports)
        return guard

    def convert(self, type_: Type, v: str, depth: int = 0) -> Code:
        """Return the expression that converts a JSON value for which the guard holds."""
        match type_:
            case Scalar.NEVER:
                return self.fail
            case Scalar():
                if type_ not in RICH:
                    return Code(v)
                return self.call(TEXT, RICH[type_].reader, Code(v))
            case Literal():
                return Code(v)
            case Ref(id_):
                return self._convert_ref(self.declared[id_], v, depth)
            case Array(item):
                return self._convert_array(item, v, depth)
            case Map(value):
                return self._convert_map(value, v, depth)
            case Tuple(items, rest):
                return self._convert_tuple(items, rest, v, depth)
            case Nullable(inner):
                converted = self.convert(inner, v, depth)
                if self.needs_no_conversion(inner):
                    return converted
                return code("None if {v} is None else {it}", v=Code(v), it=converted)

    @property
    def fail(self) -> Code:
        """The call that raises an exception."""
        return self.call(MODEL, "fail")

    def decode(self, type_: Type, v: str, depth: int = 0) -> Code:
        """Return the expression that decodes any JSON value or raises an exception."""
        if isinstance(type_, Nullable):
            return self._decode_nullable(type_.inner, v, depth)
        converted = self.convert(type_, v, depth)
        guard = self.guard(type_, v)
        inline = self.inline_union(type_)
        if inline and not self.is_plain(inline):
            return self.chain(inline, v, depth, self.fail)
        if guard is None:
            return converted
        if self._is_model(type_):
            return converted  # it raises an exception if the value is not an object
        return code("{it} if {guard} else {no}", it=converted, guard=guard, no=self.fail)

    def _is_model(self, type_: Type) -> bool:
        return isinstance(type_, Ref) and isinstance(self.declared[type_.id], Model)

    def inline_union(self, type_: Type) -> Union | None:
        """Return the union of a type, if it is decoded inline."""
        found = self.declared[type_.id] if isinstance(type_, Ref) else None
        return found if isinstance(found, Union) and self.is_inline(found) else None

    def _decode_nullable(self, inner: Type, v: str, depth: int) -> Code:
        guard = self.guard(inner, v)
        if self.needs_no_conversion(inner) and guard:
            template = "{v} if {v} is None or {guard} else {no}"
            return code(template, v=Code(v), guard=guard, no=self.fail)
        decoded = self.decode(inner, v, depth)
        if takes_anything(inner):
            return decoded
        return code("None if {v} is None else {it}", v=Code(v), it=decoded)

    def _convert_ref(self, declared: Declared, v: str, depth: int) -> Code:
        name = self.classes[declared.id]
        match declared:
            case EnumType():
                return self.call(MODEL, "member", self.in_models(name), Code(v))
            case Model():
                return self.in_models(f"{name}.decode({v})")
            case Union() if self.is_inline(declared) and self.is_plain(declared):
                return Code(v)
            case Union() if self.is_inline(declared):
                return self.chain(declared, v, depth, self.fail)
            case Union() | Alias():
                return self.in_models(f"decode_{self.modules[declared.id]}({v})")

    def _convert_array(self, item: Type, v: str, depth: int) -> Code:
        if isinstance(item, Scalar) and item in _PLAIN_ITEMS:
            return self.call(MODEL, "list_of", Code(_PLAIN_ITEMS[item]), Code(v))
        x = LOOP_NAMES[depth]
        if takes_anything(item):
            return Code(v)
        inner = self.decode(item, x, depth + 1)
        return code("[{inner} for {x} in {v}]", inner=inner, x=_loop(x, item), v=Code(v))

    def _convert_map(self, value: Type, v: str, depth: int) -> Code:
        x = LOOP_NAMES[depth]
        if takes_anything(value):
            return Code(v)
        inner = self.decode(value, x, depth + 1)
        pair = code("k: {inner} for k, {x}", inner=inner, x=_loop(x, value))
        return Code(f"{{{pair} in {v}.items()}}", pair.imports)

    def _convert_tuple(
        self, items: tuple[Type, ...], rest: Type | None, v: str, depth: int
    ) -> Code:
        parts = [self._decode_item(item, f"{v}[{i}]", depth) for i, item in enumerate(items)]
        if rest is not None:
            tail = self._convert_array(rest, f"{v}[{len(items)}:]", depth)
            parts.append(code("*{tail}", tail=tail))
        inner = join(", ", parts)
        return code("({inner},)" if len(parts) == 1 else "({inner})", inner=inner)

    def _decode_item(self, item: Type, v: str, depth: int) -> Code:
        decoded = self.decode(item, v, depth)
        return code("({it})", it=decoded) if self._is_conditional(item) else decoded

    def _is_conditional(self, type_: Type) -> bool:
        """Return whether `decode` returns a conditional expression."""
        if isinstance(type_, Nullable):
            return not takes_anything(type_.inner)
        is_guarded = self.guard(type_, "v") is not None and not self._is_model(type_)
        return is_guarded or self.inline_union(type_) is not None

    def needs_no_conversion(self, type_: Type) -> bool:
        """Return whether a JSON value for which the guard holds needs no conversion."""
        match type_:
            case Scalar():
                return type_ not in RICH and type_ is not Scalar.NEVER
            case Literal():
                return True
            case Ref():
                union = self.inline_union(type_)
                return union is not None and self.is_plain(union)
            case Array(item) | Map(item):
                return takes_anything(item)
            case Nullable(inner):
                return self.needs_no_conversion(inner)
            case Tuple():
                return False

    def is_inline(self, union: Union) -> bool:
        """Return whether a union is decoded inline; see `is_inline`."""
        return is_inline(union, self.declared)

    def is_plain(self, union: Union) -> bool:
        """Return whether the values of an inline union are their own JSON values."""
        return all(isinstance(b, Scalar) and b in PLAIN for b in union.branches)

    def chain(self, union: Union, v: str, depth: int, otherwise: Code) -> Code:
        """Return the expression that decodes an inline union, branch by branch."""
        if self.is_plain(union):
            guards = [guard for b in union.branches if (guard := self.guard(b, v))]
            return code("{v} if {any} else {no}", v=Code(v), any=join(" or ", guards), no=otherwise)
        links = [
            code("{it} if {guard} else ", it=self.convert(b, v, depth), guard=guard)
            for b in union.branches
            if (guard := self.guard(b, v))
        ]
        return join("", [*links, otherwise])


def _loop(x: str, item: Type) -> Code:
    """Return the variable of a loop; an underscore if it is unused."""
    return Code("_" if item is Scalar.NEVER else x)


def takes_anything(type_: Type) -> bool:
    """Return whether a type allows every JSON value."""
    return type_ in (Scalar.ANY, Scalar.BINARY)


def _json_kind(kind: str, v: str) -> Code:
    return Code(f"type({v}) is {kind}", frozenset({Import(MODEL, kind)}))
