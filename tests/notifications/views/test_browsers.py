"""Asking to be told in a browser, seeing in which one is, and ending it."""

import pytest

from notifications import browsers, preferring
from notifications.models import Browser, Preference
from tests.factories import PASSWORD, make_member
from tests.notifications.push_sink import SITE_KEY, Reader, Service

pytestmark = pytest.mark.django_db

PAGE = "/settings/notifications"
ADDRESS = "/settings/browsers"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0"
FIREFOX = "https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB"
CHOICES = {"to_me": "now", "replies": "now", "discussions": "never", "edition": "weekly"}


@pytest.fixture(autouse=True)
def _on(settings):
    settings.VAPID_PRIVATE_KEY = SITE_KEY


@pytest.fixture
def asked():
    """What a browser sends that can be told."""
    with Service() as nobody:
        return Reader(nobody, "/").asked | {"endpoint": FIREFOX}


def ask(client, asked, **given):
    return client.post(ADDRESS, asked | given, follow=True, headers={"user-agent": MAC})


class TestAsking:
    def test_is_for_members(self, client, asked):
        assert client.post(ADDRESS, asked)["Location"].startswith("/accounts/login/")
        assert not Browser.objects.exists()

    def test_names_the_browser_and_says_that_it_is_this_one(self, asha, asha_client, asked):
        page = ask(asha_client, asked).text
        assert "You are told in this browser from now on" in page
        assert "<strong>Firefox on a Mac</strong>, this browser" in page
        assert "Tell me in this browser" not in page
        assert Browser.objects.get().member == asha

    def test_twice_is_one_browser(self, asha_client, asked):
        ask(asha_client, asked)
        ask(asha_client, asked)
        assert Browser.objects.count() == 1

    def test_where_another_had_asked_tells_whoever_asked_last(
        self, ben, asha_client, ben_client, asked
    ):
        ask(asha_client, asked)
        ask(ben_client, asked)
        assert Browser.objects.get().member == ben
        assert "Firefox on a Mac" not in asha_client.get(PAGE).text

    def test_in_more_browsers_than_anybody_has_is_refused(self, asha_client, asked):
        for number in range(11):
            page = ask(asha_client, asked, endpoint=f"{FIREFOX}{number}").text
        assert "You are told in 10 browsers already. Please end one of them first." in page
        assert Browser.objects.count() == 10

    @pytest.mark.parametrize(
        "endpoint",
        [
            "",
            "x",
            "https://elsewhere.example/push",
            "http://updates.push.services.mozilla.com/wpush",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://169.254.169.254/latest",
            "https://localhost/",
            "https://fcm.googleapis.com:6379/x",
            "https://fcm.googleapis.com@elsewhere.example/x",
            "https://me:secret@fcm.googleapis.com/x",
            "https://fcm.googleapis.com.elsewhere.example/x",
            "https://elsewhere.example/.push.apple.com",
            "https://elsewhere.example#.push.apple.com",
            "https://elsewhere.example?.push.apple.com",
            "https://.push.apple.com/x",
            "https://x/.push.apple.com/x",
            "https://push.apple.com.",
            "https://fcm.googleapis.com/a\r\nHost: elsewhere.example",
            "https://fcm.googleapis.com/a b",
            "https://fcm.googleapis.com/é",
            "https://[fcm.googleapis.com/x",
            "file:///etc/passwd",
            "https://fcm.googleapis.com/" + "x" * 1000,
        ],
    )
    def test_at_an_address_that_is_no_push_service_s_is_refused(self, asha_client, asked, endpoint):
        assert (
            "uses a push service that this site does not know"
            in ask(asha_client, asked, endpoint=endpoint).text
        )
        assert not Browser.objects.exists()

    @pytest.mark.parametrize(
        "endpoint",
        [
            FIREFOX,
            "https://fcm.googleapis.com/fcm/send/abc:DEF-_",
            "https://web.push.apple.com/QGh",
            "https://wns2-par02p.notify.windows.com/w/?token=BQY%3d",
        ],
    )
    def test_at_that_of_a_known_browser_is_kept(self, asha_client, asked, endpoint):
        ask(asha_client, asked, endpoint=endpoint)
        assert Browser.objects.get().endpoint == endpoint

    @pytest.mark.parametrize("wrong", ["", "é", "AAAA", "B" * 87, "B" * 5000, "=", "not base64!"])
    @pytest.mark.parametrize("name", ["public_key", "secret"])
    def test_with_a_key_that_is_none_is_refused(self, asha_client, asked, name, wrong):
        assert "a key that does not work" in ask(asha_client, asked, **{name: wrong}).text
        assert not Browser.objects.exists()

    def test_is_not_offered_by_a_site_that_has_no_key(self, asha_client, asked, settings):
        settings.VAPID_PRIVATE_KEY = ""
        page = asha_client.get(PAGE).text
        assert "browser" not in page.split("<main")[1].split("</main>")[0]
        assert "does not send to browsers" in ask(asha_client, asked).text
        assert not Browser.objects.exists()


