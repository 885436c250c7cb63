"""Asks one address again and again over a few kept connections, and times every answer."""

import re
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median, quantiles
from typing import NamedTuple

PATIENCE = 30  # seconds without any answer, after which a run is given up
CHUNK = 1 << 18

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)

# Makes the next request, as it goes over the wire.
Asker = Callable[[], bytes]


class Failed(Exception):
    """An answer was not what it should have been, or did not come."""


class Answer(NamedTuple):
    seconds: float
    length: int


@dataclass(frozen=True)
class Sample:
    """One short run: answers, how many a second, milliseconds at two percentiles, body's bytes."""

    count: int
    rate: float
    p50: float
    p95: float
    length: int


def request(path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A GET, or a POST where there is a body, as HTTP/1.1 spells it."""
    method = "POST" if body else "GET"
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def measure(
    connections: Sequence[socket.socket], ask: Asker, *, status: int, seconds: float
) -> Sample:
    """Keep every connection asking for so long. Raises Failed."""
    began = time.perf_counter()
    with selectors.DefaultSelector() as crowd:
        for connection in connections:
            crowd.register(connection, selectors.EVENT_READ, _Connection(connection, status))
        answers = list(_answers(crowd, ask, until=began + seconds))
    elapsed = time.perf_counter() - began
    times = [1000 * answer.seconds for answer in answers]
    return Sample(
        count=len(answers),
        rate=len(answers) / elapsed,
        p50=median(times),
        p95=quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0],
        length=int(median(answer.length for answer in answers)),
    )


class _Connection:
    """One browser that asks again as soon as it is answered."""

    def __init__(self, connection: socket.socket, status: int) -> None:
        self.socket = connection
        self.expected = b"HTTP/1.1 %d " % status
        self.is_bodyless = status == HTTPStatus.NOT_MODIFIED
        self.asked_at = 0.0
        self.received = bytearray()

    def ask(self, wanted: bytes) -> None:
        self.received.clear()
        self.asked_at = time.perf_counter()
        self.socket.sendall(wanted)

    def take(self) -> Answer | None:
        """Read what has come; the answer, once it is whole."""
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            raise Failed("the server hung up")
        self.received += chunk
        head = self.received.find(b"\r\n\r\n")
        if head < 0:
            return None
        length = self._length(head)
        if len(self.received) < head + 4 + length:
            return None
        return Answer(time.perf_counter() - self.asked_at, length)

    def _length(self, head: int) -> int:
        """How long the body is. Raises Failed for any status but the expected one."""
        if not self.received.startswith(self.expected):
            raise Failed(bytes(self.received.partition(b"\r\n")[0]).decode(errors="replace"))
        if self.is_bodyless:
            return 0
        stated = _LENGTH.search(self.received, 0, head + 2)
        if not stated:
            raise Failed("an answer does not say how long it is")
        return int(stated[1])


def _answers(crowd: selectors.BaseSelector, ask: Asker, *, until: float) -> Iterator[Answer]:
    """Every answer; what has been asked for by the end is still waited for."""
    waiting = [key.data for key in crowd.get_map().values()]
    for connection in waiting:
        connection.ask(ask())
    busy = len(waiting)
    while busy:
        for connection in _readable(crowd):
            answer = connection.take()
            if answer is None:
                continue
            yield answer
            if time.perf_counter() < until:
                connection.ask(ask())
            else:
                busy -= 1


def _readable(crowd: selectors.BaseSelector) -> list[_Connection]:
    events = crowd.select(PATIENCE)
    if not events:
        raise Failed(f"no answer for {PATIENCE} seconds")
    return [key.data for key, _ in events]
