"""A mail server for tests: it takes what it is told to take, and refuses the rest as it is told."""

import asyncio
import email
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.servers import free_port


class Taken(NamedTuple):
    """A message that the server said yes to."""

    to: str
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


class Sink:
    """What the server does, which a test may change at any moment; and what it has taken.

    `manner` is one of "take", "421", "450" and "550" (said of a recipient), "close" and "hang"
    (after DATA, and nothing is taken). `only` restricts it to one recipient, and `words` are said
    in place of the usual ones.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.manner = "take"
        self.only = ""
        self.words = ""
        self.delay = 0.0
        self.taken: list[Taken] = []
        self.let_go = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def recipients(self) -> Counter[str]:
        return Counter(taken.to for taken in self.taken)

    def message_ids(self) -> Counter[str]:
        return Counter(taken.message_id for taken in self.taken)

    def _does(self, manner: str, recipient: str) -> bool:
        return self.manner == manner and self.only in {"", recipient}

    # What aiosmtpd calls, by its own names.

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        for code, words in (
            ("421", "Come back later"),
            ("450", "Mailbox busy"),
            ("550", "No such user"),
        ):
            if self._does(code, address):
                return f"{code} {self.words or words}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        (to,) = envelope.rcpt_tos
        if self._does("close", to):
            server.transport.abort()  # type: ignore[union-attr]  # it is connected
            return "451 Gone"
        if self._does("hang", to):
            await asyncio.get_running_loop().run_in_executor(None, self.let_go.wait)
            return "451 Too late"
        await asyncio.sleep(self.delay)
        parsed = email.message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append(Taken(to, parsed))
        return "250 Taken"


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A server that runs while the context lasts."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=30)
    controller.start()
    try:
        yield sink
    finally:
        sink.let_go.set()
        controller.stop()
