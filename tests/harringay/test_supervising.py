"""Keeping programs running together."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from harringay.supervising import LONGEST_PAUSE_SECONDS, Program, Supervisor

HEARS_NOTHING = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
HAS_A_CHILD = "child = subprocess.Popen(['sleep', '60']); print(child.pid, flush=True)"


@pytest.fixture
def program(tmp_path):
    """Makes a program of a few lines of Python, which prints into its log."""

    def make(*lines: str) -> Program:
        source = "\n".join(("import os, signal, subprocess, time", *lines))
        return Program("sparrow", (sys.executable, "-c", source), log=tmp_path / "log")

    return make


def run(program: Program, *, until) -> list[str]:
    """Supervise until the log pleases `until`, then ask for the end; the lines that were said."""
    said: list[str] = []
    supervisor = Supervisor([program], say=said.append)
    supervisor.run(is_ready=lambda: until(program.log.read_text()), on_ready=ask_to_stop)
    return said


def ask_to_stop() -> None:
    # To this thread alone: a test runner's others would not wait for it.
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def ends(pid: int) -> bool:
    """Whether a process is gone within seconds: the kernel takes a moment over a killed one."""
    deadline = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < deadline:
        os.sched_yield()
    return not is_running(pid)


def is_running(pid: int) -> bool:
    """Whether there is such a process; one that only waits to be buried is not running."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class TestSupervisor:
    def test_starts_what_has_died_again_and_says_so(self, program):
        said = run(program("print(os.getpid())"), until=lambda log: log.count("\n") == 2)
        assert said[0].startswith("sparrow ended (status 0), again in 1 s: ")

    def test_names_the_signal_that_ended_a_program(self, program):
        lines = ("print(os.getpid(), flush=True)", "os.kill(os.getpid(), signal.SIGKILL)")
        said = run(program(*lines), until=lambda log: log.count("\n") == 2)
        assert said[0].startswith("sparrow ended (signal 9)")

    def test_lets_programs_hear_the_signals_it_keeps_for_itself(self, program):
        deaf = program("print(signal.pthread_sigmask(signal.SIG_BLOCK, ()), flush=True)")
        run(deaf, until=bool)
        assert deaf.log.read_text().startswith("set()")

    def test_gives_each_program_a_session_that_ctrl_c_does_not_reach(self, program):
        leader = program("print(os.getpid() == os.getsid(0), flush=True)")
        run(leader, until=bool)
        assert leader.log.read_text().startswith("True")

    def test_leaves_no_child_of_a_program_behind(self, program):
        parent = program(HAS_A_CHILD, "time.sleep(60)")
        run(parent, until=bool)
        assert ends(int(parent.log.read_text()))

    def test_kills_what_will_not_stop(self, program, monkeypatch):
        monkeypatch.setattr("harringay.supervising.STOP_SECONDS", 0.1)
        stubborn = program(HEARS_NOTHING, "print(os.getpid(), flush=True)", "time.sleep(60)")
        run(stubborn, until=bool)
        assert ends(int(stubborn.log.read_text()))


class TestProgram:
    def test_waits_longer_after_each_death_in_a_row(self, program):
        brief, pauses = program(), []
        for _ in range(7):
            brief.start()
            brief.process.wait()
            brief.bury()
            pauses.append(brief.pause)
        assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS]
