"""Mail into a folder."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, get_connection


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(*subjects: str) -> int:
    messages = [
        EmailMessage(subject, "The fox is back.", to=["asha@example.org"]) for subject in subjects
    ]
    return get_connection("harringay.mail.FolderBackend").send_messages(messages) or 0


class TestFolderBackend:
    def test_writes_one_file_a_message_and_says_how_many(self, folder):
        assert send("One", "Two") == 2
        assert len(list(folder.glob("*.eml"))) == 2

    def test_writes_what_a_mail_program_can_read(self, folder):
        send("A fox – on Wightman Road")
        (file,) = folder.iterdir()
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert message["Subject"] == "A fox – on Wightman Road"
        assert message.get_content().strip() == "The fox is back."

    def test_leaves_nothing_half_written_in_sight(self, folder):
        send("One")
        assert [file.suffix for file in folder.iterdir()] == [".eml"]
