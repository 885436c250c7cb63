"""Preferences: how soon a member wishes to be told of each kind of news, and by which edition."""

from django.db import models

from forum.models import Level
from members.models import Member


class Kind(models.TextChoices):
    """Why somebody is told of an event; the first that holds."""

    ANSWER = "answer", "an answer to you"
    MENTION = "mention", "your name was mentioned"
    REPLY = "reply", "a new reply in a discussion you follow"
    DISCUSSION = "discussion", "a new discussion in what you follow"


class Rhythm(models.TextChoices):
    """How often somebody is sent the edition."""

    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Never"


# The preference that a kind of news asks. Answers and mentions are both said to the member.
FIELD_OF = {
    Kind.ANSWER: "to_me",
    Kind.MENTION: "to_me",
    Kind.REPLY: "replies",
    Kind.DISCUSSION: "discussions",
}


class Preference(models.Model):
    """What one member has chosen.

    Invariants
      - A member without a row has the defaults: what is said to them straight away, the rest in
        the Daily Edition.
      - `mail_stopped_at` says that they want no mail at all, whatever else stands here.
      - `edition_chosen_at` says that they chose the edition themselves; others are sent no
        advertising with it (PECR regulation 22).
    """

    member = models.OneToOneField(
        Member, on_delete=models.CASCADE, primary_key=True, related_name="preference"
    )
    to_me = models.CharField(
        "somebody answers or mentions me",
        max_length=10,
        choices=Level.choices,
        default=Level.NOW,
    )
    replies = models.CharField(
        "new replies in discussions I follow",
        max_length=10,
        choices=Level.choices,
        default=Level.EDITION,
    )
    discussions = models.CharField(
        "new discussions in what I follow",
        max_length=10,
        choices=Level.choices,
        default=Level.EDITION,
    )
    edition = models.CharField(
        "the Daily Edition", max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY
    )
    edition_chosen_at = models.DateTimeField(null=True, editable=False)
    mail_stopped_at = models.DateTimeField(null=True, editable=False)
    wants_quiet_nights = models.BooleanField("browsers are silent at night", default=True)

    class Meta:
        indexes = [
            models.Index(fields=["edition"], name="preferences_by_edition"),
        ]

    def __str__(self) -> str:
        return f"What {self.member} wishes to hear"

    @classmethod
    def default_of(cls, field: str) -> str:
        """What a member without a row has."""
        return str(cls().__dict__[field])

    @classmethod
    def of(cls, member: Member) -> "Preference":
        """Their row; one with the defaults, not yet saved, where they have chosen nothing."""
        return cls.objects.filter(member=member).first() or cls(member=member)
