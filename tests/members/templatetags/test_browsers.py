"""What a browser is called by its owner."""

import pytest

from members.templatetags.browsers import browser_name

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/605.1"


class TestBrowserName:
    @pytest.mark.parametrize(
        ("user_agent", "name"),
        [
            (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} Chrome/131 Safari/1", "Chrome on Linux"),
            (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/131.0 Edg/131.0", "Edge on Windows"),
            (f"{MOZILLA} (Linux; Android 14) {WEBKIT} Chrome/131.0", "Chrome on Android"),
            (f"{MOZILLA} (iPhone; Mac OS X) {WEBKIT} CriOS/131", "Chrome on an iPhone"),
            (f"{MOZILLA} (Macintosh; rv:133.0) Gecko/2010 Firefox/133.0", "Firefox on a Mac"),
            (f"{MOZILLA} (Windows NT 10.0) Some/1", "Windows"),
            ("curl/8.5.0", "curl/8.5.0"),
            ("", "A browser without a name"),
        ],
    )
    def test_says_what_the_header_means(self, user_agent, name):
        assert browser_name(user_agent) == name
