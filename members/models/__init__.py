"""Who people are: the nouns."""

from members.models.barred_email import BarredEmail
from members.models.breach import Breach
from members.models.email_change import EmailChange, EmailChangeQuerySet
from members.models.erasure import Choice, Erasure, ErasureQuerySet
from members.models.export import Export, ExportQuerySet
from members.models.former_address import FormerAddress
from members.models.member import (
    AVATAR_LARGE,
    AVATAR_SMALL,
    VISITOR,
    Author,
    Member,
    MemberQuerySet,
    Role,
    Viewer,
)
from members.models.mute import Mute, MuteQuerySet
from members.models.safeguards import Safeguards, Switch
from members.models.text_size import TextSize

__all__ = [
    "AVATAR_LARGE",
    "AVATAR_SMALL",
    "VISITOR",
    "Author",
    "BarredEmail",
    "Breach",
    "Choice",
    "EmailChange",
    "EmailChangeQuerySet",
    "Erasure",
    "ErasureQuerySet",
    "Export",
    "ExportQuerySet",
    "FormerAddress",
    "Member",
    "MemberQuerySet",
    "Mute",
    "MuteQuerySet",
    "Role",
    "Safeguards",
    "Switch",
    "TextSize",
    "Viewer",
]
