"""Carries messages to the mail server, one after another over one connection.

The server takes its time over each part of the conversation. In those gaps whoever sends notes what
became of the message before, and writes the next. A message itself goes over only once the one
before is noted: should everything stop at any moment, the server has taken one message at the most
of which nobody knows.
"""

import logging
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from django.core.mail import get_connection

from notifications.envelopes import FinishedMessage

log = logging.getLogger(__name__)

Problem = OSError | smtplib.SMTPException

# RFC 5321, section 4.2.3.
DONE = 250
WILL_FORWARD = 251
START_MAIL_INPUT = 354

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class ServerAway(Exception):
    """The mail server cannot be reached, or has broken off: no use in trying the next one."""


class Consignment:
    """A message on its way."""

    def __init__(self, parts: Iterator[None]) -> None:
        self._parts = parts
        self._problem: Problem | None = None

    def go_on(self) -> None:
        """Take the next part of the conversation, unless the server has spoken against it."""
        try:
            if self._problem is None:
                next(self._parts, None)
        except (OSError, smtplib.SMTPException) as problem:
            self._problem = problem

    def problem(self) -> Problem | None:
        """What the server says against it, as smtplib raises it, if anything; waits for it."""
        self.go_on()
        return self._problem


class Carrier:
    """One connection, open while the context lasts."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()

    def __enter__(self) -> Self:
        """Raises ServerAway."""
        try:
            self._backend.open()
            if server := self._server():
                server.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as problem:
            raise ServerAway(f"The mail server cannot be reached: {problem}") from problem
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException) as trouble:
            log.info("The mail server did not say goodbye: %s", trouble)

    @contextmanager
    def carrying(self, message: FinishedMessage) -> Iterator[Consignment]:
        """Announce the message, do something else, and hand it over.

        What is raised meanwhile keeps it from going.
        """
        server = self._server()
        parts = _conversation(server, message) if server else self._delivery(message)
        consignment = Consignment(parts)
        consignment.go_on()
        yield consignment
        consignment.go_on()

    def _server(self) -> smtplib.SMTP | None:
        """The server that is talked to, if messages go to one and not into a folder."""
        server = getattr(self._backend, "connection", None)
        return server if isinstance(server, smtplib.SMTP) else None

    def _delivery(self, message: FinishedMessage) -> Iterator[None]:
        yield
        self._backend.send_messages([message])
        yield


def _conversation(server: smtplib.SMTP, message: FinishedMessage) -> Iterator[None]:
    """RFC 5321, with a pause wherever the server has something to think about."""
    try:
        yield from _said(server, message)
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        with suppress(smtplib.SMTPServerDisconnected):
            server.rset()
        raise


def _said(server: smtplib.SMTP, message: FinishedMessage) -> Iterator[None]:
    sender, [to], content = message.from_email, message.to, message.content
    size = f" SIZE={len(content)}" if server.has_extn("size") else ""
    server.putcmd("MAIL", f"FROM:<{sender}>{size}")
    yield
    code, said = server.getreply()
    if code != DONE:
        raise smtplib.SMTPSenderRefused(code, said, sender)
    code, said = server.docmd("RCPT", f"TO:<{to}>")
    if code not in (DONE, WILL_FORWARD):
        raise smtplib.SMTPRecipientsRefused({to: (code, said)})
    code, said = server.docmd("DATA")
    if code != START_MAIL_INPUT:
        raise smtplib.SMTPDataError(code, said)
    server.send(_LEADING_DOT.sub(b"..", content) + b".\r\n")
    yield
    code, said = server.getreply()
    if code != DONE:
        raise smtplib.SMTPDataError(code, said)
