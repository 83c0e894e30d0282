"""Types as Python: from an `ir.Type` to its annotation, its decoder and its encoder.

The only place outside the templates that knows how Python is spelled. Decoders are expressions on
a straight line: a guard (does the JSON value look right?) and a conversion that may assume it does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from speccast.ir import (
    Alias,
    Api,
    Array,
    Declared,
    EnumType,
    Id,
    Literal,
    Map,
    Model,
    Nullable,
    Ref,
    Scalar,
    Text,
    Tuple,
    Type,
    Union,
)
from speccast.source import Code, Import, alternatives, code, join, literal

MODEL: Final = "._runtime.model"
TEXT: Final = "._runtime.text"
UNIONS: Final = "._runtime.unions"
WIRE: Final = "._runtime.wire"
MODELS: Final = Import(".", "models")
JSON: Final = Import(MODEL, "Json", typing_only=True)
JSON_OBJECT: Final = Import(MODEL, "JsonObject", typing_only=True)
UNSET: Final = Import(MODEL, "UNSET")
FILE: Final = Import("._runtime.bodies", "File", typing_only=True)
FILE_CONTENT: Final = Import("._runtime.bodies", "FileContent", typing_only=True)
FAIL: Final = Code("fail()", frozenset({Import(MODEL, "fail")}))
NONE: Final = Code("None")
_LOOP_NAMES: Final = "xyzabcdefghijklmnop"

_PLAIN: Final = {
    Scalar.STR: "str",
    Scalar.INT: "int",
    Scalar.FLOAT: "float",
    Scalar.BOOL: "bool",
}
_GUARDS: Final = {
    Scalar.STR: "type({v}) is str",
    Scalar.INT: "type({v}) is int",
    Scalar.FLOAT: "type({v}) is float or type({v}) is int",
    Scalar.BOOL: "type({v}) is bool",
    Scalar.NULL: "{v} is None",
}


@dataclass(frozen=True, slots=True)
class Rich:
    """A type that is text on the wire."""

    module: str
    name: str
    reader: str
    writer: str


RICH: Final = {
    Scalar.DATETIME: Rich("datetime", "datetime", "date_time", "write_date_time"),
    Scalar.DATE: Rich("datetime", "date", "full_date", "write_date"),
    Scalar.TIME: Rich("datetime", "time", "clock_time", "write_time"),
    Scalar.DURATION: Rich("datetime", "timedelta", "duration", "write_duration"),
    Scalar.UUID: Rich("uuid", "UUID", "uuid", "str"),
    Scalar.DECIMAL: Rich("decimal", "Decimal", "decimal", "str"),
    Scalar.BASE64: Rich("", "bytes", "base64", "write_base64"),
    Scalar.BASE64URL: Rich("", "bytes", "base64url", "write_base64url"),
}


@dataclass(slots=True)
class Speller:
    """Spells types for one scope of one file.

    Args:
        declared: every declared thing by its id.
        classes: the class or alias name of each.
        modules: the module of each, below `models`.
        here: the declared thing whose file this is, if any.
        shadowed: names that mean something else in this scope (a property `date`, a function `list`).
        argument: whether the types are of arguments, where a plain dict may stand for a model and any
            sequence or mapping for a list or dict.
    """

    declared: Mapping[Id, Declared]
    classes: Mapping[Id, str]
    modules: Mapping[Id, str]
    here: Id | None = None
    shadowed: frozenset[str] = frozenset()
    argument: bool = False

    # --- Annotations ------------------------------------------------------------------------------

    def annotation(self, type_: Type) -> Code:
        """Return the annotation of a type."""
        match type_:
            case Scalar():
                return self._scalar(type_)
            case Literal(values):
                return self.literal_type(values)
            case Ref(id_):
                return self._ref(id_)
            case Array(item):
                return code("{list}[{item}]", list=self._generic("list"), item=self.annotation(item))
            case Map(value):
                return code(
                    "{dict}[{str}, {value}]",
                    dict=self._generic("dict"),
                    str=self.builtin("str"),
                    value=self.annotation(value),
                )
            case Tuple(items, rest):
                return self._tuple(items, rest)
            case Nullable(inner):
                return alternatives([self.annotation(inner), NONE])

    def _scalar(self, scalar: Scalar) -> Code:
        if scalar in _PLAIN:
            return self.builtin(_PLAIN[scalar])
        if scalar in RICH:
            rich = RICH[scalar]
            if not rich.module:
                return self._bytes(scalar)
            return self.imported(rich.module, rich.name)
        match scalar:
            case Scalar.BINARY if self.argument:
                names = (FILE_CONTENT, FILE)
                return Code("FileContent | File", frozenset(names))
            case Scalar.BINARY:
                return self.builtin("bytes")
            case Scalar.NEVER:
                return self.imported("typing", "Never")
            case Scalar.NULL:
                return NONE
            case _:
                return Code("Json", frozenset({JSON}))

    def _bytes(self, scalar: Scalar) -> Code:
        if scalar is Scalar.BASE64:
            return self.builtin("bytes")
        annotated = self.imported("typing", "Annotated")
        return code('{annotated}[{bytes}, "base64url"]', annotated=annotated, bytes=self.builtin("bytes"))

    def _generic(self, name: str) -> Code:
        if not self.argument:
            return self.builtin(name)
        return self.imported("collections.abc", {"list": "Sequence", "dict": "Mapping"}[name])

    def builtin(self, name: str) -> Code:
        """Return a builtin's name, qualified where the scope gives the name another meaning."""
        if name in self.shadowed:
            return Code(f"builtins.{name}", frozenset({Import("builtins", "", typing_only=True)}))
        return Code(name)

    def imported(self, module: str, name: str) -> Code:
        """Return a name of the standard library for an annotation."""
        if name not in self.shadowed:
            return Code(name, frozenset({Import(module, name, typing_only=True)}))
        alias = "dt" if module == "datetime" else ""
        whole = Import(module, "", typing_only=True, alias=alias)
        return Code(f"{alias or module}.{name}", frozenset({whole}))

    def literal_type(self, values: tuple[Text | int | float | bool | None, ...]) -> Code:
        """Return `Literal[…]`; numbers that are no integers have no literal type."""
        if any(isinstance(value, float) for value in values):
            return self.builtin("float")
        kind = self.imported("typing", "Literal")
        return code("{kind}[{values}]", kind=kind, values=join(", ", map(literal, values)))

    def _ref(self, id_: Id) -> Code:
        declared = self.declared[id_]
        if isinstance(declared, Union) and is_nameless(declared, self.declared):
            return alternatives(map(self.annotation, declared.branches))
        name = self.class_name(id_)
        if isinstance(declared, EnumType):
            base = "str" if isinstance(declared.values[0].value, Text) else "int"
            return code("{name} | {base}", name=name, base=self.builtin(base))
        if self.argument and isinstance(declared, Model):
            return code("{name} | JsonObject", JSON_OBJECT, name=name)
        if self.argument and isinstance(declared, Union):
            return self._argument_union(declared, name)
        return name

    def _argument_union(self, union: Union, name: Code) -> Code:
        # A union of models may be given as a dict like each of its models.
        if any(isinstance(self.declared.get(b.id), Model) for b in union.branches if isinstance(b, Ref)):
            return code("{name} | JsonObject", JSON_OBJECT, name=name)
        return name

    def class_name(self, id_: Id) -> Code:
        """Return the name of a declared thing for an annotation."""
        name = self.classes[id_]
        if id_ == self.here:
            return Code(name)
        module = f".models.{self.modules[id_]}"
        return Code(name, frozenset({Import(module, name, typing_only=True)}))

    def _tuple(self, items: tuple[Type, ...], rest: Type | None) -> Code:
        parts = [self.annotation(item) for item in items]
        tuple_ = self.builtin("tuple")
        if rest is not None:
            parts.append(code("*{tuple}[{rest}, ...]", tuple=tuple_, rest=self.annotation(rest)))
        inner = join(", ", parts) if parts else Code("()")
        return code("{tuple}[{inner}]", tuple=tuple_, inner=inner)

    # --- Decoders ---------------------------------------------------------------------------------

    def guard(self, type_: Type, v: str) -> Code | None:
        """Return a condition that a JSON value `v` of this type meets; None: `convert` checks all."""
        match type_:
            case Scalar():
                if type_ in _GUARDS:
                    return Code(_GUARDS[type_].format(v=v))
                return Code(f"type({v}) is str") if type_ in RICH else None
            case Literal(values):
                return _literal_guard(values, v)
            case Ref(id_):
                return self._ref_guard(self.declared[id_], v)
            case Array() | Tuple():
                return self._array_guard(type_, v)
            case Map():
                return _json_kind("OBJECT", v)
            case Nullable(inner):
                guard = self.guard(inner, v)
                return guard and code("({v} is None or {guard})", v=Code(v), guard=guard)

    def _ref_guard(self, declared: Declared, v: str) -> Code | None:
        match declared:
            case EnumType(values=values):
                return Code(f"type({v}) is {'str' if isinstance(values[0].value, Text) else 'int'}")
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
        """Return the expression that makes the Python value of a JSON value that met the guard."""
        match type_:
            case Scalar.NEVER:
                return FAIL
            case Scalar():
                if type_ not in RICH:
                    return Code(v)
                reader = RICH[type_].reader
                return Code(f"{reader}({v})", frozenset({Import(TEXT, reader)}))
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
                if converted.text == v:
                    return converted
                return code("None if {v} is None else {it}", v=Code(v), it=converted)

    def decode(self, type_: Type, v: str, depth: int = 0, otherwise: Code = FAIL) -> Code:
        """Return the expression that makes the Python value of any JSON value, or leaves the line."""
        if isinstance(type_, Nullable):
            return self._decode_nullable(type_.inner, v, depth)
        converted = self.convert(type_, v, depth)
        guard = self.guard(type_, v)
        inline = self.inline_union(type_)
        if inline and not self.is_plain(inline):
            return self.chain(inline, v, depth, otherwise)
        if guard is None or converted is FAIL:
            return converted
        if isinstance(type_, Ref) and isinstance(self.declared[type_.id], Model):
            if otherwise is FAIL:
                return converted  # whatever is no object leaves the line by itself
        return code("{it} if {guard} else {no}", it=converted, guard=guard, no=otherwise)

    def inline_union(self, type_: Type) -> Union | None:
        """Return the union that a type is, if it is spelled in place."""
        found = self.declared[type_.id] if isinstance(type_, Ref) else None
        return found if isinstance(found, Union) and self.is_inline(found) else None

    def _decode_nullable(self, inner: Type, v: str, depth: int) -> Code:
        decoded = self.decode(inner, v, depth)
        if decoded.text == v:
            return decoded
        if self.convert(inner, v, depth).text == v:
            return Code(decoded.text.replace(" if ", f" if {v} is None or ", 1), decoded.imports)
        return code("None if {v} is None else {it}", v=Code(v), it=decoded)

    def _convert_ref(self, declared: Declared, v: str, depth: int) -> Code:
        name = self.classes[declared.id]
        models = frozenset({MODELS})
        match declared:
            case EnumType():
                return Code(f"member(models.{name}, {v})", models | {Import(MODEL, "member")})
            case Model():
                return Code(f"models.{name}.decode({v})", models)
            case Union() if self.is_inline(declared):
                return Code(v) if self.is_plain(declared) else self.chain(declared, v, depth, FAIL)
            case Union() | Alias():
                return Code(f"models.decode_{self.modules[declared.id]}({v})", models)

    def _convert_array(self, item: Type, v: str, depth: int) -> Code:
        x = _LOOP_NAMES[depth]
        inner = self.decode(item, x, depth + 1)
        if inner.text == x:
            return Code(v)
        return code("[{inner} for {x} in {v}]", inner=inner, x=Code(x), v=Code(v))

    def _convert_map(self, value: Type, v: str, depth: int) -> Code:
        x = _LOOP_NAMES[depth]
        inner = self.decode(value, x, depth + 1)
        if inner.text == x:
            return Code(v)
        members = code("k: {inner} for k, {x} in {v}.items()", inner=inner, x=Code(x), v=Code(v))
        return Code(f"{{{members}}}", members.imports)

    def _convert_tuple(
        self, items: tuple[Type, ...], rest: Type | None, v: str, depth: int
    ) -> Code:
        parts = [_grouped(self.decode(item, f"{v}[{i}]", depth)) for i, item in enumerate(items)]
        if rest is not None:
            tail = self._convert_array(rest, f"{v}[{len(items)}:]", depth)
            parts.append(code("*{tail}", tail=tail))
        inner = join(", ", parts)
        return code("({inner},)" if len(parts) == 1 else "({inner})", inner=inner)

    # --- Encoders ---------------------------------------------------------------------------------

    def encode(self, type_: Type, v: str, depth: int = 0) -> Code:
        """Return the expression that makes the JSON value of a Python value."""
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
            case Tuple():
                return Code(f"to_wire({v})", frozenset({Import(WIRE, "to_wire")}))
            case Nullable(inner):
                encoded = self.encode(inner, v, depth)
                if encoded.text == v:
                    return encoded
                return code("None if {v} is None else {it}", v=Code(v), it=encoded)

    def _encode_scalar(self, scalar: Scalar, v: str) -> Code:
        if scalar not in RICH:
            return Code(v)
        writer = RICH[scalar].writer
        needed = frozenset[Import]() if writer == "str" else frozenset({Import(TEXT, writer)})
        return Code(f"{writer}({v})", needed)

    def _encode_ref(self, declared: Declared, v: str) -> Code:
        match declared:
            case Model():
                return Code(f"{v}.to_dict()")
            case EnumType(values=values):
                return Code(f"{'str' if isinstance(values[0].value, Text) else 'int'}({v})")
            case Union() if self.is_inline(declared) and self.is_plain(declared):
                return Code(v)
            case Union() | Alias():
                return Code(f"to_wire({v})", frozenset({Import(WIRE, "to_wire")}))

    def _encode_array(self, item: Type, v: str, depth: int) -> Code:
        x = _LOOP_NAMES[depth]
        inner = self.encode(item, x, depth + 1)
        if inner.text == x:
            return Code(f"[*{v}]")
        return code("[{inner} for {x} in {v}]", inner=inner, x=Code(x), v=Code(v))

    def _encode_map(self, value: Type, v: str, depth: int) -> Code:
        x = _LOOP_NAMES[depth]
        inner = self.encode(value, x, depth + 1)
        if inner.text == x:
            return Code(f"{{**{v}}}")
        members = code("k: {inner} for k, {x} in {v}.items()", inner=inner, x=Code(x), v=Code(v))
        return Code(f"{{{members}}}", members.imports)

    def is_inline(self, union: Union) -> bool:
        """Tell whether a union is spelled in place; see `is_inline`."""
        return is_inline(union, self.declared)

    def is_plain(self, union: Union) -> bool:
        """Tell whether the values of an inline union are their own JSON values."""
        return all(isinstance(b, Scalar) and b in _PLAIN for b in union.branches)

    def chain(self, union: Union, v: str, depth: int, otherwise: Code) -> Code:
        """Return the expression that reads an inline union: one branch after the other."""
        if self.is_plain(union):
            guards = [guard for b in union.branches if (guard := self.guard(b, v))]
            return code(
                "{v} if {any} else {no}", v=Code(v), any=join(" or ", guards), no=otherwise
            )
        links = [
            code("{it} if {guard} else ", it=self.convert(b, v, depth), guard=guard)
            for b in union.branches
            if (guard := self.guard(b, v))
        ]
        return join("", [*links, otherwise])


