"""Services of others, run by tests on this machine to see what they are sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TypeVar

Running = TypeVar("Running", bound="Listener")


class Listener(HTTPServer):
    """On a free port of this machine only."""

    def __init__(self, handler: type["Handler"]) -> None:
        super().__init__(("127.0.0.1", 0), handler)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def take(self, body: bytes) -> int:
        """Keep what came, and say with which status it is answered."""
        raise NotImplementedError

    def headers_besides(self) -> dict[str, str]:
        """What is said with that status."""
        return {}

    def do_POST(self) -> None:
        status = self.take(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(status)
        # Which nobody should follow.
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        for name, value in self.headers_besides().items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Tests are quiet."""


@contextmanager
def running(server: Running) -> Iterator[Running]:
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
