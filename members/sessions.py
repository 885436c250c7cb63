"""Sessions in the database, as Django keeps them; every page of a member begins with one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from harringay import compiled

_DATA = compiled.Query(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data", flat=True
    ),
    slots=2,
)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        data = _DATA.first(self.session_key or "", timezone.now())
        if data is None:
            # Django's way of saying that a new key is to be made.
            self._session_key = None
            return {}
        return self.decode(data)
