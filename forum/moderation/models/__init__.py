"""What moderation keeps: cases with their reports, decisions, letters, and the audit log."""

from forum.moderation.models.audit import AuditCheckpoint, AuditDetail, AuditEntry, AuditHead
from forum.moderation.models.case import (
    OPEN,
    TURNS,
    WAITING,
    Case,
    Part,
    Side,
    State,
    target_field,
)
from forum.moderation.models.decision import OF_PROFILES, UNTOLD, Action, Decision
from forum.moderation.models.duties import (
    RISKS,
    Assessment,
    Feature,
    Level,
    Measure,
    RiskLevel,
    SafetyDuties,
    SignificantChange,
    Subject,
)
from forum.moderation.models.legal_notice import REQUIREMENTS, LegalNotice
from forum.moderation.models.note import Note
from forum.moderation.models.official_letter import OfficialLetter
from forum.moderation.models.proposal import Proposal
from forum.moderation.models.quarantine import Quarantine, QuarantinedFile, RefusedPicture
from forum.moderation.models.referral import Body, Referral
from forum.moderation.models.report import (
    EMAIL_LENGTH,
    WORDS_LENGTH,
    Relation,
    Report,
    Snapshot,
    with_status_links,
)
from forum.moderation.models.rule import Rule, RuleVersion
from forum.moderation.models.terms import NEEDED, Acceptance, TermsVersion

__all__ = [
    "EMAIL_LENGTH",
    "NEEDED",
    "OF_PROFILES",
    "OPEN",
    "REQUIREMENTS",
    "RISKS",
    "TURNS",
    "UNTOLD",
    "WAITING",
    "WORDS_LENGTH",
    "Acceptance",
    "Action",
    "Assessment",
    "AuditCheckpoint",
    "AuditDetail",
    "AuditEntry",
    "AuditHead",
    "Body",
    "Case",
    "Decision",
    "Feature",
    "LegalNotice",
    "Level",
    "Measure",
    "Note",
    "OfficialLetter",
    "Part",
    "Proposal",
    "Quarantine",
    "QuarantinedFile",
    "Referral",
    "RefusedPicture",
    "Relation",
    "Report",
    "RiskLevel",
    "Rule",
    "RuleVersion",
    "SafetyDuties",
    "Side",
    "SignificantChange",
    "Snapshot",
    "State",
    "Subject",
    "TermsVersion",
    "target_field",
    "with_status_links",
]
