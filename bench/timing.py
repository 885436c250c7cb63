"""How long a piece of work takes."""

import time
from collections.abc import Callable


def timed(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
