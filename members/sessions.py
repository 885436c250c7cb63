"""Sessions in the database, as Django keeps them; every page of a member begins with one.

Who signed in with a session is read together with it.
"""

import json
from functools import lru_cache
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import DEFAULT_DB_ALIAS
from django.db.models import DO_NOTHING, ForeignObject
from django.utils import timezone

from harringay import compiled
from members.models import Member

# allauth notes each sign-in in a row with the session's key, of which Django's model knows nothing.
# This lets a query go from the one to the other; it is no column.
ForeignObject(
    UserSession,
    on_delete=DO_NOTHING,
    from_fields=["session_key"],
    to_fields=["session_key"],
    null=True,
    related_name="+",
).contribute_to_class(Session, "sign_in", private_only=True)

_COLUMNS = [field.attname for field in Member._meta.concrete_fields]  # noqa: SLF001  documented

# A visitor's session has no such row: it is found all the same, with nothing of a member.
_WITH_MEMBER = compiled.Query(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data", *(f"sign_in__user__{column}" for column in _COLUMNS)
    ),
    slots=2,
)

# The readers of an hour or so in one process; a session has a few hundred characters.
KEPT = 256


class SessionStore(db.SessionStore):
    """A session, and the member whom allauth has noted for it.

    Whose it is, only its signed data says.
    """

    member: Member | None = None

    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        # A cookie can have a NUL spelt out in it, and PostgreSQL cannot even be asked for one.
        row = None if "\0" in key else _WITH_MEMBER.first(key, timezone.now())
        if row is None:
            # Django's way of saying that a new key is to be made.
            self._session_key = None
            return {}
        data, *columns = row
        member = Member.from_db(DEFAULT_DB_ALIAS, _COLUMNS, columns)
        self.member = member if member.pk else None
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
