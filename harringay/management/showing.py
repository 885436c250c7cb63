"""How far a command has come, on one line of a terminal; nothing where its output is a file."""

from django.core.management.base import OutputWrapper

_WIDTH = 50


class Progress:
    """Shows what is being done and how many of it are done, over what it showed before."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out

    def __call__(self, what: str, done: int) -> None:
        self._write(f"{what}: {done:,}" if done else f"{what} …")

    def clear(self) -> None:
        """Leave the line to what comes next."""
        self._write("", ending="\r")

    def _write(self, line: str, ending: str = "") -> None:
        if self._out.isatty():
            self._out.write(f"\r{line.ljust(_WIDTH)}", ending=ending)
            self._out.flush()
