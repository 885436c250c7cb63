"""Accepting a picture from a stranger: its pixels are drawn afresh, and nothing else is kept."""

import base64
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

log = logging.getLogger(__name__)

MAX_MEGABYTES = 5
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_SIDE = 10_000  # pixels: the worker's own limit, which imports nothing of ours

# Twice the worker's CPU limit: a busy machine is not the sender's fault.
WALL_CLOCK_SECONDS = 20

# A worker may take 1.5 GB, so that uploads sent all at once wait here rather than fill the machine.
_AT_ONCE = threading.BoundedSemaphore(2)

_WORKER = Path(__file__).with_name("pictures_worker.py")


class Picture(NamedTuple):
    """A WebP of ours, and its size in pixels."""

    data: bytes
    width: int
    height: int


class PictureRefused(ValueError):
    """We do not take this picture; the text says what we do take, in words for whoever sent it."""


class PictureKnown(PictureRefused):
    """Nor would we take it from anybody else: it is to be kept nowhere."""


# Who looks at a picture before it is taken, given it and whoever sent it, and may raise
# PictureKnown: an app that this knows nothing of adds to it when it is ready.
looks: list[Callable[[bytes, Any], None]] = []


def reencode(
    data: bytes,
    *,
    sizes: Sequence[int],
    square: bool = False,
    crop: tuple[int, int, int, int] | None = None,
    sender: Any = None,
) -> dict[int, Picture]:
    """The first frame of `data`, upright and free of every note, as one WebP per size in pixels.

    The long side is at most the size and never enlarged; `square` cuts the middle out and gives
    exactly size by size. `crop` is (left, top, right, bottom) in pixels of the upright picture.
    Raises `PictureRefused` for whatever is not a sound JPEG, PNG, WebP or GIF within the limits,
    and what `looks` raise, who are told of the `sender`.
    """
    _check_size(data)
    for look in looks:
        look(data, sender)
    answer = _ask_worker(data, {"sizes": list(sizes), "square": square, "crop": crop})
    return {
        drawn["size"]: Picture(base64.b64decode(drawn["webp"]), drawn["width"], drawn["height"])
        for drawn in answer["pictures"]
    }


def likenesses(data: bytes) -> list[str]:
    """What a picture looks like, upright: all of it and its middle square, each in 64 digits.

    The digits are hexadecimal, and two that look alike differ in few bits. There is none where
    there is next to nothing to see. Raises `PictureRefused`.
    """
    _check_size(data)
    found: list[str] = _ask_worker(data, {"likenesses": True})["likenesses"]
    return found


def _check_size(data: bytes) -> None:
    if not data:
        raise PictureRefused("That file is empty. Please choose a JPEG, PNG, WebP or GIF picture.")
    if len(data) > MAX_BYTES:
        raise PictureRefused(f"That file is too big: we take pictures up to {MAX_MEGABYTES} MB.")


def _ask_worker(data: bytes, order: dict[str, Any]) -> dict[str, Any]:
    """What the worker says of the picture; its death is a refusal of this picture only.

    Raises `PictureRefused`.
    """
    try:
        with _AT_ONCE:
            finished = _run_worker(data, json.dumps(order))
    except subprocess.SubprocessError as death:
        log.info("A picture was refused unread: %s", _last_words(death))
        raise PictureRefused(
            "We could not read that picture; it may be damaged. "
            "Please save it again as a JPEG or PNG, or choose another."
        ) from death
    answer: dict[str, Any] = json.loads(finished.stdout)
    if "refused" in answer:
        raise PictureRefused(answer["refused"])
    return answer


def _run_worker(data: bytes, order: str) -> subprocess.CompletedProcess[bytes]:
    """A new interpreter each time: threads hold locks that a fork would copy.

    Isolated from our path and environment, it can neither import the site nor read its secrets.
    """
    return subprocess.run(  # noqa: S603 - our own interpreter, our own file, no shell
        [sys.executable, "-I", str(_WORKER), order],
        input=data,
        capture_output=True,
        check=True,
        cwd="/",
        # One thread: numpy's others would each take room from the picture.
        env={"OPENBLAS_NUM_THREADS": "1"},
        timeout=WALL_CLOCK_SECONDS,
    )


def _last_words(death: subprocess.SubprocessError) -> str:
    """How the worker ended, and the last line it wrote."""
    lines = (getattr(death, "stderr", None) or b"").decode(errors="replace").splitlines()
    return f"{death.__class__.__name__}: {lines[-1] if lines else 'no word'}"
