"""Every command, setting and health check of the compose file, run here without a container."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection

import pytest
import yaml
from django.conf import settings

from tests import servers
from tests.running_site import ROOT, RunningSite, running_site, wait_until

SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = ("set_up", "web", "worker", "timetable")

pytestmark = [
    pytest.mark.running,
    pytest.mark.skipif("not settings.REDIS_URL", reason="containers have PostgreSQL and Redis"),
]

SLOW_SENDERS = 100  # of each manner
ANSWER_SECONDS = 2
HALF_A_FORM = b"POST /report HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nwords="

# What every answer carries, whoever of the two it is from (safety S-12, S-13).
CARRIED = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
}

AVATAR = "/media/avatars/0123456789012345678901/96.webp"
MAKE_AVATAR = """
from django.conf import settings
from members.models import Member
from members import avatars
key = "0123456789012345678901"
Member.objects.create_user("a@example.org", name="Asha", address="asha", avatar_key=key)
place = settings.MEDIA_ROOT / avatars.stored_at(key, 96)
place.parent.mkdir(parents=True)
place.write_bytes(b"a picture")
"""


def at_hand(program: str, package: str) -> str:
    """Where a program is; without it a test cannot be run, which CI must not take for a pass."""
    try:
        return servers.find(program, package)
    except servers.CannotBeHad as lack:
        if os.environ.get("REQUIRE_ALL"):
            raise
        pytest.skip(str(lack))


def words_of(command: list[str]) -> list[str]:
    return [sys.executable if word == "python" else word for word in command]


def as_compose_says(site: RunningSite) -> dict[str, str]:
    """The settings of the containers, with the addresses of this machine in place of theirs."""
    told = SERVICES["web"]["environment"]
    here = site.environment | {"SITE_URL": site.url, "TRUSTED_PROXY_COUNT": "1"}
    return {"PATH": os.environ["PATH"], **{name: here.get(name, told[name]) for name in told}}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[RunningSite]:
    """The site as the containers run it: set up once, then three programs by themselves."""
    with running_site(tmp_path_factory.mktemp("site")) as site, ExitStack() as stack:
        site.environment = as_compose_says(site)
        for name in OURS:
            program = stack.enter_context(site.program(*words_of(SERVICES[name]["command"])))
            assert name != "set_up" or program.wait(60) == 0
        assert site.manage("shell", "-v0", "-c", MAKE_AVATAR).returncode == 0
        assert wait_until(lambda: not site.manage("healthy", "web").returncode, seconds=60)
        yield site


@pytest.fixture(scope="module")
def ports(site) -> dict[str, int]:
    """Where the proxy would listen here: for readers, and for its own health check."""
    return {"8080": servers.free_port(), "8081": servers.free_port()}


@pytest.fixture(scope="module")
def proxy(site, ports, tmp_path_factory) -> Iterator[int]:
    """The port of the proxy, which runs with the configuration of its container."""
    nginx, folder = at_hand("nginx", "nginx-light"), tmp_path_factory.mktemp("proxy")
    configuration = folder / "nginx.conf"
    changes = {
        "listen 8080": f"listen 127.0.0.1:{ports['8080']}",
        "127.0.0.1:8081": f"127.0.0.1:{ports['8081']}",
        "web:8000": f"127.0.0.1:{site.port}",
        "/data/": f"{site.data}/",
        "/tmp/": f"{folder}/",
    }
    theirs = re.compile("|".join(map(re.escape, changes)))
    text = (ROOT / "harringay" / "nginx.conf").read_text()
    assert set(theirs.findall(text)) == set(changes)
    text = theirs.sub(lambda found: changes[found[0]], text)
    configuration.write_text(text)
    words = [*SERVICES["proxy"]["entrypoint"][1:-1], configuration]
    if not os.geteuid():
        # Started by root, it would become somebody who may not read the tests' folders.
        words += ["-g", "user root;"]
    with servers.running([nginx, *words], port=ports["8080"], cwd=folder):
        yield ports["8080"]


class TestHealthChecks:
    @pytest.mark.parametrize("name", ["web", "worker", "timetable"])
    def test_find_our_programs_well(self, site, name):
        _, python, manage, *words = SERVICES[name]["healthcheck"]["test"]
        assert (python, manage) == ("python", "manage.py")
        assert wait_until(lambda: not site.manage(*words).returncode, seconds=60)

    def test_find_the_database_well(self):
        at_hand("pg_isready", "postgresql-client")
        port = {"PGPORT": str(settings.DATABASES["default"]["PORT"])}
        asking = SERVICES["database"]["healthcheck"]["test"][1:]
        asked = subprocess.run(
            asking, env=os.environ | port, stdout=subprocess.DEVNULL, check=False
        )
        assert asked.returncode == 0

    def test_find_redis_well_when_it_is_started_so(self, tmp_path):
        server, *words = SERVICES["redis"]["command"]
        port = servers.free_port()
        command = [at_hand(server, "redis-server"), *words, "--port", str(port)]
        with servers.running(command, port=port, cwd=tmp_path):
            client, *question = SERVICES["redis"]["healthcheck"]["test"][1:]
            asking = [client, "-p", str(port), *question]
            said = subprocess.run(asking, capture_output=True, text=True, check=True)
        assert said.stdout == "PONG\n"

    def test_find_the_proxy_well(self, proxy, ports):
        at_hand("wget", "wget")
        asking = " ".join(SERVICES["proxy"]["healthcheck"]["test"][1:])
        asked = subprocess.run(asking.replace("8081", str(ports["8081"])).split(), check=False)
        assert asked.returncode == 0


class TestProxy:
    def test_hands_pages_on(self, site, proxy):
        assert site.get("/readyz", port=proxy).text == "ok\n"

    def test_serves_static_files_for_good(self, site, proxy):
        sheet = next((site.data / "static" / "css").glob("site.*.css"))
        answer = site.get(f"/static/css/{sheet.name}", port=proxy)
        assert answer.text == sheet.read_text()
        assert "immutable" in answer.headers["Cache-Control"]
        assert set(answer.headers) >= CARRIED

    @pytest.mark.parametrize("path", ["/", "/no-such-page", "/static/no-such-file.css", AVATAR])
    def test_says_each_header_once(self, site, proxy, path):
        answer = site.get(path, port=proxy)
        assert {name: len(answer.headers.get_all(name)) for name in CARRIED} == dict.fromkeys(
            CARRIED, 1
        )

    def test_sends_media_that_django_hands_over_with_djangos_headers(self, site, proxy):
        answer = site.get(AVATAR, port=proxy)
        assert answer.text == "a picture"
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers.get_all("Cache-Control") == ["no-cache"]

    def test_leaves_the_reading_of_media_to_itself(self, site):
        answer = site.get(AVATAR, port=site.port)
        assert answer.text == ""
        assert answer.headers["X-Accel-Redirect"].startswith("/_media/avatars/")

    def test_sends_no_media_that_django_was_not_asked_for(self, site, proxy):
        stored = AVATAR.replace("/media/", "/_media/")
        assert site.get(stored, port=proxy).status == 404


class TestTooMuchOrTooSlow:
    """Ends at the proxy (safety S-48, S-55): the web server has sixteen threads."""

    @pytest.mark.parametrize(
        ("path", "body", "headers", "status"),
        [
            ("/forum/new", b"x" * (8 * 1024 * 1024 + 1), {}, 413),
            ("/forum/new", b"", {"Content-Length": str(10**12)}, 413),
            ("/", b"", {"X-Much": "x" * 9_000}, 400),
            ("/", b"", {f"X-Much-{n}": "x" * 4_000 for n in range(10)}, 400),
            (f"/?{'x' * 9_000}", b"", {}, 414),
        ],
        ids=["body", "announced", "header", "headers", "address"],
    )
    def test_much_is_refused(self, proxy, path, body, headers, status):
        connection = HTTPConnection("127.0.0.1", proxy, timeout=10)
        # Whoever is refused early may find the line closed while they still send.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST" if body or headers else "GET", path, body, headers)
        refused = connection.getresponse()
        assert refused.status == status
        assert set(refused.headers) >= CARRIED
        connection.close()

    def test_who_sends_slowly_keeps_nobody_else_waiting(self, site, proxy):
        with ExitStack() as stack:
            for begun in (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", HALF_A_FORM):
                for _ in range(SLOW_SENDERS):
                    line = stack.enter_context(socket.create_connection(("127.0.0.1", proxy)))
                    line.sendall(begun)
            began = time.monotonic()
            assert site.get("/forum/categories", port=proxy).status == 200
            assert time.monotonic() - began < ANSWER_SECONDS
