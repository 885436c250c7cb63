"""What an account's own tables tell in its export."""

from collections.abc import Iterator
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings

from members import avatars
from members.chapters import Chapter, Row
from members.models import AVATAR_LARGE, EmailChange, FormerAddress, Member, Mute

_PROFILE = (
    *("name", "address", "legacy_name", "email", "role", "area", "about", "about_html"),
    *("joined_at", "last_login", "suspended_at", "suspension_ends_at", "banned_at"),
    *("restriction_ends_at", "discussion_count", "reply_count"),
    *("wants_to_follow_started", "wants_to_follow_replied", "wants_activity_hidden"),
    *("wants_follows_shown", "text_size", "wants_shortcuts"),
)


def _profile(member_key: int) -> Iterator[Row]:
    yield from Member.objects.filter(pk=member_key).values(*_PROFILE)


def _picture(member_key: int) -> Iterator[tuple[str, Path]]:
    for key in Member.objects.filter(pk=member_key).values_list("avatar_key", flat=True):
        if key:
            stored = Path(settings.MEDIA_ROOT) / avatars.stored_at(key, AVATAR_LARGE)
            yield "picture.webp", stored


def _ways_in(member_key: int) -> Iterator[Row]:
    """E-mail addresses and second factors; none of their secrets."""
    for address in EmailAddress.objects.filter(user=member_key).order_by("pk"):
        yield {"way": "e-mail", "address": address.email, "is_confirmed": address.verified}
    for change in EmailChange.objects.filter(member=member_key).order_by("pk"):
        yield {"way": "e-mail before", "address": change.old, "changed_at": change.changed_at}
    for factor in Authenticator.objects.filter(user=member_key).order_by("pk"):
        used_at, added_at = factor.last_used_at, factor.created_at
        yield {"way": factor.get_type_display(), "added_at": added_at, "last_used_at": used_at}


def _sessions(member_key: int) -> Iterator[Row]:
    sessions = UserSession.objects.filter(user=member_key).order_by("created_at")
    named = sessions.values("created_at", "last_seen_at", "ip", "user_agent")
    yield from named.iterator()


def _former_addresses(member_key: int) -> Iterator[Row]:
    former = FormerAddress.objects.filter(member=member_key).newest_first()
    yield from former.values("address", "given_up_at", "is_hidden", "hidden_name")


def _mutes(member_key: int) -> Iterator[Row]:
    """Whom they have muted; never who has muted them."""
    mutes = Mute.objects.filter(member=member_key).for_listing()
    for mute in mutes.iterator():
        yield {"name": mute.muted.shown_name, "muted_at": mute.muted_at}


CHAPTERS = (
    Chapter("profile", "Your profile", _profile, _picture),
    Chapter("addresses", "Addresses that your profile had", _former_addresses),
    Chapter("signing-in", "How you sign in", _ways_in),
    Chapter("sessions", "Where you are signed in", _sessions),
    Chapter("muted", "Whom you have muted", _mutes),
)
