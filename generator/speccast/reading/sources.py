"""Takes the bytes of one file, returns a `Source`: its tree, its digest, its places."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from .diagnostics import SpecError
from .formats import recognition
from .formats.json_reader import read_json
from .formats.lines import Lines
from .formats.text_decoder import decode

if TYPE_CHECKING:
    from .formats.positions import Position, Positions
    from .json_value import Json


class Source:
    """One file that was read."""

    def __init__(self, name: str, data: bytes) -> None:
        """Read the bytes of a file that messages call `name`.

        Raises:
            SpecError: they are neither YAML nor JSON, or are refused.

        """
        self.name = name
        self.digest = hashlib.sha256(data).hexdigest()
        self.lines = Lines(decode(data, name), name)
        self.tree, self._is_json = self._read()
        self.lines.pack()

    def _read(self) -> tuple[Json, bool]:
        text = self.lines.text
        recognition.refuse_text(text, self.name)
        if self.name.lower().endswith(".json"):
            return read_json(self.lines), True
        if text.lstrip()[:1] in {"{", "["}:
            try:
                return read_json(self.lines), True
            except SpecError as error:
                if error.code != "malformed-json":
                    raise
        from .formats.yaml_reader import read_yaml  # noqa: PLC0415 - not for JSON

        return read_yaml(self.lines), False

    @cached_property
    def _positions(self) -> Positions:
        from .formats.positions import JsonPositions, YamlPositions  # noqa: PLC0415 - only if a place is needed

        return JsonPositions(self.lines) if self._is_json else YamlPositions(self.lines)

    def find(self, keys: tuple[str, ...]) -> Position:
        """Return the place of the node that keys lead to, or of its nearest existing parent."""
        return self._positions.find(keys)
