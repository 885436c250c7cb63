"""Keeping several programs running together: started, started again when they die, stopped as one.

Each program leads a session of its own, so that a Ctrl-C in the terminal reaches only us, and is
told to stop if we are killed. Only the leader is signalled: it knows best how to end its children.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
TICK_SECONDS = 0.2
STOP_SECONDS = 8

# A program that lived this long was well; its next death is no part of a row of failures.
WELL_SECONDS = 60
LONGEST_PAUSE_SECONDS = 30

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)

Say = Callable[[str], None]


@dataclass
class Program:
    """One program, and what became of it."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    due_at: float = 0
    pause: float = 0.5

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  our own commands, no shell
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # Safe: this process has one thread.
                preexec_fn=end_with(os.getpid()),  # noqa: PLW1509
            )
        self.started_at = time.monotonic()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> str:
        """Clear away what a dead program left running, and say how it ended."""
        assert self.process is not None  # noqa: S101  only the dead are buried
        _kill_session(self.process.pid)
        lived = time.monotonic() - self.started_at
        self.pause = 1 if lived > WELL_SECONDS else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        self.due_at = time.monotonic() + self.pause
        status, self.process = self.process.wait(), None
        return f"signal {-status}" if status < 0 else f"status {status}"


class Supervisor:
    """Runs programs until it is told to stop."""

    def __init__(self, programs: Sequence[Program], *, say: Say) -> None:
        self.programs = programs
        self.say = say

    def run(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> None:
        """Keep the programs up until one of `STOPS` arrives; `on_ready` is called once."""
        # Blocked, and fetched one at a time: nothing happens between two lines of this loop.
        heard_before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        announced = False
        try:
            while signal.sigtimedwait(STOPS, TICK_SECONDS) is None:
                self.mend()
                if not announced and is_ready():
                    announced = True
                    on_ready()
        finally:
            self.stop()
            signal.pthread_sigmask(signal.SIG_SETMASK, heard_before)

    def mend(self) -> None:
        """Bury what has died, and start what is due."""
        for program in self.programs:
            if program.has_died():
                end = program.bury()
                self.say(
                    f"{program.name} ended ({end}), again in {program.pause:.0f} s: {program.log}"
                )
            if program.process is None and time.monotonic() >= program.due_at:
                program.start()

    def stop(self) -> None:
        """Ask every program to end, wait, and kill what is still there."""
        self.say("Stopping.")
        running = [program.process for program in self.programs if program.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
            _kill_session(process.pid)
            process.wait()


def end_with(parent: int) -> Callable[[], None]:
    """What a child does before it becomes its program: hear signals, and die when we do."""

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if hasattr(LIBC, "prctl"):
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def _kill_session(leader: int) -> None:
    """Kill all that is left of a session; mostly nothing is."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
