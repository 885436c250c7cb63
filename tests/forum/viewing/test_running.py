"""Views of a real site's real processes, which are stopped and killed."""

import os
import signal
import sys
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from tests.running_site import START_SECONDS, running_site, wait_until

pytestmark = pytest.mark.running

PATH = "/forum/topics/foxes-on-wightman-road"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(params=["embedded", "with redis"])
def site(request, tmp_path):
    """A site behind one proxy, with a discussion; only its web server will run."""
    with_redis = request.param == "with redis"
    redis = request.getfixturevalue("own_redis").url if with_redis else ""
    with running_site(tmp_path, TRUSTED_PROXY_COUNT="1", REDIS_URL=redis) as site:
        made = site.manage(
            *("shell", "--no-imports", "--command"),
            "from tests.factories import make_discussion; make_discussion()",
        )
        assert made.returncode == 0, made.stderr
        yield site


@contextmanager
def web(site):
    """Its web server, up."""
    with site.program(sys.executable, "manage.py", "serve", "web") as process:
        assert wait_until(site.is_up, seconds=60)
        yield process


def read(site, *, address):
    """Ask for the discussion as the proxy would for a visitor's telephone."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=10)
    headers = {"User-Agent": PHONE, "X-Forwarded-For": address}
    connection.request("GET", PATH, headers=headers)
    status = connection.getresponse().status
    connection.close()
    assert status == 200


def views_in(site):
    """What the database says once the timetable has written down what is in Redis."""
    asked = site.manage(
        *("shell", "--no-imports", "--command"),
        "from forum import viewing; from forum.models import Discussion; viewing.flush();"
        "print(Discussion.objects.get().view_count)",
    )
    assert asked.returncode == 0, asked.stderr
    return int(asked.stdout)


class TestAWebServer:
    def test_that_begins_has_one_store_before_its_threads_ask(self, site):
        """Each thread would make one, and what all but one of them noted would be lost."""
        asked = site.manage(
            *("shell", "--no-imports", "--command"),
            "import harringay.wsgi; from forum import viewing;"
            "print(viewing.store.cache_info().currsize)",
        )
        assert asked.returncode == 0, asked.stderr
        assert int(asked.stdout) == 1

    def test_that_is_stopped_loses_and_doubles_no_view(self, site):
        """With Redis there are two processes, and a visitor meets both."""
        with web(site) as process:
            for number in range(60):
                read(site, address=f"192.0.2.{number % 20}")
            process.terminate()
            process.wait(10)
        assert views_in(site) == 20

    def test_that_is_killed_loses_none_but_the_last_second_s(self, site):
        with web(site):
            for number in range(5):
                read(site, address=f"192.0.2.{number}")
            # To ask a busy machine once may take half a minute.
            assert wait_until(lambda: views_in(site) == 5, seconds=START_SECONDS)
            for pid in site.processes():
                os.kill(pid, signal.SIGKILL)
        assert views_in(site) == 5
