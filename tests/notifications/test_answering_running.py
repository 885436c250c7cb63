"""An answer by e-mail on the running site, whichever way and however often it comes."""

import random
import smtplib
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress

import pytest

from tests.notifications.mailing import written
from tests.running_site import ROOT, running_site, wait_until
from tests.servers import free_port

# Asha starts a discussion on the running site, and Ben answers.
STORY = """
from notifications import addresses
from tests.factories import make_discussion, make_member, make_reply
asha = make_member(address="asha")
reply = make_reply(discussion=make_discussion(author=asha))
answered = addresses.Answered(asha.pk, reply.discussion_id, reply.pk)
print("SAID", reply.discussion.get_absolute_url(), addresses.answer_address(answered))
"""
WORDS = "I rang them on Monday."


@contextmanager
def site_that_takes_mail(folder):
    """A site, its port for mail, the path of a discussion, and the address that answers in it."""
    port = free_port()
    changes = {
        "REPLY_DOMAIN": "reply.example.org",
        "LMTP_PORT": str(port),
        # A Redis that outlives the test remembers how much its members have written.
        "RATE_LIMITS": "off",
    }
    with running_site(folder, **changes) as site:
        said = site.manage("shell", "-c", STORY).stdout
        path, to = said.rpartition("SAID")[2].split()
        yield site, port, path, to


def hand_over(port, to, raw):
    """Whether it was taken."""
    with suppress(OSError, smtplib.SMTPException), smtplib.LMTP("127.0.0.1", port) as client:
        client.sendmail("asha@example.org", [to], raw)
        return True
    return False


def begin(client, to):
    """All that comes before the message itself."""
    client.ehlo()
    client.mail("asha@example.org")
    client.rcpt(to)
    assert client.docmd("DATA")[0] == 354


@contextmanager
def serve_lmtp(site, port):
    """The program alone, once it listens."""

    def listens():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return True
        return False

    with site.program(sys.executable, "manage.py", "serve_lmtp") as server:
        assert wait_until(listens, seconds=30)
        yield server


def pipe(site, to):
    """The command, which waits for its message."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "receive_mail", "--recipient", to],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
    )


@pytest.mark.running
class TestTheRunningSite:
    def test_posts_an_answer_once_whichever_way_and_however_often_it_comes(self, tmp_path):
        with site_that_takes_mail(tmp_path) as (site, port, path, to):
            site.start()
            pipes = [pipe(site, to) for _ in range(4)]
            for each in pipes:
                each.stdin.write(written(WORDS))
                each.stdin.close()
            assert wait_until(lambda: hand_over(port, to, written(WORDS)), seconds=30)
            assert [each.wait(60) for each in pipes] == [0] * 4
            assert site.get(path).text.count(f"<p>{WORDS}</p>") == 1

    def test_loses_and_doubles_nothing_when_its_server_is_killed_at_any_moment(self, tmp_path):
        moments = random.Random(1)  # of the time that a message takes from its end to our yes
        messages = [
            written(f"{WORDS} {number}", message_id=f"<{number}@mail.example.org>")
            for number in range(6)
        ]
        with site_that_takes_mail(tmp_path) as (site, port, path, to):
            for number, message in enumerate(messages):
                with serve_lmtp(site, port) as server, smtplib.LMTP("127.0.0.1", port) as client:
                    # A mail server that was told nothing brings them again.
                    assert all(hand_over(port, to, earlier) for earlier in messages[:number])
                    begin(client, to)
                    client.send(message.replace(b"\n", b"\r\n") + b"\r\n.\r\n")
                    wait_until(lambda: False, seconds=moments.uniform(0, 0.1))
                    server.kill()
                    client.close()
            site.start()
            assert wait_until(lambda: hand_over(port, to, messages[-1]), seconds=30)
            page = site.get(path).text
            assert [page.count(f"<p>{WORDS} {number}</p>") for number in range(6)] == [1] * 6
