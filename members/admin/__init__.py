"""Members in the admin, and the owner's record of what happened to their data."""

from members.admin.breaches import BreachAdmin
from members.admin.members import MemberAdmin

__all__ = ["BreachAdmin", "MemberAdmin"]
