"""Where a message waits for the next page: in a cookie of this host alone, as all of ours are."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _HostCookieStorage(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Storage(FallbackStorage):
    """Django's own choice, under our cookie's name: the cookie, and what does not fit beside it."""

    storage_classes = (_HostCookieStorage, SessionStorage)
