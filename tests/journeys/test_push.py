"""A member asks to be told in this browser, is told, and ends it."""

import json
import re

import pytest
from playwright.sync_api import expect

from notifications.models import Browser
from tests.journeys.conftest import SIZES
from tests.notifications.push_sink import SITE_KEY, Reader, Service

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(service_workers="allow"),
]

PAGE = "/settings/notifications"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/a-phone"
TOLD = {"title": "Foxes", "body": "Ben Okafor answered you", "url": "/forum", "tag": "discussion-1"}

# A push service is far away from a test: the browser's own part of it answers at once.
SUBSCRIBED = """
PushManager.prototype.subscribe = async (wish) => {
  globalThis.wish = wish;
  return { toJSON: () => (%s) };
};
Notification.requestPermission = async () => "%s";
"""


@pytest.fixture(autouse=True)
def _on(settings):
    settings.VAPID_PRIVATE_KEY = SITE_KEY


@pytest.fixture
def settings_page(live_server, signed_in, asha):
    with Service() as nobody:
        asked = Reader(nobody, "/").asked
    keys = {"p256dh": asked["public_key"], "auth": asked["secret"]}
    subscription = json.dumps({"endpoint": ENDPOINT, "keys": keys})

    def open_it(permission="granted"):
        page = signed_in(asha)
        page.context.grant_permissions(["notifications"], origin=live_server.url)
        page.add_init_script(SUBSCRIBED % (subscription, permission))
        page.goto(live_server.url + PAGE)
        return page

    return open_it


class TestAsking:
    @SIZES
    def test_takes_one_press_and_ends_with_another(self, settings_page, size):
        page = settings_page()
        page.set_viewport_size(size)
        expect(page.get_by_text("takes a browser with JavaScript")).to_be_hidden()
        page.get_by_role("button", name="Tell me in this browser").click()
        expect(page.get_by_text("You are told in this browser from now on")).to_be_visible()
        assert Browser.objects.get().endpoint == ENDPOINT
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name=re.compile("^End it")).click()
        expect(page.get_by_text("You are told in that browser no longer.")).to_be_visible()
        assert not Browser.objects.exists()

    def test_says_what_to_do_where_the_browser_was_told_to_be_silent(self, settings_page):
        page = settings_page("denied")
        page.get_by_role("button", name="Tell me in this browser").click()
        expect(page.get_by_role("alert")).to_contain_text("does not let this site show anything")
        assert not Browser.objects.exists()


class TestBeingTold:
    def test_shows_what_was_said_and_a_newer_one_in_its_place(self, settings_page, live_server):
        page = settings_page()
        page.get_by_role("button", name="Tell me in this browser").click()
        expect(page.get_by_text("You are told in this browser from now on")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        client = page.context.new_cdp_session(page)
        workers = []

        def note(told):
            workers.append(told)

        client.on("ServiceWorker.workerRegistrationUpdated", note)
        client.send("ServiceWorker.enable")
        page.wait_for_function("navigator.serviceWorker.controller")
        (registration,) = workers[0]["registrations"]
        for body in ("Ben Okafor answered you", "Mo Tarrant replied"):
            client.send(
                "ServiceWorker.deliverPushMessage",
                {
                    "origin": live_server.url,
                    "registrationId": registration["registrationId"],
                    "data": json.dumps(TOLD | {"body": body}),
                },
            )
            page.wait_for_function(
                """async (body) => {
                  const registration = await navigator.serviceWorker.ready;
                  const shown = await registration.getNotifications();
                  return shown.length === 1 && shown[0].body === body;
                }""",
                arg=body,
            )
