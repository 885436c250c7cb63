"""Reading a Ning content export: a folder of damaged JSON files beside folders of pictures."""

import io
import os
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.utils import timezone

from forum.archive import dates, decoding, scanning
from forum.archive.decoding import Values
from forum.archive.scanning import Span

Place = tuple[int, int, Values]
Undated = tuple[datetime | None, int, int]

# In the order in which they are moved in: authors first, and groups before what stands in them.
KINDS = (
    "members",
    "groups",
    "discussions",
    "blogs",
    "events",
    "photos",
    "videos",
    "music",
    "notes",
    "pages",
)

# What may stand between and around the objects without being a loss.
_WRAPPING = b" \t\r\n\x00()[],;\xef\xbb\xbf"

# How an object begins: by an id that names its type, or by its first two keys. Its quotation marks
# would be escaped inside a string, so what begins in the same way is the next object.
_OPENING = re.compile(
    rb"""
    \{ \s* (?P<key> "[^"]{1,80}" ) \s* : \s* "
    (?: (?P<type> \w{1,40}:\w{1,40}: ) | [^"]{0,200}" \s* , \s* (?P<next> "[^"]{1,80}" ) )
    """,
    re.VERBOSE,
)

# No opening is longer, so none is missed across the edge of two chunks.
_OVERLAP = 1024


class NotAnArchive(Exception):
    """The folder holds no member list, so it is not a Ning export, or not the folder of one."""


@dataclass(frozen=True)
class Loss:
    """A stretch of a file, in bytes, that could not be read, or not wholly."""

    file: str
    start: int
    end: int
    reason: str


class Dated(NamedTuple):
    """An object and its moment: its own, or that of its neighbour."""

    moment: datetime
    values: Values


class Archive:
    """An export on disk; what cannot be read of it gathers in `losses` as the rest is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.losses: list[Loss] = []
        if self.path_of("members") is None:
            raise NotAnArchive(
                f"{folder} holds neither ning-members-local.json nor ning-members.json."
            )

    def path_of(self, kind: str) -> Path | None:
        """The file of a kind, by preference the one whose paths lead into the archive."""
        paths = [self.folder / f"ning-{kind}-local.json", self.folder / f"ning-{kind}.json"]
        present = [path for path in paths if path.is_file()]
        return next((path for path in present if path.stat().st_size), next(iter(present), None))

    def objects(self, kind: str) -> Iterator[Values]:
        """Every object of a kind that reads, in the file's order, one in memory at a time."""
        path = self.path_of(kind)
        if path is not None:
            with path.open("rb") as source:
                yield from (values for _, _, values in _Reading(path, source).places())

    def oldest_first(self, kind: str) -> Iterator[Dated]:
        """The same, oldest first, and what is missing of the file among the losses.

        Reads the file twice: once for the moments and places of its objects, about 200 bytes
        each, and once for the objects themselves.
        """
        path = self.path_of(kind)
        if path is None:
            return
        with path.open("rb") as source:
            reading = _Reading(path, source)
            found = [
                (dates.first_of(values, "createdDate", "updatedDate"), start, end)
                for start, end, values in reading.places()
            ]
            self.losses += reading.losses
            # Files have the newest first: so what has no date is as old as what follows it.
            filled = _filled_in(found[::-1])
            for moment, start, end in sorted(filled, key=lambda place: place[0]):
                yield Dated(moment, reading.again(start, end))


