"""Listens for a mail server of ours that hands over what comes, by LMTP."""

import asyncio
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications import lmtp


class Command(BaseCommand):
    help = "Takes mail by LMTP until it is stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.LMTP_PORT)
        parser.add_argument("--socket", default="", metavar="PATH", help="In place of a port.")

    def handle(self, *, host: str, port: int, socket: str, **_options: Any) -> None:
        if not settings.REPLY_DOMAIN:
            raise CommandError("Mail comes in only where REPLY_DOMAIN is set.")
        if not (port or socket):
            raise CommandError("Say where to listen: --port or --socket, or set LMTP_PORT.")
        try:
            with suppress(KeyboardInterrupt):
                asyncio.run(_serve(host, port, socket))
        except OSError as problem:
            raise CommandError(f"Cannot listen there: {problem.strerror}.") from None


async def _serve(host: str, port: int, path: str) -> None:
    async with await lmtp.listen(host=host, port=port, path=path) as server:
        await server.serve_forever()
