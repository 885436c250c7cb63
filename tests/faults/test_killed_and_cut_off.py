"""The whole site, really running, while Redis goes away and its worker is killed.

PostgreSQL, Redis and the mail server are this test's own, on free ports. Forty discussions, five
followers, two hundred replies: each follower is to have one mail of each discussion, and is told of
every reply on the site.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests import servers
from tests.own_redis import OwnRedis
from tests.replying import Author
from tests.running_site import RunningSite, site_with, wait_until
from tests.smtp_sink import Sink

pytestmark = pytest.mark.fault

DISCUSSIONS, FOLLOWERS, REPLIES = 40, 5, 200
KILLS = 10
PATIENCE = 240  # seconds; a worker that has lost its broker looks again less and less often

PREPARE = f"""
from django.utils import timezone
from forum import following
from forum.models import Event
from tests.factories import make_category, make_discussion, make_member
author, starter = make_member(address="ben"), make_member(address="starter")
followers = [make_member(address=f"follower-{{n}}") for n in range({FOLLOWERS})]
room = make_category()
for n in range({DISCUSSIONS}):
    discussion = make_discussion(title=f"Foxes {{n}}", author=starter, category=room)
    following.mute(discussion, member=starter)
    for follower in followers:
        following.follow(discussion, member=follower, level="now")
Event.objects.update(told_at=timezone.now())
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    # Where it may be read by the account that PostgreSQL runs as: pytest's own folders may not.
    with (
        tempfile.TemporaryDirectory(prefix="harringay-") as folder,
        servers.postgres(Path(folder) / "postgres") as url,
    ):
        yield url


@pytest.fixture
def own_redis(tmp_path) -> Iterator[OwnRedis]:
    redis = OwnRedis(tmp_path)
    redis.start()
    yield redis
    with suppress(Exception):
        redis.go_on()
    redis.stop()


class Neighbourhood:
    """A running site, and Ben, who replies to one discussion after another."""

    def __init__(self, site: RunningSite, database: str) -> None:
        self.site = site
        self.database = database
        self.ben = Author(site, PREPARE)
        self.posted = 0

    def reply(self) -> None:
        """The next reply, to the next discussion."""
        self.ben.reply(f"foxes-{self.posted % DISCUSSIONS}", f"The {self.posted}th fox")
        self.posted += 1

    def replies(self, count: int) -> None:
        for _ in range(count):
            self.reply()

    def ask(self, sql: str) -> int:
        with psycopg.connect(self.database, autocommit=True) as connection:
            found = connection.execute(sql)
            row = found.fetchone() if found.description else None
            return int(row[0]) if row else found.rowcount

    def is_all_told(self) -> bool:
        return self.standing() == (self.posted * FOLLOWERS, 0, 0)

    def standing(self) -> tuple[int, int, int]:
        """Notifications made, those that still wait to be mailed, and mails not sent."""
        news = "notifications_notification"
        return (
            self.ask(f"SELECT count(*) FROM {news}"),
            self.ask(f"SELECT count(*) FROM {news} WHERE due_at IS NOT NULL AND level = 'now'"),
            self.ask("SELECT count(*) FROM notifications_mail WHERE due_at IS NOT NULL"),
        )

    def explain(self) -> str:
        """Where it stands, and what the programs said of it."""
        return f"{self.standing()}\n{self.site.logs()}"

    def let_time_pass(self) -> None:
        """What a dead worker had claimed is free again, and what waits longer is due."""
        self.ask(
            "UPDATE notifications_mail SET free_at = NULL, due_at = now() WHERE due_at < 'infinity'"
        )


@pytest.fixture
def neighbourhood(tmp_path, postgres, own_redis, sink):
    database = f"{postgres.rpartition('/')[0]}/faults_{os.urandom(4).hex()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database.rpartition('/')[2]}")
    changes = {
        "EMAIL_URL": sink.url,
        "MAIL_HOLD_SECONDS": "0",
        "RATE_LIMITS": "off",
        "WEB_PROCESSES": "1",
        "REDIS_URL": own_redis.url,
        "DATABASE_URL": database,
    }
    with site_with(tmp_path / "site", **changes) as site:
        yield Neighbourhood(site, database)


@contextmanager
def running(site: RunningSite, *programs: str):
    """Some of the site's programs, for as long as the context lasts."""
    started = [site.program(sys.executable, "manage.py", "serve", name) for name in programs]
    for program in started:
        program.__enter__()
    try:
        yield
    finally:
        for program in started:
            program.__exit__(None, None, None)


def has_worker(site: RunningSite) -> bool:
    return site.manage("healthy", "worker").returncode == 0


class TestRedis:
    @pytest.mark.parametrize("trouble", ["stopped", "hung", "restarted"])
    def test_that_goes_away_loses_no_mail_and_doubles_none(
        self, neighbourhood, own_redis, sink, trouble
    ):
        site = neighbourhood.site
        # What ends is started again, as on a server: a worker does end (Kombu 5.7) where its broker
        # goes away between a task and its receipt.
        site.start()
        assert wait_until(lambda: has_worker(site), seconds=60)
        neighbourhood.replies(50)
        if trouble == "hung":
            own_redis.hang()
        else:
            own_redis.stop()
        neighbourhood.replies(50)
        if trouble == "restarted":
            for _ in range(3):
                own_redis.start()
                neighbourhood.replies(10)
                own_redis.stop()
        if trouble == "hung":
            own_redis.go_on()
        else:
            own_redis.start()
        neighbourhood.replies(REPLIES - neighbourhood.posted)
        assert wait_until(neighbourhood.is_all_told, seconds=PATIENCE), neighbourhood.explain()
        assert neighbourhood.posted == REPLIES
        assert set(sink.recipients().values()) == {DISCUSSIONS}
        assert len(sink.recipients()) == FOLLOWERS
        assert set(sink.message_ids().values()) == {1}


class TestWorker:
    def test_that_is_killed_again_and_again_loses_no_mail(self, neighbourhood, sink):
        seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
        sys.stderr.write(f"To have the same kills again: SEED={seed}\n")
        chance = random.Random(seed)
        site, sink.delay = neighbourhood.site, 0.02
        with running(site, "web", "timetable"):
            assert wait_until(site.is_up, seconds=60)
            with ThreadPoolExecutor(max_workers=1) as ben:
                posting = ben.submit(neighbourhood.replies, REPLIES)
                for _ in range(KILLS):
                    kill_a_worker(site, after=chance.uniform(2, 6))
                    neighbourhood.let_time_pass()
                posting.result()
            with running(site, "worker"):
                assert wait_until(neighbourhood.is_all_told, seconds=PATIENCE), (
                    neighbourhood.explain()
                )
        check_nobody_missed_anything(sink)


def kill_a_worker(site: RunningSite, *, after: float) -> None:
    with site.program(sys.executable, "manage.py", "serve", "worker") as worker:
        ends = time.monotonic() + after
        wait_until(lambda: time.monotonic() > ends or worker.poll() is not None, seconds=after + 1)
        os.kill(worker.pid, signal.SIGKILL)


def check_nobody_missed_anything(sink: Sink) -> None:
    """Each follower has a mail of each discussion; a kill doubles one at the most, as itself."""
    had = {(taken.to, str(taken.message["In-Reply-To"])) for taken in sink.taken}
    assert len(had) == DISCUSSIONS * FOLLOWERS
    copies = sink.message_ids()
    assert len(copies) == DISCUSSIONS * FOLLOWERS
    assert max(copies.values()) <= 2
    assert sum(copies.values()) - len(copies) <= KILLS
