"""A push service that keeps what it is sent, and browsers that can read it."""

import base64
import json
import os
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.notifications.listening import Handler, Listener, running

# The key of a site that only tests run.
SITE_KEY = base64.urlsafe_b64encode(bytes(range(1, 33))).decode().rstrip("=")


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Taken(NamedTuple):
    """What came, as the service sees it."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int  # what was answered


class Service(Listener):
    def __init__(self) -> None:
        super().__init__(_Handler)
        self.status = 201
        self.answers: dict[str, int] = {}  # by path, where it is another
        self.retry_after = ""  # said with whatever is answered
        self.asked: list[Taken] = []

    @property
    def taken(self) -> list[Taken]:
        return [each for each in self.asked if each.status == 201]

    def answer(self, path: str) -> int:
        return self.answers.get(path, self.status)


class _Handler(Handler):
    server: Service

    def take(self, body: bytes) -> int:
        status = self.server.answer(self.path)
        self.server.asked.append(Taken(self.path, dict(self.headers), body, status))
        return status

    def headers_besides(self) -> dict[str, str]:
        said = self.server.retry_after
        return {"Retry-After": said} if said else {}


class Reader:
    """A resident's browser: it alone has the key to what is sent to it."""

    def __init__(self, service: Service, path: str) -> None:
        self.service, self.path = service, path
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)

    @property
    def asked(self) -> dict[str, str]:
        """What the settings page sends of it."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": f"{self.service.origin}{self.path}",
            "public_key": encoded(point),
            "secret": encoded(self._secret),
        }

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Each push that has arrived, as its service worker reads it."""
        return [
            json.loads(http_ece.decrypt(each.body, private_key=self._key, auth_secret=self._secret))
            for each in self.service.taken
            if each.path == self.path
        ]


def running_service() -> AbstractContextManager[Service]:
    return running(Service())
