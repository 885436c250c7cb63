"""PostgreSQL is stopped, hangs, or is killed while people post; web and readers find back.

The server is this test's own. Of the site only the web runs: nothing here needs a worker.
"""

import sys
import tempfile
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psycopg
import pytest

from harringay import serving
from harringay.postgresql.patience import WEB_SECONDS
from tests.own_postgres import OwnPostgres
from tests.replying import Author, Browser
from tests.running_site import site_with, wait_until

pytestmark = pytest.mark.fault

PATIENCE = 3  # seconds, safety R-05
READERS = 6
AUTHORS, KILLS = 4, 3
BETWEEN_KILLS = 40  # posts

PREPARE = """
from tests.factories import make_discussion, make_member
author = make_member(address="ben")
make_discussion(title="Foxes", author=author)
"""


@pytest.fixture(scope="module")
def postgres():
    # Where it may be read by the account that PostgreSQL runs as: pytest's own folders may not.
    with tempfile.TemporaryDirectory(prefix="harringay-") as folder:
        server = OwnPostgres(Path(folder) / "postgres")
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def site(tmp_path_factory, postgres):
    folder = tmp_path_factory.mktemp("site")
    with (
        site_with(folder, DATABASE_URL=postgres.url, RATE_LIMITS="off") as site,
        site.program(sys.executable, "manage.py", "serve", "web"),
    ):
        assert wait_until(lambda: site.is_up("/readyz"), seconds=60)
        yield site


@pytest.fixture(scope="module")
def ben(site):
    return Author(site, PREPARE)


class TestBegun:
    def test_keeps_none_of_the_first_waiting_for_a_connection(self, site, postgres):
        wanted = serving.THREADS * int(site.environment.get("WEB_PROCESSES", "1"))
        assert wait_until(lambda: connections_of(postgres.url) >= wanted, seconds=10)


class TestStopped:
    def test_is_said_in_time_and_is_over_when_it_is_back(self, site, ben, postgres):
        kept, visitor = site.get("/").text, Browser(site)
        assert ben.send("/settings")[0].status == 200
        programs = site.processes()

        postgres.stop()
        with ThreadPoolExecutor(READERS) as readers:
            answers = list(
                readers.map(
                    lambda ask: ask(patience=10),
                    [
                        partial(ben.send, "/settings"),
                        partial(ben.send, "/forum/topics/foxes"),
                        partial(ben.send, "/forum/topics/foxes/replies", body="Where is it?"),
                        partial(visitor.send, "/forum/categories"),
                    ]
                    * READERS,
                )
            )
        for answer, taken in answers:
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert taken < PATIENCE
        assert site.get("/readyz").status == 503
        assert site.get("/healthz").status == 200
        assert site.get("/").text == kept

        postgres.start()
        assert site.get("/forum/categories").status == 200
        assert ben.send("/settings")[0].status == 200
        ben.reply("foxes", "There it is")
        assert site.processes() == programs


class TestHung:
    """It stands still and ends no connection: nothing but a clock of ours can tell."""

    def test_holds_nobody_for_ever_and_is_over_when_it_goes_on(self, site, ben, postgres):
        kept, visitor = site.get("/").text, Browser(site)
        assert ben.send("/settings")[0].status == 200
        programs = site.processes()
        asked = [
            partial(ben.send, "/settings"),
            partial(ben.send, "/forum/topics/foxes/replies", body="Is it there?"),
            partial(visitor.send, "/forum/categories"),
        ]

        postgres.pause()
        try:
            with ThreadPoolExecutor(2 * len(asked)) as readers:
                first = list(readers.map(lambda ask: ask(patience=60), asked * 2))
            assert {answer.status for answer, _ in first} == {503}
            assert max(taken for _, taken in first) < WEB_SECONDS + PATIENCE
            # By now it is known, and nobody waits so long again.
            for answer, taken in [ask(patience=60) for ask in asked]:
                assert answer.status == 503
                assert taken < PATIENCE
            assert site.get("/").text == kept
            assert site.get("/healthz").status == 200
        finally:
            postgres.go_on()

        assert wait_until(lambda: site.is_up("/readyz"), seconds=30)
        ben.reply("foxes", "It is")
        assert site.processes() == programs
        assert [body for body in replies_in(postgres.url, "I") if body != "It is"] == []


class TestKilled:
    def test_loses_nothing_that_was_acknowledged_and_doubles_nothing(self, site, ben, postgres):
        posts = Posts(ben)
        with ThreadPoolExecutor(AUTHORS) as authors:
            writing = [authors.submit(posts.go_on) for _ in range(AUTHORS)]
            for number in range(1, KILLS + 1):
                assert wait_until(
                    lambda number=number: len(posts.acknowledged) > number * BETWEEN_KILLS,
                    seconds=60,
                )
                postgres.kill()
                postgres.start()
            posts.enough.set()
            for author in writing:
                author.result()
        assert replies_in(postgres.url) == sorted(posts.acknowledged)


class Posts:
    """Replies, each sent until it is acknowledged: as a person presses the button again."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self.acknowledged: list[str] = []
        self.enough = threading.Event()

    def go_on(self) -> None:
        while not self.enough.is_set():
            form = {"body": f"Fox {uuid.uuid4()}", "submission": str(uuid.uuid4())}
            while not self._is_acknowledged(form):
                pass
            self.acknowledged.append(form["body"])

    def _is_acknowledged(self, form: dict[str, str]) -> bool:
        try:
            answer, _ = self._author.send("/forum/topics/foxes/replies", patience=10, **form)
        except OSError:
            return False
        assert answer.status in {302, 503}, answer.text
        return answer.status == 302


def connections_of(database: str) -> int:
    """Of everybody but whoever counts them."""
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    return int(found[0]) if found else 0


def replies_in(database: str, beginning: str = "Fox") -> list[str]:
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT body FROM forum_reply").fetchall()
    return sorted(body for (body,) in rows if body.startswith(beginning))
