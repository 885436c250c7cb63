"""Readers that others wrote, subscribed to a site that really runs (safety F-33)."""

import configparser
import mailbox
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.forum.archive.moving_in import SEED
from tests.forum.feeds.test_old_addresses import old_ids
from tests.running_site import RunningSite, running_site

pytestmark = pytest.mark.running

FIRST, SECOND = "Three of them, by the railway", "A fourth one in Hewitt Road"
EDITED = "Three of them, by the New River"

THE_PLACE = """
from tests.factories import make_category, make_member
make_category(slug="over-the-fence")
make_member(address="asha")
"""
A_DISCUSSION = f"""
from forum.models import Category
from members.models import Member
from tests.factories import make_discussion, make_reply
asha, category = Member.objects.get(), Category.objects.get(slug="over-the-fence")
discussion = make_discussion(author=asha, category=category)
make_reply(discussion=discussion, author=asha, body="{FIRST}")
print(discussion.slug)
"""
A_NEW_REPLY = f"""
from forum.models import Discussion
from tests.factories import make_reply
discussion = Discussion.objects.get(slug="{{slug}}")
make_reply(discussion=discussion, author=discussion.author, body="{SECOND}")
"""
AN_EDIT = f"""
from forum import editing
from forum.models import Reply
reply = Reply.objects.filter(discussion__slug="{{slug}}").order_by("pk").first()
editing.edit_reply(reply, by=reply.author, body="{EDITED}", body_format="text")
"""
A_HIDING = """
from forum import hiding
from forum.models import Reply
hiding.hide_reply(Reply.objects.filter(discussion__slug="{slug}").latest("pk"), by=None)
"""


class Between:
    """Stands between a reader and the site, and notes what the site has answered."""

    def __init__(self, site: RunningSite) -> None:
        self._site = site
        self._statuses: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.hand_over(self)

            def log_message(self, *_args: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def hand_over(self, reader: BaseHTTPRequestHandler) -> None:
        connection = HTTPConnection("127.0.0.1", self._site.port, timeout=10)
        connection.request("GET", reader.path, headers=dict(reader.headers))
        answer = connection.getresponse()
        body = answer.read()
        self._statuses.append(answer.status)
        reader.send_response_only(answer.status)
        for name, value in answer.getheaders():
            reader.send_header(name, value)
        reader.end_headers()
        reader.wfile.write(body)
        connection.close()

    def answered(self) -> list[int]:
        """Since it was last asked."""
        said, self._statuses[:] = list(self._statuses), []
        return said

    @contextmanager
    def running(self) -> Iterator["Between"]:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


class Newsboat:
    """It keeps what it has read in a database of its own."""

    program = package = "newsboat"
    shows_edits = True

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        (folder / "urls").write_text(f"{url}\n")
        (folder / "config").write_text("")

    def subscribe(self) -> None:
        """Twice: it keeps the tag only of a feed that it knew before."""
        self.poll()
        self.poll()

    def poll(self) -> None:
        files = {"-u": "urls", "-c": "cache.db", "-C": "config"}
        words = [word for pair in files.items() for word in pair]
        run(["newsboat", *words, "-x", "reload"], self._folder)

    def texts(self) -> list[str]:
        return self._column("content")

    def ids(self) -> set[str]:
        return set(self._column("guid"))

    def _column(self, name: str) -> list[str]:
        with closing(sqlite3.connect(self._folder / "cache.db")) as database:
            return [row[0] for row in database.execute(f"SELECT {name} FROM rss_item ORDER BY id")]


class Rss2email:
    """It sends a mail for each thing that it has not read before; here, into a folder."""

    program, package = "r2e", "rss2email"
    shows_edits = False

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._run("new", "asha@example.org")
        self._set(**{"email-protocol": "maildir", "maildir-path": str(folder)})
        self._run("add", "foxes", url)

    def subscribe(self) -> None:
        self.poll()

    def poll(self) -> None:
        self._run("run")

    def texts(self) -> list[str]:
        letters = mailbox.Maildir(self._folder / "INBOX")
        bodies: list[Any] = [letter.get_payload(decode=True) for letter in letters]
        return [body.decode() for body in bodies]

    def _set(self, **options: str) -> None:
        config = configparser.ConfigParser(interpolation=None)
        config.read(self._folder / "config")
        config["DEFAULT"].update(options)
        with (self._folder / "config").open("w") as file:
            config.write(file)

    def _run(self, *words: str) -> None:
        run(["r2e", "-c", "config", "-d", "data.json", *words], self._folder)


def run(command: list[str], folder: Path) -> None:
    environment = {"HOME": str(folder), "PATH": servers.PATH, "LANG": "C.UTF-8"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def change(site: RunningSite, code: str) -> str:
    """Run a few lines of Python in another process; what they printed."""
    done = site.manage("shell", "--no-imports", "--command", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[RunningSite]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        change(running, THE_PLACE)
        running.start()
        yield running


@pytest.fixture(params=[Newsboat, Rss2email])
def reader(request, tmp_path):
    """A class of readers, and a folder for one."""
    try:
        servers.find(request.param.program, request.param.package)
    except servers.CannotBeHad as lack:
        pytest.skip(str(lack))
    folder = tmp_path / "reader"
    folder.mkdir()
    return lambda url: request.param(folder, url)


@pytest.mark.parametrize("extension", ["rss", "atom"])
def test_read_each_change_once_and_are_told_when_there_is_none(site, reader, extension):
    slug = change(site, A_DISCUSSION)
    address = f"/feeds/topics/{slug}.{extension}"
    with Between(site).running() as between:
        ours = reader(f"{between.url}{address}")

        def poll_twice() -> list[str]:
            ours.poll()
            ours.poll()
            assert between.answered() == [200, 304]
            texts: list[str] = ours.texts()
            return texts

        ours.subscribe()
        assert set(between.answered()) == {200}
        (first,) = ours.texts()
        assert FIRST in first
        ours.poll()
        assert between.answered() == [304]

        change(site, A_NEW_REPLY.format(slug=slug))
        texts = poll_twice()
        assert len(texts) == 2
        assert any(SECOND in text for text in texts)

        # Neither takes an edit or a hiding for news: the ids are what they were.
        change(site, AN_EDIT.format(slug=slug))
        assert EDITED in site.get(address).text
        texts = poll_twice()
        assert len(texts) == 2
        assert ours.shows_edits == any(EDITED in text for text in texts)

        change(site, A_HIDING.format(slug=slug))
        assert SECOND not in site.get(address).text
        assert len(poll_twice()) == 2


@pytest.mark.parametrize("reader", [Newsboat], indirect=True)
def test_know_by_its_old_ids_what_was_moved_in(site, reader):
    if not SEED.is_dir():
        pytest.skip("../shared/seed is not here")
    moved_in = site.manage("import_ning", str(SEED))
    assert moved_in.returncode == 0, moved_in.stderr
    with Between(site).running() as between:
        ours = reader(f"{between.url}/forum/topics/broadcast-on-receive-off?feed=yes&xn_auth=no")
        ours.subscribe()
    assert ours.ids() == {each for each in old_ids(SEED) if ":Comment:" in each}
