"""The owner’s and the moderators’ admin of moderation: every change through a verb."""

from forum.moderation.admin import duties
from forum.moderation.admin.rules import RuleAdmin

__all__ = ["RuleAdmin", "duties"]
