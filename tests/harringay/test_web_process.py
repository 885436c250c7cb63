"""How many of a web process's threads take requests, and who steps in for one that takes long."""

import socket
import sys
import time
from contextlib import ExitStack
from threading import Event, Lock

import pytest

from harringay import serving
from harringay.web_process import Crew
from tests.running_site import running_site, wait_until

NEVER = 60.0  # seconds: no piece of work here takes as long
SOON = 0.05
PATIENCE = 30  # seconds: a busy machine is nobody's fault


class Work:
    """Pieces of work that last until they are let go, and how many are begun."""

    def __init__(self, crew):
        self._crew = crew
        self._ends = Event()
        self._counting = Lock()
        self.begun = 0

    def submit(self, number):
        return [self._crew.submit(self._do) for _ in range(number)]

    def let_go(self):
        self._ends.set()

    def _do(self):
        with self._counting:
            self.begun += 1
        assert self._ends.wait(PATIENCE)


class TestCrew:
    def test_no_more_work_at_a_time_than_there_are_places(self):
        work = Work(Crew(5, places=2, long=NEVER))
        submitted = work.submit(4)
        assert wait_until(lambda: work.begun == 2, seconds=PATIENCE)
        time.sleep(0.2)
        assert work.begun == 2

        work.let_go()
        for each in submitted:
            each.result(PATIENCE)
        assert work.begun == 4

    def test_others_step_in_for_those_that_take_long(self):
        crew = Crew(4, places=2, long=SOON)
        long = Work(crew)
        long.submit(3)
        assert crew.submit(lambda: "quick").result(PATIENCE) == "quick"
        assert long.begun == 3
        long.let_go()

    def test_where_all_take_long_the_next_waits_and_is_done(self):
        crew = Crew(2, places=1, long=SOON)
        long = Work(crew)
        long.submit(2)
        assert wait_until(lambda: long.begun == 2, seconds=PATIENCE)
        waiting = crew.submit(lambda: "done")
        time.sleep(3 * SOON)
        assert not waiting.done()
        long.let_go()
        assert waiting.result(PATIENCE) == "done"

    def test_who_took_long_steps_back(self):
        crew = Crew(4, places=1, long=1)
        long = Work(crew)
        ended = long.submit(3)
        assert wait_until(lambda: long.begun == 3, seconds=PATIENCE)
        long.let_go()
        for each in ended:
            each.result(PATIENCE)
        # Each of the three would take one now, had it kept its place.
        quick = Work(crew)
        quick.submit(4)
        assert wait_until(lambda: quick.begun == 1, seconds=PATIENCE)
        time.sleep(0.1)
        assert quick.begun == 1
        quick.let_go()

    def test_what_goes_wrong_is_told_and_the_thread_goes_on(self):
        crew = Crew(1, places=1)
        with pytest.raises(ZeroDivisionError):
            crew.submit(lambda: 1 / 0).result(PATIENCE)
        with pytest.raises(SystemExit):
            crew.submit(sys.exit).result(PATIENCE)
        assert crew.submit(int, "7").result(PATIENCE) == 7


@pytest.mark.running
class TestWebServer:
    def test_senders_who_say_nothing_keep_nobody_waiting(self, tmp_path):
        with (
            running_site(tmp_path, WEB_PROCESSES="1") as site,
            site.program(sys.executable, "manage.py", "serve", "web"),
            ExitStack() as silent,
        ):
            assert wait_until(site.is_up, seconds=PATIENCE)
            # Gunicorn gives each of them five seconds, and `get` gives up after ten.
            for _ in range(serving.THREADS - 1):
                silent.enter_context(socket.create_connection(("127.0.0.1", site.port)))
            assert site.get("/healthz").status == 200
