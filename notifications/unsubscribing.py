"""Stopping mail from a link in it, and taking that back; nobody needs to sign in for it.

Whoever holds the link can stop mail to one member and begin it again, and do nothing else. Stopping
twice changes nothing; from then on nothing goes out that was stopped, what waits already included.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from forum import following
from forum.models import Discussion, Level
from members.models import Member
from notifications.addresses import FOLLOWED, Matter, matter_of
from notifications.models import FIELD_OF, Kind, Preference, Rhythm


class Scope(StrEnum):
    """How much is stopped."""

    DISCUSSION = "discussion"
    KIND = "kind"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class Standing:
    """What a link can stop for its member, and how that stands."""

    matter: Matter
    member: Member
    discussion: Discussion | None
    kind_in_words: str
    stopped: frozenset[Scope]

    @property
    def scopes(self) -> list[Scope]:
        return [scope for scope in Scope if scope != Scope.DISCUSSION or self.discussion]

    @property
    def narrowest(self) -> Scope:
        """What one press in a mail program stops."""
        return self.scopes[0]


EDITION = "edition"
# What is followed, by the preference that says how soon it is told; whether it is discussions.
OF_FOLLOWS = {"replies": True, "discussions": False}

IN_WORDS = {
    "answer": "answers to you, and mentions of your name",
    "mention": "answers to you, and mentions of your name",
    "reply": "new replies in discussions that you follow",
    "discussion": "new discussions in what you follow",
    "daily": "the Daily Edition",
    "weekly": "the week’s mail",
    FOLLOWED: "news of all that you follow",
}


def standing(token: str) -> Standing | None:
    """What the link is about; None where it says nothing to us any more."""
    matter = matter_of(token)
    member = matter and Member.objects.filter(pk=matter.member_id, left_at=None).first()
    if not (matter and member):
        return None
    discussion = Discussion.objects.visible_to(member).filter(pk=matter.discussion_id).first()
    return Standing(
        matter=matter,
        member=member,
        discussion=discussion,
        kind_in_words=IN_WORDS[matter.kind],
        stopped=frozenset(_stopped(matter, member, discussion)),
    )


@transaction.atomic
def stop(about: Standing, scope: Scope) -> None:
    """Stop mail of one discussion, of one kind, or all of it."""
    preference = _preference(about.member)
    if scope == Scope.DISCUSSION and about.discussion:
        following.mute(about.discussion, member=about.member)
    elif scope == Scope.KIND:
        for field in _fields(about.matter):
            setattr(preference, field, Level.NEVER)
            if field in OF_FOLLOWS:
                following.forget_levels(about.member, is_of_discussions=OF_FOLLOWS[field])
        preference.save()
    elif scope == Scope.EVERYTHING:
        preference.mail_stopped_at = preference.mail_stopped_at or timezone.now()
        preference.save()


@transaction.atomic
def begin_again(about: Standing, scope: Scope) -> None:
    """Take it back: a discussion is as it was before; a kind as new members have it."""
    preference = _preference(about.member)
    if scope == Scope.DISCUSSION and about.discussion:
        following.unmute(about.discussion, member=about.member)
    elif scope == Scope.KIND:
        for field in _fields(about.matter):
            # Of the edition, that one again which was stopped.
            level = about.matter.kind if field == EDITION else Preference.default_of(field)
            setattr(preference, field, level)
        preference.save()
    elif scope == Scope.EVERYTHING:
        preference.mail_stopped_at = None
        preference.save()


def _stopped(matter: Matter, member: Member, discussion: Discussion | None) -> list[Scope]:
    preference = Preference.of(member)
    is_muted = (
        discussion
        and following.of_member(discussion, member=member).exclude(muted_at=None).exists()
    )
    answers = {
        Scope.DISCUSSION: is_muted,
        Scope.KIND: all(getattr(preference, field) == Level.NEVER for field in _fields(matter)),
        Scope.EVERYTHING: preference.mail_stopped_at is not None,
    }
    return [scope for scope, is_stopped in answers.items() if is_stopped]


def _fields(matter: Matter) -> tuple[str, ...]:
    """The preferences that a kind of mail is sent by."""
    if matter.kind in {Rhythm.DAILY, Rhythm.WEEKLY}:
        return (EDITION,)
    if matter.kind == FOLLOWED:
        return tuple(OF_FOLLOWS)
    return (FIELD_OF[Kind(matter.kind)],)


def _preference(member: Member) -> Preference:
    """Their row, locked, and made where they had none."""
    Preference.objects.get_or_create(member=member)
    return Preference.objects.select_for_update().get(member=member)
