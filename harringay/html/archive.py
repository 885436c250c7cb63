"""What others wrote long ago: cleaned if it can be, kept as plain text if it cannot, never cut."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple

from harringay.html import limits
from harringay.html.cleaning import clean, printable
from harringay.html.writing import paragraphs

# What the old site took (ning.md 1.7).
LENGTH: Final = 100_000

# Twice the worker's CPU limit: a busy machine is not the author's fault.
WALL_CLOCK_SECONDS: Final = 20

# The worker's exit status for what is nested too deeply; any other but 0 is a limit that ended it.
TOO_DEEP: Final = 3

_PROJECT = Path(__file__).parents[2]
_ENDS_LINE = re.compile(r"<(?:br|hr|li|tr)\b[^<>]*>", re.IGNORECASE)
_ENDS_BLOCK = re.compile(r"</?(?:blockquote|div|h[1-6]|ol|p|pre|table|ul)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


class Rendered(NamedTuple):
    """Safe HTML, and why it is only plain text; the reason is empty where all is well."""

    html: str
    problem: str


def render_archive(source: str) -> Rendered:
    """The HTML of an imported post; whatever it is, its text is all there and this returns.

    What the web takes in its stride is cleaned here (1.4 ms a KB); the few longer or tangled ones
    in a process of their own, with limits on time and memory (0.6 s each to start).
    """
    if len(source) > LENGTH:
        return _as_text(source, f"longer than {LENGTH:,} characters")
    try:
        return Rendered(clean(source), "")
    except limits.Unclean:
        return _apart(source)


def _apart(source: str) -> Rendered:
    try:
        worker = subprocess.run(
            [sys.executable, "-m", "harringay.html.archive_worker"],
            input=printable(source).encode(),
            capture_output=True,
            cwd=_PROJECT,
            timeout=WALL_CLOCK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _as_text(source, "took too long to clean")

    if worker.returncode == 0:
        return Rendered(worker.stdout.decode(), "")
    is_deep = worker.returncode == TOO_DEEP
    return _as_text(source, "too deeply nested" if is_deep else "took too much to clean")


def _as_text(source: str, problem: str) -> Rendered:
    """Every word of the source, escaped, in paragraphs; only what looks like a tag is left out."""
    lines = _ENDS_BLOCK.sub("\n\n", _ENDS_LINE.sub("\n", source))
    return Rendered(paragraphs(unescape(_TAG.sub("", lines))), problem)
