"""Who people are: the nouns."""

from members.models.member import Member, MemberQuerySet, Role, Viewer

__all__ = ["Member", "MemberQuerySet", "Role", "Viewer"]
