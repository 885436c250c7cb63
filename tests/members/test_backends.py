"""Who is signed in: read anew for each page, together with the session where that can be."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Member
from tests.factories import PASSWORD, make_discussion

pytestmark = pytest.mark.django_db


def signed_in(address: str) -> Client:
    """A browser in which somebody has signed in as neighbours do."""
    client = Client()
    client.post("/accounts/login/", {"login": address, "password": PASSWORD})
    return client


def who_is(client: Client) -> str | None:
    """Whose settings a browser is shown."""
    answer = client.get("/settings")
    return answer.context["user"].address if answer.status_code == 200 else None


def asked(client: Client, path: str) -> list[str]:
    """What a page asks at a second visit."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


@pytest.fixture
def browser(asha) -> Client:
    """Asha's, who gave her password in it."""
    return signed_in("asha")


class TestAMembersPage:
    def test_asks_once_for_the_session_and_its_member(self, browser):
        # Both, the discussion, the version of what it shows, what the inbox has of it.
        assert len(asked(browser, make_discussion().get_absolute_url())) == 4

    def test_asks_one_question_more_where_allauth_has_noted_no_sign_in(self, browser):
        once = len(asked(browser, "/settings"))
        UserSession.objects.all().delete()
        assert len(asked(browser, "/settings")) == once + 1
        assert who_is(browser) == "asha"

    def test_shows_the_member_as_they_are_now(self, browser):
        assert who_is(browser) == "asha"
        Member.objects.update(address="asha.r")
        assert who_is(browser) == "asha.r"


class TestASession:
    def test_is_whose_it_says_whatever_allauth_has_noted(self, browser, ben):
        UserSession.objects.update(user=ben)
        assert who_is(browser) == "asha"

    def test_is_nobody_s_once_its_member_is_no_more(self, browser, ben):
        UserSession.objects.update(user=ben)
        Member.objects.filter(address="asha").delete()
        assert who_is(browser) is None

    def test_ends_with_its_time(self, browser):
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        assert who_is(browser) is None

    def test_ends_with_its_row(self, browser):
        Session.objects.all().delete()
        assert who_is(browser) is None

    def test_ends_when_it_is_signed_out_of_elsewhere(self, browser):
        elsewhere = signed_in("asha")
        elsewhere.post("/accounts/sessions/")
        assert who_is(elsewhere) == "asha"
        assert who_is(browser) is None

    def test_ends_when_another_password_is_chosen(self, browser, asha):
        asha.set_password("a badger in the allotment")
        asha.save()
        assert who_is(browser) is None

    def test_of_a_visitor_is_of_nobody(self, asha):
        visitor = Client()
        session = visitor.session
        session["draft"] = "Foxes"
        session.save()
        visitor.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        UserSession.objects.create(session_key=session.session_key, user=asha, ip="127.0.0.1")
        assert who_is(visitor) is None

    @pytest.mark.parametrize("key", ["\0" * 32, "a" * 32, "\0", "'"])
    def test_of_no_key_of_ours_is_of_nobody(self, browser, key):
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
        assert who_is(browser) is None


class TestWhoMayNotSignIn:
    @pytest.mark.parametrize("has_row", [True, False])
    @pytest.mark.parametrize("since", ["suspended_at", "banned_at", "left_at"])
    def test_is_signed_out_at_once(self, browser, since, has_row):
        assert who_is(browser) == "asha"
        if not has_row:
            UserSession.objects.all().delete()
        Member.objects.update(**{since: timezone.now()})
        assert who_is(browser) is None
