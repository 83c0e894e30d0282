"""Takes the bytes of a file, returns its text; anything but UTF-8 is refused, with the place."""

from __future__ import annotations

import codecs

from speccast.reading.diagnostics import Location, SpecError

from . import recognition

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_ZEROES_OF_UTF16 = 2
"""UTF-16 text without a byte order mark has a NUL beside each of its first characters."""


def decode(data: bytes, name: str) -> str:
    """Return the text of a file, without a byte order mark.

    Raises:
        SpecError: `binary-file`; `not-utf8` with the offset of the first bad byte; `nul-byte` with
            the place.

    """
    recognition.refuse_bytes(data, name)
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            raise _not_utf8(name, f"the file is {encoding} (byte order mark at offset 0)")
    if data[:4].count(0) == _ZEROES_OF_UTF16 and len(data) > _ZEROES_OF_UTF16:
        raise _not_utf8(name, f"the file looks like UTF-16 (NUL at offset {data.index(0)})")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec's offsets do not count the byte order mark.
        offset = error.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        message = f"byte 0x{data[offset]:02X} at offset {offset} is not UTF-8"
        raise _not_utf8(name, message, _place(name, data[:offset].decode())) from None
    if "\0" in text:
        raise _nul(name, text, data.index(0))
    return text


def _nul(name: str, text: str, offset: int) -> SpecError:
    message = f"a NUL byte at offset {offset}"
    hint = "the file is damaged or not text"
    return SpecError("nul-byte", message, _place(name, text[: text.index("\0")]), hint)


def _not_utf8(name: str, message: str, location: Location | None = None) -> SpecError:
    hint = "save it as UTF-8"
    return SpecError("not-utf8", message, location or Location(name, 1, 1), hint)


def _place(name: str, before: str) -> Location:
    before = before.removeprefix("\ufeff")
    line = before.count("\n") + 1
    return Location(name, line, len(before) - (before.rfind("\n") + 1) + 1)
