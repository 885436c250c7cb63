"""Gunicorn's configuration: its worker with threads of our own, and what it does before all else.

Read by its path and not imported: the process above the web processes needs nothing of the site in
its memory. The bench reads it for everything that it measures beside the site.
"""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from queue import SimpleQueue
from threading import Semaphore, Thread, get_ident
from typing import Any, TypeVar

from gunicorn.workers.gthread import ThreadWorker

# How many requests are worked at while all are quick: two, so that one is while the other waits for
# the database. Each more makes every one of them slower (docs/decisions/0012).
PLACES = 2
LONG = 0.02  # seconds; a page takes 1 to 5 ms

Result = TypeVar("Result")


class Crew(Executor):
    """Threads of which few take requests, until one of those takes long: then another joins in.

    One thread of Python runs at a time. Whenever one asks the database for a row it lets the others
    run, and where seven wait for that, as much goes into waking them as into the page. So whoever
    takes a request needs a place, and keeps it for the next. A request that takes long, as a search
    may, or a sender who is slow, costs its thread the place, which another then has.

    `size` is how many threads there are, and so how many requests may take long at a time.
    """

    def __init__(self, size: int, *, places: int = PLACES, long: float = LONG) -> None:
        self._long = long
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._places = Semaphore(places)
        # When each thread began what it is at, as long as it has its place.
        self._began: dict[int, float] = {}
        for target in (self._watch, *[self._serve] * size):
            # They end with the process, which waits for answers by itself.
            Thread(target=target, daemon=True).start()

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> "Future[Result]":
        """As every Executor, but that nothing that was submitted can be cancelled."""
        future: Future[Result] = Future()
        future.set_running_or_notify_cancel()
        self._work.put(partial(_do, future, partial(fn, *args, **kwargs)))
        return future

    def _serve(self) -> None:
        while True:
            self._places.acquire()
            while self._take_one():
                pass

    def _take_one(self) -> bool:
        """Whether this thread has kept its place."""
        work = self._work.get()
        thread = get_ident()
        self._began[thread] = time.monotonic()
        work()
        return self._began.pop(thread, None) is not None

    def _watch(self) -> None:
        """Give away the place of whoever takes long. Whichever takes the entry out, gives it."""
        while True:
            time.sleep(self._long)
            late = time.monotonic() - self._long
            for thread, began in self._began.copy().items():
                if began < late and self._began.pop(thread, None) is not None:
                    self._places.release()


def _do(future: "Future[Result]", work: Callable[[], Result]) -> None:
    try:
        future.set_result(work())
    except BaseException as problem:  # noqa: BLE001  whoever waits is told of it
        future.set_exception(problem)


class Worker(ThreadWorker):
    def get_thread_pool(self) -> Crew:
        """Gunicorn's documented place to give it others than its own."""
        return Crew(self.cfg.threads)


worker_class = Worker


def post_worker_init(worker: Worker) -> None:
    """What a web process that has loaded the site does, before anybody asks it."""
    from django.db import connection  # noqa: PLC0415  not in the process above

    if connection.settings_dict["ENGINE"] == "harringay.postgresql":
        from harringay.postgresql import patience, pools  # noqa: PLC0415  psycopg only where used

        patience.in_web_process()
        pools.fill(worker.cfg.threads)
