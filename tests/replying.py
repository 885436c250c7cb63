"""A member's browser before a running site: signed in, and posting replies."""

import re
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.running_site import RunningSite

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


class Author:
    """Whoever the preparation calls `author`, with a browser of their own."""

    def __init__(self, site: RunningSite, preparation: str) -> None:
        self.site = site
        prepared = site.manage("shell", "--no-imports", "--command", preparation + SIGN_IN)
        assert prepared.returncode == 0, prepared.stderr
        session = re.search(r"session (\w+)", prepared.stdout)
        assert session
        token = "a" * 32
        self._token = token
        self._headers = {
            "Cookie": f"session={session[1]}; csrf={token}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": site.url,
        }

    def reply(self, slug: str, body: str) -> float:
        """Post it, and say how many seconds it took; the browser waits no longer than PATIENCE."""
        form = urlencode({"csrfmiddlewaretoken": self._token, "body": body})
        browser = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        began = time.monotonic()
        browser.request("POST", f"/forum/topics/{slug}/replies", form, self._headers)
        answer = browser.getresponse()
        taken = time.monotonic() - began
        assert answer.status == 302, answer.read()
        browser.close()
        return taken
