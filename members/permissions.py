"""What a role may do: yes or no, without a query."""

from typing import Protocol

# The moderators' admin: these and no others (safety S-23). The owner may do all of it.
MODERATOR_PERMISSIONS = frozenset(
    {
        "forum.view_category",
        "forum.view_discussion",
        "forum.change_discussion",
        "forum.view_reply",
        "forum.change_reply",
        "forum.view_revision",
        "members.view_member",
        "members.view_safeguards",
        "moderation.view_case",
        "moderation.view_decision",
        "members.suspend_member",
    }
)

# The one of members.models.Switch that stops everything.
READ_ONLY = "read_only"


class HasRole(Protocol):
    """Whoever is looking, with an account or without."""

    @property
    def is_authenticated(self) -> bool: ...


def can_moderate(viewer: HasRole) -> bool:
    """Moderators and the owner."""
    return viewer.is_authenticated and bool(getattr(viewer, "is_moderator", False))


def can_sanction(viewer: HasRole, member: HasRole) -> bool:
    """Moderators a member, the owner moderators too; nobody the owner, nor themselves."""
    if not can_moderate(viewer) or viewer == member or getattr(member, "is_owner", False):
        return False
    return not can_moderate(member) or bool(getattr(viewer, "is_owner", False))


def can_see_activity(viewer: HasRole, member: HasRole) -> bool:
    """Everybody what a member did; where they hide it, they themselves and moderators alone."""
    is_hidden = getattr(member, "wants_activity_hidden", False)
    return not is_hidden or viewer == member or can_moderate(viewer)


def can_turn(viewer: HasRole, switch: str) -> bool:
    """Moderators turn any switch but the last; the owner that one too (safety L-22)."""
    if switch == READ_ONLY:
        return viewer.is_authenticated and bool(getattr(viewer, "is_owner", False))
    return can_moderate(viewer)
