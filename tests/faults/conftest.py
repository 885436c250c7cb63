"""Real servers of a test's own: a mail server that does as it is told, and more where asked."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.smtp_sink import Sink, smtp_sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as running:
        yield running


@pytest.fixture
def to_sink(sink: Sink, settings: Settings) -> Sink:
    """The mail of this process goes to the sink, at once."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_TIMEOUT = 1
    settings.MAIL_HOLD_SECONDS = 0
    return sink
