"""A browser that goes round the site asks nobody else's computer for anything."""

import pytest

from tests.harringay.middleware.kept_addresses import ADDRESSES, neighbourhood

pytestmark = pytest.mark.django_db(transaction=True)

# Some of what only members see; the feeds are no pages.
PAGES = [address for address in ADDRESSES if not address.startswith("/feeds/")]
MEMBERS_PAGES = ["/settings", "/settings/data", "/notifications", "/forum/new", "/profile/asha"]


def test_every_request_goes_to_the_site(live_server, signed_in, asha, ben, mo):
    neighbourhood(asha, ben, mo)
    page = signed_in(asha)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for address in [*PAGES, *MEMBERS_PAGES]:
        page.goto(f"{live_server.url}{address}")
    elsewhere = [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert not elsewhere
    assert len(asked) > len(PAGES)
