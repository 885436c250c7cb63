"""One message after another over a connection; none goes while something is amiss here."""

from pathlib import Path

import pytest
from pytest_django import Settings

from notifications.carrier import Carrier
from notifications.envelopes import FinishedMessage
from tests.smtp_sink import smtp_sink

LINES = b"Message-ID: <one@example.org>\r\n\r\nA line\r\n.\r\n..and two dots\r\n"


def message() -> FinishedMessage:
    return FinishedMessage(LINES, sender="us@example.org", to="asha@example.org")


class Amiss(Exception):
    pass


def carry_while_something_is_amiss() -> None:
    with pytest.raises(Amiss), Carrier() as carrier, carrier.carrying(message()):
        raise Amiss


class TestToAServer:
    @pytest.fixture(autouse=True)
    def sink(self, settings: Settings):
        with smtp_sink() as running:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
            yield running

    def test_lines_that_are_only_a_dot_arrive_as_they_are(self, sink):
        with Carrier() as carrier:
            for _ in range(2):
                with carrier.carrying(message()) as consignment:
                    pass
                assert consignment.problem() is None

        said = [taken.message.get_content().splitlines() for taken in sink.taken]
        assert said == [["A line", ".", "..and two dots"]] * 2

    def test_what_is_amiss_meanwhile_keeps_it_from_going(self, sink):
        carry_while_something_is_amiss()

        assert sink.taken == []


class TestToAFolder:
    @pytest.fixture(autouse=True)
    def folder(self, settings: Settings, tmp_path: Path) -> Path:
        settings.EMAIL_BACKEND = "harringay.mail.FolderBackend"
        settings.EMAIL_FILE_PATH = tmp_path
        return tmp_path

    def test_it_lies_there_as_it_is(self, folder):
        with Carrier() as carrier, carrier.carrying(message()):
            pass

        assert [file.read_bytes() for file in folder.iterdir()] == [LINES]

    def test_what_is_amiss_meanwhile_keeps_it_from_going(self, folder):
        carry_while_something_is_amiss()

        assert list(folder.iterdir()) == []
