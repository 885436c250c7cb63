"""The three programs, and the site that they make up."""

import os
import signal
import smtplib
import socket
from contextlib import suppress
from functools import partial

import pytest

from harringay import serving
from tests.running_site import running_site, wait_until
from tests.servers import free_port


class TestWeb:
    def test_listens_where_the_settings_say(self, settings):
        settings.HOST, settings.PORT = "0.0.0.0", 80
        assert "--bind=0.0.0.0:80" in serving.web()

    def test_puts_an_ipv6_address_in_brackets(self, settings):
        settings.HOST, settings.PORT = "::1", 8000
        assert "--bind=[::1]:8000" in serving.web()

    def test_has_as_many_processes_as_are_asked_for(self, settings):
        settings.WEB_PROCESSES = 3
        assert "--workers=3" in serving.web()


class TestWorker:
    def test_one_takes_tasks_itself(self, settings):
        settings.WORKER_PROCESSES = 1
        assert "--pool=solo" in serving.worker()

    def test_several_are_a_pool(self, settings):
        settings.WORKER_PROCESSES = 3
        assert {"--pool=prefork", "--concurrency=3"} <= set(serving.worker())


class TestMakeFolders:
    def test_makes_what_the_programs_take_for_granted(self, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        serving.make_folders()
        serving.make_folders()
        assert (tmp_path / "queue" / "messages").is_dir()


class TestShareOneHeap:
    def test_holds_unless_the_owner_says_otherwise(self, monkeypatch):
        monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
        serving.share_one_heap()
        assert os.environ["MALLOC_ARENA_MAX"] == "1"
        monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
        serving.share_one_heap()
        assert os.environ["MALLOC_ARENA_MAX"] == "4"


def by_ctrl_c(pid: int) -> None:
    os.killpg(pid, signal.SIGINT)


def by_sigterm(pid: int) -> None:
    os.kill(pid, signal.SIGTERM)


def by_kill_9(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


class TestWanted:
    @pytest.mark.parametrize(
        ("domain", "port", "takes_mail"),
        [("reply.example.org", 8024, True), ("", 8024, False), ("reply.example.org", 0, False)],
    )
    def test_takes_mail_where_the_settings_say_so(self, settings, domain, port, takes_mail):
        settings.REPLY_DOMAIN, settings.LMTP_PORT = domain, port
        assert ("lmtp" in serving.wanted()) is takes_mail


@pytest.mark.running
class TestTheRunningSite:
    def test_answers_works_and_keeps_time(self, tmp_path):
        with running_site(tmp_path) as site:
            said = site.start()
            assert said[0] == f"The site is at {site.url}"
            assert site.get("/healthz").text == "ok\n"
            for program in serving.PIECES:
                asked = partial(site.manage, "healthy", program)
                assert wait_until(lambda asked=asked: not asked().returncode, seconds=30)

    @pytest.mark.parametrize("end", [by_ctrl_c, by_sigterm, by_kill_9])
    def test_is_gone_within_ten_seconds(self, tmp_path, end):
        with running_site(tmp_path) as site:
            site.start()
            end(site.process.pid)
            site.process.wait(10)
            assert site.is_gone_within(10)

    def test_has_a_new_worker_when_the_old_one_is_killed(self, tmp_path):
        def worker():
            return next((pid for pid, words in site.processes().items() if "worker@" in words), 0)

        with running_site(tmp_path) as site:
            site.start()
            assert wait_until(lambda: worker() > 0, seconds=30)
            killed = worker()
            os.kill(killed, signal.SIGKILL)
            assert wait_until(lambda: worker() not in {0, killed}, seconds=20)
            assert wait_until(lambda: not site.manage("healthy", "worker").returncode, seconds=30)

    def test_takes_mail_where_it_should(self, tmp_path):
        def turns_away_strangers():
            with suppress(OSError), smtplib.LMTP("127.0.0.1", port) as client:
                client.ehlo()
                client.mail("asha@example.org")
                return client.rcpt("r+1@reply.example.org")[0] == 550

        port = free_port()
        mail = {"REPLY_DOMAIN": "reply.example.org", "LMTP_PORT": str(port)}
        with running_site(tmp_path, **mail) as site:
            site.start()
            assert wait_until(turns_away_strangers, seconds=30)

    def test_says_which_programs_do_not_answer(self, tmp_path):
        with running_site(tmp_path) as site:
            answers = {name: site.manage("healthy", name) for name in serving.PIECES}
            assert {answer.returncode for answer in answers.values()} == {1}
            assert "The web does not answer." in answers["web"].stderr

    def test_will_not_start_on_a_port_that_is_taken(self, tmp_path):
        with running_site(tmp_path) as site, socket.create_server(("127.0.0.1", site.port)):
            refused = site.manage("serve")
            assert refused.returncode == 1
            assert f"Cannot listen on 127.0.0.1:{site.port}" in refused.stderr
