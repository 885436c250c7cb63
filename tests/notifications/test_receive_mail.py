"""The command that a mail server pipes a message to, and what its status tells that server."""

import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from notifications import answering
from notifications.answering import messages
from notifications.models import InboundMail, Outcome
from tests.notifications.mailing import stored, written
from tests.running_site import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def pipe(monkeypatch, takes_mail):
    def run(raw, *words):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
        call_command("receive_mail", *words)

    return run


class TestReceiveMail:
    def test_posts_an_answer(self, pipe, told):
        pipe(stored("gmail-above"), "--recipient", told.answer)
        assert InboundMail.objects.get().outcome == Outcome.POSTED

    def test_finds_out_itself_whom_it_came_to(self, pipe, told):
        pipe(written(x_original_to=told.answer, to="somebody@example.net"))
        assert InboundMail.objects.get().outcome == Outcome.POSTED

    def test_takes_several_recipients(self, pipe, told):
        pipe(written(), f"--recipient={told.answer}", f"--recipient={told.unsubscribe}")
        assert InboundMail.objects.count() == 2

    def test_believes_the_server_about_the_sender(self, pipe, told):
        pipe(written(), "--recipient", told.answer, "--sender", "")
        assert InboundMail.objects.get().outcome == Outcome.AUTOMATIC

    def test_is_content_with_what_it_drops(self, pipe, told):
        pipe(written(sender="else@example.net"), "--recipient", told.answer)
        assert InboundMail.objects.get().outcome == Outcome.UNKNOWN

    def test_wants_it_again_while_the_database_is_away(self, pipe, told, monkeypatch):
        def away(*_, **__):
            raise OperationalError

        monkeypatch.setattr(answering, "receive", away)
        with pytest.raises(CommandError) as refusal:
            pipe(written(), "--recipient", told.answer)
        assert refusal.value.returncode == os.EX_TEMPFAIL

    def test_refuses_what_is_too_big(self, pipe, told, monkeypatch):
        monkeypatch.setattr(messages, "MOST_BYTES", 10)
        with pytest.raises(CommandError) as refusal:
            pipe(written(), "--recipient", told.answer)
        assert refusal.value.returncode == os.EX_DATAERR

    def test_is_of_no_use_where_mail_does_not_come_in(self, pipe, settings):
        settings.REPLY_DOMAIN = ""
        with pytest.raises(CommandError) as refusal:
            pipe(written())
        assert refusal.value.returncode == os.EX_USAGE


@pytest.mark.running
class TestStatus:
    """As a mail server sees it: a process, and how it ended."""

    def status(self, *words, tmp_path, **environment):
        ended = subprocess.run(
            [sys.executable, "manage.py", "receive_mail", *words],
            input=written(),
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "harringay.settings",
                "DATA_DIR": str(tmp_path),
                "SECRET_KEY": "only-for-tests-" + "0123456789" * 4,
                "REPLY_DOMAIN": "reply.harringay.example",
            }
            | environment,
            capture_output=True,
            check=False,
        )
        return ended.returncode

    def test_says_that_it_was_called_wrongly(self, tmp_path):
        assert self.status("--nonsense", tmp_path=tmp_path) == os.EX_USAGE

    def test_says_that_the_database_is_away(self, tmp_path):
        nowhere = f"sqlite:///{tmp_path}/there/is/no/such/folder.sqlite3"
        assert self.status(tmp_path=tmp_path, DATABASE_URL=nowhere) == os.EX_TEMPFAIL
