"""Mail handed over by a mail server of ours: LMTP (RFC 2033), with an answer for each recipient."""

import asyncio
import logging
import socket
from typing import Any, Final

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope
from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, close_old_connections

from notifications import answering

log = logging.getLogger(__name__)

TAKEN: Final = "250 2.0.0 Taken"
LATER: Final = "451 4.3.0 Not now, please try again"
NOBODY: Final = "550 5.1.1 No such address here"
TOO_BIG: Final = "552 5.3.4 Too big"


class Conversation(LMTP):
    """Takes longer lines than SMTP allows: what was let in by others is not turned away here."""

    line_length_limit = 1_000_000

    def __init__(self) -> None:
        super().__init__(
            Handler(),
            # A little more than is taken, so that it is the handler who refuses, for each.
            data_size_limit=answering.MOST_BYTES + 1024,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname(),
            ident="LMTP",
            loop=asyncio.get_running_loop(),
        )


class Handler:
    """What aiosmtpd asks at each step of a conversation."""

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not answering.takes(address):
            return NOBODY
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Yes"

    async def handle_DATA(  # noqa: N802  as above
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        raw, sender = envelope.content or b"", envelope.mail_from or ""
        assert isinstance(raw, bytes)  # noqa: S101  it decodes nothing unless it is asked to
        answers = [await _hand_over(raw, recipient, sender) for recipient in envelope.rcpt_tos]
        return "\r\n".join(answers)


@sync_to_async
def _hand_over(raw: bytes, recipient: str, sender: str) -> str:
    """What the mail server is told about one recipient; nothing is lost whatever happens."""
    close_old_connections()
    try:
        answering.receive(raw, recipients=[recipient], envelope_sender=sender)
    except answering.TooBig:
        return TOO_BIG
    except (DatabaseError, InterfaceError) as problem:
        log.warning("The database is away: %s", type(problem).__name__)
        return LATER
    except Exception:
        log.exception("A message could not be dealt with; its server keeps it.")
        return LATER
    finally:
        close_old_connections()
    return TAKEN


async def listen(*, host: str, port: int, path: str = "") -> asyncio.Server:
    """A server on a port, or, where a path is given, on a socket there."""
    loop = asyncio.get_running_loop()
    if path:
        return await loop.create_unix_server(Conversation, path)
    return await loop.create_server(Conversation, host, port)
