"""The running site opens connections to its own servers, and to nobody else's (safety S-33)."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.replying import Author
from tests.running_site import running_site, wait_until
from tests.smtp_sink import smtp_sink

pytestmark = pytest.mark.running

WATCHING = Path(__file__).resolve().parent.parent / "watching"

PREPARE = """
from datetime import timedelta
from django.utils import timezone
from forum.models import Event
from tests.factories import make_discussion, make_member
# No newcomer, who may name two addresses only.
long_ago = timezone.now() - timedelta(days=400)
author = make_member(name="Ben Okafor", address="ben", joined_at=long_ago)
type(author).objects.update(reply_count=10)
make_discussion(title="Foxes", author=make_member(name="Asha Ravindran", address="asha"))
Event.objects.update(told_at=timezone.now())
"""
# Whatever other programs would fetch: a page, a picture, a video, a feed, a machine inside.
TEMPTING = """
https://elsewhere.example/a-page https://elsewhere.example/picture.png
https://www.youtube.com/watch?v=dQw4w9WgXcQ http://169.254.169.254/latest http://[::1]:6379/
![alt](https://elsewhere.example/p.png) <img src="https://elsewhere.example/p.png">
"""
PAGES = [
    *("/", "/forum", "/forum/topics/foxes", "/search?q=elsewhere", "/activity", "/members"),
    *("/profile/ben", "/feeds/replies.atom", "/feeds/all.opml", "/readyz", "/editions"),
    "/oembed?url=https://elsewhere.example/forum/topics/foxes",
    "/report?at=https://elsewhere.example/forum/topics/foxes",
]


def test_whatever_neighbours_write_about(tmp_path):
    calls = tmp_path / "calls"
    watched = {"PYTHONPATH": str(WATCHING), "CALLS": str(calls)}
    with (
        smtp_sink() as sink,
        running_site(
            tmp_path / "data", MAIL_HOLD_SECONDS="0", EMAIL_URL=sink.url, **watched
        ) as site,
    ):
        ben = Author(site, PREPARE)
        site.start()
        ben.reply("foxes", TEMPTING)
        for page in PAGES:
            site.get(page)
        assert wait_until(lambda: sink.taken, seconds=60), site.logs()
        called = set(calls.read_text().split())
        ours = {sink.port, site.port, *_ports(site, "DATABASE_URL"), *_ports(site, "REDIS_URL")}
    # It would be seen: this one was.
    assert f"127.0.0.1:{sink.port}" in called
    assert not called - {f"{host}:{port}" for host in ("127.0.0.1", "localhost") for port in ours}


def _ports(site, name: str) -> set[int]:
    address = urlsplit(site.environment[name])
    return {address.port} if address.port else set()
