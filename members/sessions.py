"""Sessions in the database, as Django keeps them; every page of a member begins with one."""

import json
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from harringay import compiled

_DATA = compiled.Query(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data", flat=True
    ),
    slots=2,
)

# The readers of an hour or so in one process; a session has a few hundred characters.
KEPT = 256


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        # A cookie can have a NUL spelt out in it, and PostgreSQL cannot even be asked for one.
        data = None if "\0" in key else _DATA.first(key, timezone.now())
        if data is None:
            # Django's way of saying that a new key is to be made.
            self._session_key = None
            return {}
        try:
            said: dict[str, Any] = json.loads(_unsigned(data, self.key_salt))
        except (signing.BadSignature, ValueError):
            # Django makes nothing of it, and writes in the log what is wrong with it.
            return self.decode(data)
        return said


class _AsItIs(signing.JSONSerializer):
    """The serializer for what is read elsewhere."""

    def loads(self, data: bytes) -> str:
        return data.decode("latin-1")


@lru_cache(maxsize=KEPT)
def _unsigned(data: str, salt: str) -> str:
    """What was signed. The row is read at each request; that it is ours is found out once."""
    said: str = signing.loads(data, salt=salt, serializer=_AsItIs)
    return said
