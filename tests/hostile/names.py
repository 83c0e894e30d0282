"""Names that look alike, that Python or a file system reserves, or that generated code uses."""

from __future__ import annotations

import builtins
import keyword
from typing import TYPE_CHECKING, Any, Final

from .trick import Trick, answer, api, enum, members, ref, schemas

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = Any

_GROUPS: Final[dict[str, Sequence[str]]] = {
    "keywords": [*keyword.kwlist, *keyword.softkwlist],
    "builtins": [name for name in dir(builtins) if name.isidentifier()],
    "dunders": [
        "__class__", "__init__", "__slots__", "__dict__", "__rest__", "__keys__", "__name__",
        "__module__", "__doc__", "__eq__", "__hash__", "__del__", "__getattr__", "__new__",
        "__init_subclass__", "__class_getitem__", "__annotations__", "__match_args__",
        "__additional__", "__proto__", "constructor", "prototype", "__", "_", "___x___",
    ],
    "enum_traps": [
        "mro", "_ignore_", "_missing_", "_value_", "_name_", "_order_", "_generate_next_value_",
        "name", "value", "names", "values", "__x__", "_x_", "__members__", "None", "True",
        "MRO", "Mro", "_sunder_", "auto", "unique",
    ],
    "ours": [
        "to_dict", "from_dict", "to_json", "from_json", "decode", "unknown_properties", "models",
        "Model", "Client", "AsyncClient", "Options", "Unset", "UNSET", "data", "rest", "self",
        "cls", "get", "nulls", "Json", "options", "errors", "operations", "testing", "annotations",
        "Mapping", "Sequence", "TYPE_CHECKING", "Any", "Literal", "date", "datetime", "uuid",
        "_operations", "_call", "overload", "Page", "Stream", "Resource", "AsyncResource", "Async",
        "cached_property", "lazy", "resources", "items_at", "property", "classmethod",
        "staticmethod", "super", "object",
        "decimal", "builtins", "typing", "start", "undocumented", "null", "same",
        "fail", "v", "x", "k",
    ],
    "twins": [
        "\ufb01le", "file", "\u212a", "K", "k", "\u017f", "s", "S", "\xaa", "a", "A", "\uff41",
        "\U0001d400", "\xb5", "\u03bc", "\u1e9e", "\xdf", "ss", "\u0130", "i", "I", "\u0131",
        "e\u0301", "\xe9", "\u2126", "\u03a9",
    ],
    "cases": ["userName", "username", "UserName", "user_name", "USER_NAME", "user-name",
              "userNAME", "user name", "user.name", "user__name", "_user_name", "user_name_",
              "user_name_2", "user_name2", "userName2", "user_name_3"],
    "long": ["x" * 300, "x" * 301, "y" + "x" * 300, "x" * 299 + "y", "Ab" * 2000, "_" * 300],
    "marks": ["", " ", "-", "--", "?", "!", "!?", "$", "$ref", "@", "*", "/", "\\", ".", "..",
              "...", "\t", "\u3000", "\u2014", "\u2060", "+", "=", "==", "<", ">", "<=", "%", "#",
              "~"],
    "scripts": ["名前", "имя", "नाम", "שם", "اسم", "ชื่อ", "名", "ñandú", "👍", "👩\u200d👧",
                "\U0001d4cd", "\uff11\uff12\uff13", "٣", "Ⅷ", "½", "№", "™", "²"],
    "digits": ["0", "00", "1", "01", "-1", "+1", "1.0", "1e5", "1_000", "0x1", "1st", "2nd", "_1"],
    "windows": ["con", "CON", "nul", "aux", "prn", "com1", "COM1", "lpt9", "con.txt", "nul.",
                "clock$", "conin$", "a.", "a ", "a:b", "a|b", "a<b", "a?b", "a*b"],
    "traversals": ["../../etc/passwd", "/etc/passwd", "..\\..\\x", "C:\\x", "a/b", "a/../b", "~",
                   "$HOME", "`id`", ";id", "\x00", "a\x00b", "%2e%2e%2f", "....//", "file:///x"],
}  # fmt: skip


def _schemas(found: Sequence[str]) -> Json:
    """Return a document with schemas of these names, each with a property of its own."""
    return schemas(
        {name: {"type": "object", "properties": {f"p{n}": {}}} for n, name in enumerate(found)}
    )


def _operations(found: Sequence[str]) -> Json:
    """Return a document with operations, tags and parameters of these names."""
    paths: dict[str, Json] = {}
    for number, name in enumerate(found):
        places = ("query", "query" if "\x00" in name else "path")[: 1 + (name.isalnum())]
        parameters = [
            {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
            for place in dict.fromkeys(places)
        ]
        path = f"/o{number}/{{{name}}}" if "path" in places else f"/o{number}"
        paths[path] = {
            "get": {"operationId": name, "tags": [name], "parameters": parameters, **answer({})}
        }
    return api(paths, tags=[{"name": name} for name in dict.fromkeys(found)])


def _methods(found: Sequence[str], **more: Json) -> Json:
    """Return a document with operations of these names, in one resource or in none."""
    return api(
        {f"/m{n}": {"get": {"operationId": name, **answer({}), **more}}
         for n, name in enumerate(found)}
    )  # fmt: skip


def _inline() -> Json:
    """Return a document whose inline schemas suggest names that components have."""
    inner = {"type": "object", "properties": {"status": {"enum": ["a"]}, "item": {"enum": ["b"]}}}
    names = ("Order", "OrderStatus", "OrderItem", "OrderItemStatus", "order", "Order_Status")
    return schemas({
        name: {"type": "object", "properties": {
            "status": {"enum": [name, "x"]}, "item": inner, f"own{number}": {},
            "items": {"type": "array", "items": {**inner, "title": "OrderStatus"}}}}
        for number, name in enumerate(names)
    })  # fmt: skip


TRICKS: Final[dict[str, Trick]] = {
    **{
        f"properties_{group}": Trick(members(*found), wires=tuple(found))
        for group, found in _GROUPS.items()
    },
    **{
        f"enum_values_{group}": Trick(enum(*found), wires=tuple(found))
        for group, found in _GROUPS.items()
    },
    **{f"schemas_{group}": Trick(_schemas(found)) for group, found in _GROUPS.items()},
    **{f"operations_{group}": Trick(_operations(found)) for group, found in _GROUPS.items()},
    **{f"methods_{group}": Trick(_methods(found)) for group, found in _GROUPS.items()},
    **{
        f"methods_of_one_{group}": Trick(_methods(found, tags=["do"]))
        for group, found in _GROUPS.items()
    },
    "inline": Trick(_inline()),
    "everything_is_one": Trick(
        schemas({"list": {"type": "array", "items": ref("List")}, "List": {"type": "object",
                "properties": {"list": ref("LIST")}}, "LIST": {"enum": ["list", "LIST", "List"]}}),
        wires=("list", "LIST", "List"),
    ),
}  # fmt: skip
