"""Views: one a visitor a discussion an hour, robots left out, whatever a request pretends."""

from io import BytesIO

import pytest
from django.test import Client

from forum import viewing
from forum.models import DailyViews
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(params=["memory", "redis"])
def store(request, monkeypatch):
    """Of an embedded site's process, and of one of several."""
    is_alone = request.param == "memory"
    store = viewing.MemoryStore() if is_alone else request.getfixturevalue("own_redis").store()
    monkeypatch.setattr(viewing, "store", lambda: store)


def views_of(discussion):
    viewing.flush()
    discussion.refresh_from_db()
    return discussion.view_count


def read(discussion, *, client=None, agent=PHONE, address="192.0.2.1"):
    client = client or Client()
    headers = {"User-Agent": agent}
    return client.get(discussion.get_absolute_url(), headers=headers, REMOTE_ADDR=address)


@pytest.mark.usefixtures("store")
class TestCount:
    def test_counts_a_visitor_once(self):
        discussion = make_discussion()
        read(discussion)
        read(discussion)
        assert views_of(discussion) == 1

    def test_counts_two_visitors_and_a_member_apart(self, asha_client):
        discussion = make_discussion()
        read(discussion, address="192.0.2.1")
        read(discussion, address="192.0.2.2")
        read(discussion, client=asha_client, address="192.0.2.1")
        assert views_of(discussion) == 3
        assert sum(DailyViews.objects.by_day().values()) == 3

    @pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.0", "Feedly/1.0", ""])
    def test_leaves_robots_out(self, agent):
        discussion = make_discussion()
        read(discussion, agent=agent)
        assert views_of(discussion) == 0

    def test_sets_no_cookie_and_writes_nothing_in_the_request(self):
        discussion = make_discussion()
        response = read(discussion)
        assert not response.cookies
        discussion.refresh_from_db()
        assert discussion.view_count == 0


# As a web server asks, which closes the connection after each request.
@pytest.mark.django_db(transaction=True)
class TestForgedRequests:
    @pytest.mark.parametrize(
        ("store", "forgeries"), [("memory", 10_000), ("redis", 1_000)], indirect=["store"]
    )
    def test_from_one_address_add_one(self, settings, application, store, forgeries):
        """Safety S-52."""
        settings.TRUSTED_PROXY_COUNT = 1
        discussion = make_discussion()
        make_reply(discussion=discussion)
        statuses = {application(_forgery(discussion, number)) for number in range(forgeries)}
        assert statuses == {"200 OK"}
        assert views_of(discussion) == 1

    def test_add_one_where_no_proxy_is_believed(self, application, store):
        discussion = make_discussion()
        for number in range(20):
            application(_forgery(discussion, number, seen_by_proxy=f"203.0.113.{number}"))
        assert views_of(discussion) == 1

    def test_do_not_hide_whom_a_believed_proxy_saw(self, settings, application, store):
        settings.TRUSTED_PROXY_COUNT = 1
        discussion = make_discussion()
        for number in range(3):
            application(_forgery(discussion, number, seen_by_proxy=f"203.0.113.{number}"))
        assert views_of(discussion) == 3


@pytest.mark.usefixtures("store")
class TestFlush:
    def test_adds_nothing_twice(self):
        discussion = make_discussion()
        read(discussion)
        assert views_of(discussion) == views_of(discussion) == 1


class TestTheStoreIsDown:
    def test_and_the_page_still_shows(self, own_redis, monkeypatch):
        store = own_redis.store()
        monkeypatch.setattr(viewing, "store", lambda: store)
        discussion = make_discussion()
        own_redis.stop()
        try:
            assert read(discussion).status_code == 200
            assert read(discussion, address="192.0.2.2").status_code == 200
        finally:
            own_redis.start()
        assert views_of(discussion) == 2


@pytest.fixture
def application():
    """The site as a web server calls it; the status of its answer."""
    from harringay.wsgi import application  # noqa: PLC0415  it starts what writes views down

    def ask(environ):
        answers = []

        def start_response(status, _headers, _trouble=None):
            answers.append(status)
            return lambda _data: None

        body = application(environ, start_response)
        b"".join(body)
        getattr(body, "close", lambda: None)()
        return answers[0]

    return ask


def _forgery(discussion, number, *, seen_by_proxy="192.0.2.1"):
    """A request with a story of its own about where it comes from and what it is."""
    invented = f"198.51.{number // 250}.{number % 250}"
    # Now and then as somebody who has, or says they have, a session: no page is kept for those.
    cookie = "session" if number % 1000 == 0 else "visitor"
    return {
        "REQUEST_METHOD": ("GET", "HEAD")[number % 2],
        "PATH_INFO": discussion.get_absolute_url(),
        "QUERY_STRING": ("", "page=1", "order=time")[number % 3],
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_HOST": "testserver",
        "HTTP_USER_AGENT": f"{PHONE} {number}",
        # A proxy that is believed writes whom it saw at the end.
        "HTTP_X_FORWARDED_FOR": f"{invented}, {seen_by_proxy}",
        "HTTP_FORWARDED": f"for={invented}",
        "HTTP_X_REAL_IP": invented,
        "HTTP_COOKIE": f"{cookie}={number}",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.url_scheme": "http",
    }
