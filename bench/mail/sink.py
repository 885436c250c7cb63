"""A mail server that takes everything and keeps nothing: python -m bench.mail.sink PORT.

A process of its own, as a mail server is: its work must not be done in the worker's time.
"""

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Handler:
    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802  aiosmtpd's name for it
        return "250 Taken"


async def serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler()), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(serve(int(sys.argv[1])))
