"""Pages that a real site's web processes keep, while other processes change what is on them."""

import os
import signal
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from harringay import serving
from tests.harringay import hiding_task
from tests.own_redis import OwnRedis, running_redis
from tests.running_site import running_site, wait_until

pytestmark = pytest.mark.running

WORDS = "Three of them, by the railway"
WITH_REDIS = pytest.mark.parametrize("site", ["with redis"], indirect=True)
WHILE_AWAY = pytest.mark.parametrize(
    ("away", "back"),
    [(OwnRedis.stop, OwnRedis.start), (OwnRedis.hang, OwnRedis.go_on)],
    ids=["stopped", "hanging"],
)

THE_PLACE = """
from tests.factories import make_category, make_member
make_category(slug="over-the-fence")
make_member(name="Mo Tarrant", address="mo", role="moderator")
"""
A_DISCUSSION = f"""
from forum.models import Category
from members.models import Member
from tests.factories import make_discussion, make_reply
mo, category = Member.objects.get(), Category.objects.get(slug="over-the-fence")
discussion = make_discussion(author=mo, category=category)
reply = make_reply(discussion=discussion, author=mo, body="{WORDS}")
print(reply.pk, discussion.get_absolute_url())
"""
A_HIDING = """
from tests.harringay import hiding_task
hiding_task.hide_reply({pk})
"""
A_TASK = """
from harringay.celery import app
app.send_task("{name}", [{pk}])
"""


class Site:
    """A site of one web process, or of two beside a Redis, and what others do to it."""

    def __init__(self, running, redis):
        self._running = running
        self.redis = redis
        self.manage = running.manage

    @contextmanager
    def program(self, *words):
        with self._running.program(*words) as process:
            yield process

    @contextmanager
    def web(self):
        """Its web server, with every process up."""
        with self.program(sys.executable, "manage.py", "serve", "web") as process:
            self._web = process.pid
            expected = 2 if self.redis else 1
            assert wait_until(lambda: len(self._processes()) == expected, seconds=30)
            assert wait_until(self._running.is_up, seconds=30)
            self.ask_each("/healthz")
            yield

    def run(self, code):
        """Run a few lines of Python in another process; what they printed."""
        done = self.manage("shell", "--no-imports", "--command", code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, statement):
        """What somebody who types SQL is told, with nothing of ours loaded."""
        if url := self._running.environment["DATABASE_URL"]:
            with psycopg.connect(url, autocommit=True) as connection:
                cursor = connection.execute(statement)
                return cursor.fetchall() if cursor.description else []
        file = self._running.data / "harringay.sqlite3"
        with closing(sqlite3.connect(file, timeout=20)) as database, database:
            return database.execute(statement).fetchall()

    def ask_each(self, path):
        """The page as each process gives it out, asked while the others are stopped."""
        return [self._ask_one(path, pid) for pid in self._processes()]

    def _ask_one(self, path, pid):
        others = [other for other in self._processes() if other != pid]
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            answer = self._running.get(path)
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)
        assert answer.status == 200
        return answer.text

    def _processes(self):
        """Gunicorn's own children, which serve."""
        children = Path(f"/proc/{self._web}/task/{self._web}/children")
        return [int(pid) for pid in children.read_text().split()]


@pytest.fixture(scope="module")
def own_redis(tmp_path_factory):
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module", params=["embedded", "with redis"])
def site(request, tmp_path_factory):
    """Its web server is up, and nothing else of it is."""
    redis = request.getfixturevalue("own_redis") if request.param == "with redis" else None
    address = redis.url if redis else ""
    with running_site(tmp_path_factory.mktemp("site"), REDIS_URL=address) as running:
        site = Site(running, redis)
        site.run(THE_PLACE)
        with site.web():
            yield site


@pytest.fixture
def reply(site):
    """A reply's key, and the address of its page, which every process keeps."""
    pk, path = site.run(A_DISCUSSION).split()
    for text in site.ask_each(path):
        assert WORDS in text
    return int(pk), path


def test_pages_are_kept_by_each_process(site, reply):
    _, path = reply
    # Numbers of views are not watched, so that a page made anew would tell.
    site.run("from forum.models import Discussion; Discussion.objects.update(view_count=4321)")
    for text in site.ask_each(path):
        assert "4,321 views" not in text


class TestTheVeryNextRequestOfEachProcessShows:
    def test_what_a_command_has_changed(self, site, reply):
        _, path = reply
        site.run(
            "from forum.models import Reply;"
            "Reply.objects.update(body_html='<p>Of an older cleaner</p>', html_version=0)"
        )
        for text in site.ask_each(path):
            assert WORDS not in text
            assert "Of an older cleaner" in text
        assert site.manage("reclean").returncode == 0
        for text in site.ask_each(path):
            assert WORDS in text

    def test_what_typed_sql_has_changed(self, site, reply):
        site.sql("UPDATE forum_category SET description = 'Before'")
        for text in site.ask_each("/forum/categories"):
            assert "Before" in text
        site.sql("UPDATE forum_category SET description = 'Afterwards'")
        for text in site.ask_each("/forum/categories"):
            assert "Afterwards" in text

    def test_what_the_worker_has_hidden(self, site, reply):
        pk, path = reply
        hidden = f"SELECT 1 FROM forum_reply WHERE id = {pk} AND hidden_at IS NOT NULL"
        site.run(A_TASK.format(name=hiding_task.hide_reply.name, pk=pk))
        with site.program(*serving.worker(), f"--include={hiding_task.__name__}"):
            assert wait_until(lambda: site.sql(hidden), seconds=30)
            for text in site.ask_each(path):
                assert WORDS not in text

    @WITH_REDIS
    @WHILE_AWAY
    def test_what_was_hidden_while_redis_was_away(self, site, reply, away, back):
        pk, path = reply
        away(site.redis)
        try:
            assert all(WORDS in text for text in site.ask_each(path))
            site.run(A_HIDING.format(pk=pk))
            assert not any(WORDS in text for text in site.ask_each(path))
        finally:
            back(site.redis)
        assert not any(WORDS in text for text in site.ask_each(path))

    @WITH_REDIS
    def test_what_was_hidden_with_redis_away_once_it_is_back(self, site, reply):
        pk, path = reply
        site.redis.stop()
        try:
            site.run(A_HIDING.format(pk=pk))
        finally:
            site.redis.start()
        assert not any(WORDS in text for text in site.ask_each(path))


@WITH_REDIS
@WHILE_AWAY
def test_pages_that_nobody_keeps_show_while_redis_is_away(site, reply, away, back):
    _, path = reply
    away(site.redis)
    try:
        assert all(WORDS in text for text in site.ask_each(f"{path}?order=time"))
    finally:
        back(site.redis)
