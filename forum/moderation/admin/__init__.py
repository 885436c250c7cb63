"""The moderators’ part of the admin: the queue, cases and decisions, the log, the house rules."""

from forum.moderation.admin import duties
from forum.moderation.admin.audit import AuditEntryAdmin
from forum.moderation.admin.records import CaseAdmin, DecisionAdmin
from forum.moderation.admin.rules import RuleAdmin
from forum.moderation.admin.switches import SafeguardsAdmin
from forum.moderation.admin.terms import TermsAdmin

__all__ = [
    "AuditEntryAdmin",
    "CaseAdmin",
    "DecisionAdmin",
    "RuleAdmin",
    "SafeguardsAdmin",
    "TermsAdmin",
    "duties",
]
