"""Not wishing to hear from another member, and wishing to again. They never learn of it.

What they write stays where it is, and is folded away for whoever has muted them; nothing of it is
told. Whatever was written meanwhile stays untold when the mute ends.
"""

from django.utils import timezone

from harringay import compiled
from members.errors import NotForYou, TooManyMuted
from members.models import Member, Mute

# Each page of a discussion reads the keys of all of them.
MOST_MUTED = 500


def mute(other: Member, *, by: Member) -> None:
    """Fold away what they write, and tell nothing of it. Twice changes nothing.

    Raises NotForYou, TooManyMuted.
    """
    if other == by:
        raise NotForYou("You cannot mute yourself.")
    if Mute.objects.of_member(by).exclude(muted=other).count() >= MOST_MUTED:
        raise TooManyMuted
    compiled.insert_where_missing(Mute(member=by, muted=other, muted_at=timezone.now()))


def unmute(other: Member, *, by: Member) -> None:
    """Show and tell again what they write from now on. Twice changes nothing."""
    Mute.objects.of_member(by).filter(muted=other).delete()


def has_muted(member: Member, other: Member) -> bool:
    """One query."""
    return Mute.objects.of_member(member).filter(muted=other).exists()