class _Reading:
    """One pass through one file, from damage to damage."""

    def __init__(self, path: Path, source: BinaryIO) -> None:
        self.name = path.name
        self.source = source
        self.losses: list[Loss] = []
        self.has_quotes_as_94 = not decoding.is_utf8(path)
        self.is_begun = False
        self.before = b""
        self.behind = b""

    def again(self, start: int, end: int) -> Values:
        """An object found before, whole or salvaged."""
        self.source.seek(start)
        text = self.source.read(min(end - start, scanning.LONGEST_OBJECT))
        span = next(self._scan(io.BytesIO(text)))
        return decoding.decode(span.text) or self._salvage(start, end) or {}

    def places(self) -> Iterator[Place]:
        """Where each object begins and ends, and what it says."""
        resume: int | None = 0
        while resume is not None:
            resume = yield from self._until_damage(resume)
        end = self._size()
        if not end:
            self._lose(end, end, "the file is empty")
        elif self._is_cut_short():
            self._lose(end, end, "the file ends before its list does; what followed is missing")

    def _until_damage(self, start: int) -> Generator[Place, None, int | None]:
        """Returns where to go on from, None at the end of the file."""
        for span in self._scan(self.source, start):
            if not span.is_object:
                self._pass(span)
                continue
            self.is_begun, self.behind = True, b""
            values = decoding.decode(span.text)
            if values is None:
                return (yield from self._around_damage(span))
            yield span.start, span.end, values
        return None

    def _around_damage(self, span: Span) -> Generator[Place, None, int | None]:
        resume = self._next_opening(span) or (span.end if span.is_whole else None)
        if resume is None:
            self.before = b""  # what this loss says covers the missing end
        end = resume or self._size()
        values = self._salvage(span.start, end)
        kept = "what came before the damage was kept" if values else "nothing of it could be kept"
        self._lose(span.start, end, f"a damaged object; {kept}")
        if values:
            yield span.start, end, values
        return resume

    def _salvage(self, start: int, end: int) -> Values | None:
        self.source.seek(start)
        torn = io.BytesIO(self.source.read(min(end - start, scanning.LONGEST_OBJECT)))
        return decoding.salvage(next(self._scan(torn)).text)

    def _next_opening(self, span: Span) -> int | None:
        """Where the next object begins that starts as this one does."""
        opening = _OPENING.match(span.text)
        if opening is None:
            return None
        like_it = _pattern_of(opening)
        end = span.end if span.is_whole else None
        offset = self.source.seek(span.start + 1)
        waiting = b""
        while fresh := self.source.read(scanning.CHUNK):
            waiting += fresh
            if found := like_it.search(waiting):
                at = offset + found.start()
                return at if end is None or at < end else None
            offset += max(len(waiting) - _OVERLAP, 0)
            waiting = waiting[-_OVERLAP:]
        return None

    def _scan(self, source: BinaryIO, start: int = 0) -> Iterator[Span]:
        if not self.has_quotes_as_94:
            yield from scanning.scan(source, start=start)
            return
        for span in scanning.scan(source, start=start, token=scanning.TOKEN_WITH_94):
            yield replace(span, text=decoding.with_plain_quotes(span.text))

    def _pass(self, span: Span) -> None:
        """Between two objects brackets and commas are the exporter's; anything else is a loss."""
        if not self.is_begun:
            self.before += span.text[-64:]
        self.behind += span.text[-64:]
        if span.text.strip(_WRAPPING):
            self._lose(span.start, span.end, "text that belongs to no object")

    def _is_cut_short(self) -> bool:
        """Whether what was opened before the first object is not closed behind the last."""
        pairs = ((b"(", b")"), (b"[", b"]"))
        return any(opens in self.before and closes not in self.behind for opens, closes in pairs)

    def _size(self) -> int:
        return self.source.seek(0, os.SEEK_END)

    def _lose(self, start: int, end: int, reason: str) -> None:
        self.losses.append(Loss(self.name, start, end, reason))


def _filled_in(found: list[Undated]) -> Iterator[tuple[datetime, int, int]]:
    """Oldest first: what has no moment has that of the one before, the first ones of the next."""
    moment = next((moment for moment, _, _ in found if moment), timezone.now())
    for own, start, end in found:
        moment = own or moment
        yield moment, start, end


def _pattern_of(opening: re.Match[bytes]) -> re.Pattern[bytes]:
    """What finds an opening again, in another object of the same file."""
    key, kind, following = (re.escape(opening[name] or b"") for name in ("key", "type", "next"))
    if kind:
        return re.compile(rb'\{\s*%b\s*:\s*"%b' % (key, kind))
    return re.compile(rb'\{\s*%b\s*:\s*"[^"]{0,200}"\s*,\s*%b\s*:' % (key, following))
