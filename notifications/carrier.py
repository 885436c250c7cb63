"""Carries messages to the mail server, one after another over one connection.

While a message is on its way, whoever sends it notes what became of the one before. Its last part
goes over only once that is noted: should everything stop at any moment, the server has taken one
message at the most of which nobody knows.
"""

import logging
import smtplib
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMessage, get_connection

log = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server cannot be reached, or has broken off: no use in trying the next one."""


class Carrier:
    """One connection, and the thread that talks to the server; all else stays with its owner."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
        self._may_finish = threading.Event()
        self._is_broken_off = False

    def __enter__(self) -> Self:
        """Raises ServerAway."""
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as problem:
            self._thread.shutdown()
            raise ServerAway(f"The mail server cannot be reached: {problem}") from problem
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown()
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException) as trouble:
            log.info("The mail server did not say goodbye: %s", trouble)

    def carry(self, message: EmailMessage, *, meanwhile: Callable[[], None]) -> "Future[None]":
        """Begin to send it, do something else, and let it be finished.

        The answer's `result` raises what the server says of it, as smtplib does. Raises what
        `meanwhile` raises, after which the message has not gone.
        """
        self._may_finish.clear()
        sending = self._thread.submit(self._send, message)
        try:
            meanwhile()
        except BaseException:
            self._break_off()
            raise
        finally:
            self._may_finish.set()
        return sending

    def _send(self, message: EmailMessage) -> None:
        server = getattr(self._backend, "connection", None)
        if isinstance(server, smtplib.SMTP):
            server.before_data = self._may_finish.wait  # type: ignore[attr-defined]  # harringay.mail
        else:
            self._may_finish.wait()
        if self._is_broken_off:
            return
        self._backend.send_messages([message])

    def _break_off(self) -> None:
        """Let a message that is under way never be finished."""
        self._is_broken_off = True
        server = getattr(self._backend, "connection", None)
        if isinstance(server, smtplib.SMTP):
            server.close()
