"""A hub that writes down what it is told, and answers as a test wants it to."""

from contextlib import AbstractContextManager
from urllib.parse import parse_qsl

from tests.notifications.listening import Handler, Listener, running


class Hub(Listener):
    def __init__(self) -> None:
        super().__init__(_Handler)
        self.status = 202
        self.told: list[list[tuple[str, str]]] = []
        self.asked_at: list[str] = []

    @property
    def url(self) -> str:
        return f"{self.origin}/publish?by=us"

    @property
    def feeds(self) -> list[str]:
        """The path of each feed that it was told of, in one of the formats."""
        urls = [value for form in self.told for name, value in form if name == "hub.url"]
        return [url.partition("/feeds/")[2] for url in urls if url.endswith(".rss")]


class _Handler(Handler):
    server: Hub

    def take(self, body: bytes) -> int:
        self.server.told.append(parse_qsl(body.decode()))
        self.server.asked_at.append(self.path)
        return self.server.status


def running_hub() -> AbstractContextManager[Hub]:
    return running(Hub())
