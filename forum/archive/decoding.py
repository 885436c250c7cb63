"""From the bytes of one exported object to its values, or to as much of it as still reads."""

import codecs
import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forum.archive import scanning

Values = dict[str, Any]
Cut = tuple[int, bytes]

_FINE_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\],]', re.DOTALL)
_OPENERS = frozenset({b"{", b"["})
_CLOSERS = frozenset({b"}", b"]"})
_CLOSING = bytes.maketrans(b"{[", b"}]")

# Inside the object and inside its list; anything deeper is half a comment.
_DEPTH_BETWEEN_COMMENTS = 2

# Half a character, which UTF-8 cannot hold, and NUL, which PostgreSQL cannot.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_MAY_BE_UNSTORABLE = re.compile(rb"\\u(?:d[89a-f]|0000)|\x00", re.IGNORECASE)


def is_utf8(path: Path) -> bool:
    """Whether a file is UTF-8, but for a last character that the end of the file may cut in two."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as source:
            while chunk := source.read(scanning.CHUNK):
                decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def with_plain_quotes(text: bytes) -> bytes:
    """The same text with `"` wherever byte 0x94 stands for it."""
    return scanning.STRING_WITH_94.sub(lambda found: b'"%b"' % found.group()[1:-1], text)


def decode(text: bytes) -> Values | None:
    """The values of one object; None where it cannot be read as it stands."""
    try:
        values = json.loads(text.decode("utf-8", errors="windows-1252"), strict=False)
        if _MAY_BE_UNSTORABLE.search(text):
            values = _storable(values)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def salvage(text: bytes) -> Values | None:
    """What reads of a damaged object: its own fields and whole comments before the damage."""
    cuts = list(_cuts(text))
    # If one prefix reads, every shorter one does: so the longest is found by halving.
    readable = bisect_left(cuts, 1, key=lambda cut: int(decode(_closed(text, cut)) is None))
    return decode(_closed(text, cuts[readable - 1])) if readable else None


def _cuts(text: bytes) -> Iterator[Cut]:
    """Where a damaged object may end, and the brackets that are open there."""
    open_brackets = b""
    for found in _FINE_TOKEN.finditer(text):
        token = found.group()
        if token == b'"':
            return
        open_brackets = _open_after(open_brackets, token)
        if token in _CLOSERS and 0 < len(open_brackets) <= _DEPTH_BETWEEN_COMMENTS:
            yield found.end(), open_brackets
        elif token == b"," and open_brackets == b"{":
            yield found.start(), open_brackets


def _open_after(open_brackets: bytes, token: bytes) -> bytes:
    if token in _CLOSERS:
        return open_brackets[:-1]
    return open_brackets + token if token in _OPENERS else open_brackets


def _closed(text: bytes, cut: Cut) -> bytes:
    end, open_brackets = cut
    return text[:end] + open_brackets[::-1].translate(_CLOSING)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return value


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Reads the bytes that are not UTF-8, and only those, as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    # Five bytes mean nothing in Windows-1252; browsers read them as these control characters.
    text = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in stray)
    return text, error.end


codecs.register_error("windows-1252", _as_windows_1252)
