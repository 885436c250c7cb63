"""How mail leaves: to a mail server, or, where none is set, into a folder."""

import smtplib
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone


class _Hesitating:
    """Asks before a message itself goes over, when the server has taken its addresses."""

    before_data: Callable[[], object] = staticmethod(lambda: None)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.before_data()
        answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        return answer


class _Server(_Hesitating, smtplib.SMTP):
    pass


class _SecureServer(_Hesitating, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Django's own, over a connection that hesitates (notifications.carrier says why).

    What has `content` is bytes already, between addresses that a server takes as they are.
    """

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SecureServer if self.use_ssl else _Server

    def _send(self, email_message: EmailMessage) -> bool:
        content: bytes | None = getattr(email_message, "content", None)
        if content is None:
            return bool(super()._send(email_message))  # type: ignore[misc]  # it has no public name
        assert self.connection  # noqa: S101  it is open while it sends
        self.connection.sendmail(email_message.from_email, email_message.to, content)
        return True


class FolderBackend(BaseEmailBackend):
    """One .eml file a message, written under another name first: a reader never sees half of it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:8]}"
            unfinished = folder / f".{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)
