"""Mail handed over by LMTP, on a real port and on a real socket."""

import asyncio
import smtplib
import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from notifications import answering, lmtp
from notifications.models import InboundMail, Outcome
from tests.notifications.mailing import stored, written

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def serving(**where):
    """The server in a thread of its own, and the port that it got."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(lmtp.listen(**{"host": "127.0.0.1", "port": 0, **where}))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        name = server.sockets[0].getsockname()
        yield name[1] if isinstance(name, tuple) else name
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def client():
    with serving() as port, smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        yield client


def hand_over(client, raw, *recipients, sender="asha@example.org"):
    """What is answered for each recipient after the end of the message."""
    client.ehlo_or_helo_if_needed()
    client.docmd(f"MAIL FROM:<{sender}>")
    for recipient in recipients:
        assert client.docmd(f"RCPT TO:<{recipient}>")[0] == 250
    return [
        client.data(raw.replace(b"\n", b"\r\n"))[0],
        *(client.getreply()[0] for _ in recipients[1:]),
    ]


class TestLmtp:
    def test_posts_an_answer(self, client, told):
        assert hand_over(client, stored("gmail-above"), told.answer) == [250]
        assert InboundMail.objects.get().outcome == Outcome.POSTED

    def test_answers_for_each_recipient(self, client, told):
        raw = stored("gmail-above")
        assert hand_over(client, raw, told.answer, told.unsubscribe) == [250, 250]
        outcomes = set(InboundMail.objects.values_list("outcome", flat=True))
        assert outcomes == {Outcome.POSTED, Outcome.UNSUBSCRIBED}

    def test_takes_bounces_which_have_no_sender(self, client, told):
        assert hand_over(client, stored("bounce-hard"), told.bounce, sender="") == [250]
        assert InboundMail.objects.get().outcome == Outcome.BOUNCE

    def test_knows_that_a_message_without_a_sender_is_automatic(self, client, told):
        hand_over(client, written(), told.answer, sender="")
        assert InboundMail.objects.get().outcome == Outcome.AUTOMATIC

    @pytest.mark.parametrize(
        "nobody", ["asha@example.org", "r+1-2-3-abc@reply.harringay.example", "x@y"]
    )
    def test_turns_away_what_is_for_nobody_here(self, client, told, nobody):
        client.docmd("MAIL FROM:<asha@example.org>")
        assert client.docmd(f"RCPT TO:<{nobody}>")[0] == 550
        assert not InboundMail.objects.exists()

    def test_says_later_while_the_database_is_away(self, client, told, monkeypatch):
        def away(*_, **__):
            raise OperationalError

        with monkeypatch.context() as patch:
            patch.setattr(answering, "receive", away)
            assert hand_over(client, written(), told.answer) == [451]
        assert hand_over(client, written(), told.answer) == [250]

    def test_keeps_nothing_that_broke_us(self, client, told, monkeypatch):
        def broken(*_, **__):
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(answering, "receive", broken)
            assert hand_over(client, written(), told.answer, told.unsubscribe) == [451, 451]

    def test_says_at_once_that_a_message_is_too_big(self, client, told):
        answer = client.docmd(f"MAIL FROM:<asha@example.org> SIZE={answering.MOST_BYTES * 2}")
        assert answer[0] == 552

    def test_says_for_each_recipient_that_it_was_too_big(self, client, told, monkeypatch):
        monkeypatch.setattr("notifications.answering.messages.MOST_BYTES", 100)
        raw = written("Foxes " * 100)
        assert hand_over(client, raw, told.answer, told.unsubscribe) == [552, 552]

    def test_takes_long_lines(self, client, told):
        assert hand_over(client, written("Foxes. " * 1000), told.answer) == [250]
        assert InboundMail.objects.get().outcome == Outcome.POSTED

    def test_listens_on_a_socket_as_well(self, told, tmp_path):
        path = str(tmp_path / "lmtp")
        with serving(path=path), smtplib.LMTP(path) as client:
            assert hand_over(client, written(), told.answer) == [250]
