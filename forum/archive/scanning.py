"""Cutting a damaged Ning export into its objects, a chunk at a time and never all at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

CHUNK = 256 * 1024

# 800 replies at the old site's longest (40,000 characters) fit. What runs on for longer has lost a
# quotation mark, and is not one object.
LONGEST_OBJECT = 32 * 1024 * 1024

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'

# Where a file is not UTF-8, byte 0x94 (a curly quote in Windows-1252) may stand for `"`. It closes
# a string only where one may close, and not when byte 0x93 opened a quotation inside the text.
_STRING_WITH_94 = rb"""
    ["\x94]
    (?>
        [\x00-\x21\x23-\x5b\x5d-\x7f]
      | \\.
      | [\xc2-\xdf][\x80-\xbf] | [\xe0-\xef][\x80-\xbf]{2} | [\xf0-\xf4][\x80-\xbf]{3}
      | \x93 [^"\\\x93\x94]*+ \x94
      | \x94 (?! \s* [:,}\]] )
      | [\x80-\x93\x95-\xff]
    )*+
    ["\x94]
"""


def _token(string: bytes, quotes: bytes) -> re.Pattern[bytes]:
    """A bracket, or everything up to the next one that stands outside a string."""
    between = rb"[^" + quotes + rb"{}\[\]]"
    return re.compile(
        rb"[{}\[\]] | (?: " + between + rb"++ | " + string + rb" )++", re.VERBOSE | re.DOTALL
    )


TOKEN = _token(_STRING, rb'"')
TOKEN_WITH_94 = _token(_STRING_WITH_94, rb'"\x94')
STRING_WITH_94 = re.compile(_STRING_WITH_94, re.VERBOSE | re.DOTALL)

_BRACKETS = frozenset({b"{", b"}", b"[", b"]"})
_BLANK = b" \t\r\n,[]"


@dataclass(frozen=True)
class Span:
    """A stretch of a file, in bytes; its text has its seams mended already."""

    start: int
    end: int
    text: bytes
    is_whole: bool = True
    is_object: bool = True


def scan(source: BinaryIO, *, start: int = 0, token: re.Pattern[bytes] = TOKEN) -> Iterator[Span]:
    """Every object of the outer array from `start` on, and what lies between them.

    An object that the file cuts short, or that grows past `LONGEST_OBJECT`, comes with
    `is_whole=False` and ends the scan.
    """
    source.seek(start)
    mending: _Mending | None = None
    position = start
    for offset, text in _tokens(source, start, token):
        position = offset + len(text)
        if mending is None and text != b"{":
            yield Span(offset, position, text, is_object=False)
            continue

        mending = mending or _Mending(offset)
        mending.add(text)
        if mending.is_closed:
            yield mending.span(position)
            mending = None
        elif mending.size > LONGEST_OBJECT:
            break
    if mending is not None:
        yield mending.span(position)


def _tokens(source: BinaryIO, offset: int, token: re.Pattern[bytes]) -> Iterator[tuple[int, bytes]]:
    waiting = b""
    is_ended = False
    while not is_ended and len(waiting) <= LONGEST_OBJECT:
        # Reading as much again keeps the work on a very long string linear.
        fresh = source.read(max(CHUNK, len(waiting)))
        is_ended = not fresh
        waiting += fresh
        used = 0
        while match := token.match(waiting, used):
            # A token that touches the edge may go on in the next chunk; a bracket never does.
            if match.end() == len(waiting) and not is_ended and match.group() not in _BRACKETS:
                break
            yield offset + used, match.group()
            used = match.end()
        waiting = waiting[used:]
        offset += used
    if waiting:
        yield offset, waiting


@dataclass
class _Mending:
    """One object being put together, with the seams between the objects inside it mended.

    Between `}` and `{` nothing but a comma makes sense, at any depth; the old exporter dropped
    that comma, or left a stray bracket there. So such a gap is held back until it is known what
    follows it.
    """

    start: int
    size: int = 0
    pieces: list[bytes] = field(default_factory=list)
    open_brackets: list[bytes] = field(default_factory=list)
    gap: list[bytes] | None = None

    @property
    def is_closed(self) -> bool:
        return not self.open_brackets

    def add(self, text: bytes) -> None:
        self.size += len(text)
        if self.gap is not None and not text.strip(_BLANK):
            self.gap.append(text)
            return
        held, self.gap = self.gap, None
        if held is not None and text == b"{":
            self.pieces.append(b",")
        else:
            for piece in held or ():
                self._write(piece)
        self._write(text)

    def span(self, end: int) -> Span:
        return Span(self.start, end, b"".join(self.pieces), is_whole=self.is_closed)

    def _write(self, text: bytes) -> None:
        if text == b"]":
            self._close_array()
        elif text == b"}":
            self._close_object()
        else:
            self.pieces.append(text)
            if text in _BRACKETS:
                self.open_brackets.append(text)

    def _close_array(self) -> None:
        if self.open_brackets[-1] == b"[":
            self.open_brackets.pop()
            self.pieces.append(b"]")

    def _close_object(self) -> None:
        while self.open_brackets[-1] == b"[":
            self._close_array()
        self.open_brackets.pop()
        self.pieces.append(b"}")
        self.gap = []