class TestThePage:
    def test_says_without_javascript_what_it_takes(self, asha_client):
        page = asha_client.get(PAGE).text
        assert "takes a browser with JavaScript" in page
        (form,) = [part for part in page.split("<form") if 'data-behaviour="push"' in part]
        assert " hidden>" in form.split("\n")[0]

    def test_shows_nobody_elses(self, asha_client, ben_client, asked):
        ask(asha_client, asked)
        assert "Firefox on a Mac" not in ben_client.get(PAGE).text

    def test_shows_no_address_and_no_key(self, asha_client, asked):
        page = ask(asha_client, asked).text
        for word in asked.values():
            assert word not in page

    @pytest.mark.parametrize("many", [1, 10])
    def test_asks_six_questions_however_many_there_are(
        self, asha_client, asked, many, django_assert_num_queries
    ):
        for number in range(many):
            ask(asha_client, asked, endpoint=f"{FIREFOX}{number}")
        asha_client.get(PAGE)
        with django_assert_num_queries(6):
            asha_client.get(PAGE)

    def test_says_of_a_browser_that_knows_an_old_key_what_to_do(self, asha_client, asked, settings):
        ask(asha_client, asked)
        settings.VAPID_PRIVATE_KEY = SITE_KEY[::-1].replace("g", "E")
        assert "The site’s key has changed since" in asha_client.get(PAGE).text

    def test_keeps_what_is_chosen_for_the_night(self, asha, asha_client):
        assert Preference.of(asha).wants_quiet_nights
        asha_client.post(PAGE, CHOICES)
        assert not Preference.of(asha).wants_quiet_nights
        asha_client.post(PAGE, CHOICES | {"wants_quiet_nights": "on"})
        assert Preference.of(asha).wants_quiet_nights

    def test_leaves_the_night_as_it_was_where_it_does_not_ask(self, asha, asha_client, settings):
        preferring.choose(
            member=asha,
            wants_no_mail=False,
            wants_to_follow_started=True,
            wants_to_follow_replied=True,
            wants_quiet_nights=False,
        )
        settings.VAPID_PRIVATE_KEY = ""
        asha_client.post(PAGE, CHOICES)
        assert not Preference.of(asha).wants_quiet_nights


class TestEnding:
    def test_is_done_from_any_browser(self, asha, asha_client, client_of, asked):
        ask(asha_client, asked)
        page = client_of(asha).post(ADDRESS, {"end": Browser.objects.get().pk}, follow=True).text
        assert "You are told in that browser no longer." in page
        assert not Browser.objects.exists()

    @pytest.mark.parametrize("end", ["", "x", "0", "9" * 30])
    def test_what_there_is_not_is_not_found(self, asha_client, end):
        assert asha_client.post(ADDRESS, {"end": end}).status_code == 404

    def test_ends_nobody_elses(self, asha_client, ben_client, asked):
        ask(asha_client, asked)
        answer = ben_client.post(ADDRESS, {"end": Browser.objects.get().pk})
        assert answer.status_code == 404
        assert Browser.objects.exists()


class TestSigningOut:
    def test_ends_it_in_that_browser_alone(self, asha, asha_client, client_of, asked):
        ask(asha_client, asked)
        ask(client_of(asha), asked, endpoint=f"{FIREFOX}elsewhere")
        asha_client.post("/accounts/logout/")
        assert Browser.objects.get().endpoint == f"{FIREFOX}elsewhere"

    def test_everywhere_else_ends_it_there(self, asha_client, client_of, asha, asked):
        ask(asha_client, asked)
        ask(client_of(asha), asked, endpoint=f"{FIREFOX}elsewhere")
        form = {"oldpassword": PASSWORD, "password1": "an even quieter street"}
        asha_client.post("/accounts/password/change/", form)
        asha_client.post("/accounts/sessions/")
        assert Browser.objects.get().endpoint == FIREFOX

    def test_that_a_session_has_ended_by_itself_changes_nothing(self, asha_client, asked):
        ask(asha_client, asked)
        asha_client.session.flush()
        assert Browser.objects.exists()

    def test_is_of_whoever_signs_out(self, asked):
        dora = make_member(name="Dora")
        browser = browsers.ask(member=dora, name="Firefox", **asked)
        browsers.end_here(make_member(), {browsers.IN_SESSION: browser.pk})
        assert Browser.objects.exists()
