"""A member's browser before a running site: signed in, and posting replies."""

import re
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.running_site import Answer, RunningSite

TOKEN = "a" * 32
PATIENCE = 2  # seconds: whatever is away, nobody waits longer to see their reply

SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(author.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = author.get_session_auth_hash()
session.create()
print("session", session.session_key)
"""


class Browser:
    """A visitor's, which minds how long an answer takes."""

    def __init__(self, site: RunningSite, *, cookies: str = "") -> None:
        self.site = site
        self._headers = {
            "Cookie": f"csrf={TOKEN}{cookies}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": site.url,
        }

    def send(self, path: str, *, patience: float = PATIENCE, **fields: str) -> tuple[Answer, float]:
        """Fill in a form, or ask for a page where there is nothing to fill in; and the seconds."""
        form = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}) if fields else None
        browser = HTTPConnection("127.0.0.1", self.site.port, timeout=patience)
        began = time.monotonic()
        try:
            browser.request("POST" if fields else "GET", path, form, self._headers)
            answer = browser.getresponse()
            taken = time.monotonic() - began
            return Answer(answer.status, answer.read().decode(), answer.headers), taken
        finally:
            browser.close()


class Author(Browser):
    """Whoever the preparation calls `author`, with a browser of their own."""

    def __init__(self, site: RunningSite, preparation: str) -> None:
        prepared = site.manage("shell", "--no-imports", "--command", preparation + SIGN_IN)
        assert prepared.returncode == 0, prepared.stderr
        session = re.search(r"session (\w+)", prepared.stdout)
        assert session
        super().__init__(site, cookies=f"; session={session[1]}")

    def reply(self, slug: str, body: str) -> float:
        """Post it, and say how many seconds it took; the browser waits no longer than PATIENCE."""
        answer, taken = self.send(f"/forum/topics/{slug}/replies", body=body)
        assert answer.status == 302, answer.text
        return taken
