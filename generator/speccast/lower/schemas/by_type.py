"""Parts of a schema without a union -> `ir.Type`, by the JSON types that they allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Scalar
from speccast.lower.schemas import arrays, content_schemas, enums, objects, union_types
from speccast.lower.schemas.drafts import Branch
from speccast.lower.schemas.json_types import kinds_of
from speccast.lower.schemas.scalars import scalar

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas


def lower(schemas: Schemas, subject: Subject) -> Type:
    """Return the type of parts without a union."""
    kinds = kinds_of(subject.parts, schemas.diagnostics)
    values = enums.values(subject.parts, schemas.diagnostics)
    if values is not None:
        return enums.lower(schemas, subject, values, kinds)
    if not kinds:
        return Scalar.ANY
    plain = [kind for kind in kinds if kind != "null"]
    if not plain:
        return Scalar.NULL
    if len(plain) == 1:
        lowered = _of_kind(schemas, plain[0], subject)
    else:
        found = [
            Branch(_of_kind(schemas, kind, subject.variant(kind)), *subject.parts[-1])
            for kind in plain
        ]
        lowered = union_types.union(schemas, found, subject.source())
    return union_types.nullable(lowered) if "null" in kinds else lowered


def _of_kind(schemas: Schemas, kind: str, subject: Subject) -> Type:
    """Return the type of the values of one JSON type."""
    if kind == "object":
        return objects.lower(schemas, subject)
    if kind == "array":
        return arrays.lower(schemas, subject)
    found = scalar(kind, subject.parts, files=schemas.files)
    content_schemas.lower(schemas, subject, found)
    return found