_MOST_INLINE: Final = 3
"""How many branches a union may have that is spelled in place."""


def is_nameless(union: Union, declared: Mapping[Id, Declared]) -> bool:
    """Tell whether a union's annotation names its branches: the document gives it no name of its own."""
    if re.fullmatch(r"[^#]*#/components/schemas/[^/;]+", union.id):
        return all(isinstance(b, Scalar) and b in _PLAIN for b in union.branches)
    kinds = [_kind(branch, declared) for branch in union.branches]
    return union.discriminator is None and len(kinds) <= _MOST_INLINE and None not in kinds


def is_inline(union: Union, declared: Mapping[Id, Declared]) -> bool:
    """Tell whether a union is read in place, too: the JSON types of its branches all differ."""
    kinds = [_kind(branch, declared) for branch in union.branches]
    return is_nameless(union, declared) and len(set(kinds)) == len(kinds)


def emitted(api: Api) -> list[Declared]:
    """Return the declared things that get a module: all but the unions spelled in place."""
    index = {declared.id: declared for declared in api.declared}
    return [d for d in api.declared if not (isinstance(d, Union) and is_inline(d, index))]


def _kind(type_: Type, declared: Mapping[Id, Declared]) -> str | None:
    """Return the JSON type by which a branch is known; None where it is not enough."""
    match type_:
        case Scalar.INT | Scalar.FLOAT:
            return "number"
        case Scalar():
            return "string" if type_ in RICH else {"str": "string", "bool": "boolean"}.get(
                _PLAIN.get(type_, "")
            )
        case Array():
            return "array"
        case Map():
            return "object"
        case Ref(id_):
            found = declared[id_]
            if isinstance(found, EnumType):
                return "string" if isinstance(found.values[0].value, Text) else "number"
            return "object" if isinstance(found, Model) else None
        case _:
            return None


def _grouped(part: Code) -> Code:
    return Code(f"({part})", part.imports) if " if " in part.text else part


def _json_kind(kind: str, v: str) -> Code:
    return Code(f"type({v}) is {kind}", frozenset({Import(MODEL, kind)}))


def _literal_guard(values: tuple[Text | int | float | bool | None, ...], v: str) -> Code:
    if all(isinstance(value, Text) for value in values):
        if len(values) == 1:
            return code("{v} == {value}", v=Code(v), value=literal(values[0]))
        return code("{v} in ({values})", v=Code(v), values=join(", ", map(literal, values)))
    # 1, 1.0 and True are equal in Python, and not the same in JSON.
    fixed = join(", ", map(literal, values))
    return code("same({v}, {fixed})", Import(MODEL, "same"), v=Code(v), fixed=fixed)
