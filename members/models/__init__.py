"""Who people are: the nouns."""

from members.models.member import (
    AVATAR_LARGE,
    AVATAR_SMALL,
    Member,
    MemberQuerySet,
    Role,
    Viewer,
)

__all__ = ["AVATAR_LARGE", "AVATAR_SMALL", "Member", "MemberQuerySet", "Role", "Viewer"]
