"""Mails, and pushes: each message that goes out, or waits to, or did not, and why."""

from datetime import datetime
from typing import Final, Self

from django.db import models
from django.db.models import F, Q

from forum.models import Discussion
from forum.moderation.models import OfficialLetter
from harringay import moments
from members.models import Member
from notifications.models.browser import Browser


class MailKind(models.TextChoices):
    NEWS = "news", "Straight away"
    DAILY = "daily", "The Daily Edition"
    WEEKLY = "weekly", "The week"
    REFUSAL = "refusal", "Why an answer by e-mail was not posted"
    OFFICIAL = "official", "A letter from the moderators"
    PUSH = "push", "To a browser"


PUSHES: Final = Q(kind=MailKind.PUSH)


class MailQuerySet(models.QuerySet["Mail"]):
    """The questions that sending and the owner ask."""

    def to_addresses(self) -> Self:
        return self.exclude(PUSHES)

    def to_browsers(self) -> Self:
        return self.filter(PUSHES)

    def waiting(self) -> Self:
        return self.filter(due_at__isnull=False)

    def due(self, now: datetime) -> Self:
        """Those whose time has come, and that no worker is busy with."""
        return self.filter(Q(free_at=None) | Q(free_at__lt=now), due_at__lte=now)

    def most_urgent_first(self) -> Self:
        """News before editions, of which thousands may wait; then what has waited longest."""
        return self.order_by(F("issued_on").asc(nulls_first=True), "due_at", "pk")

    def sent(self) -> Self:
        return self.exclude(sent_at=None)

    def failed(self) -> Self:
        return self.exclude(failed_at=None)


class Mail(models.Model):
    """One message to one person, made out when it is sent.

    Invariants
      - `due_at` is when it is next tried; it is empty once the mail was sent, failed or was
        dropped, and then exactly one of `sent_at`, `failed_at` and `dropped_at` is not.
      - A member has at most one mail of news waiting for a discussion, and one edition of a kind
        for a day: to make it twice makes one.
      - Only an official letter may go to somebody who is no member, at `email`; it makes one mail.
      - A push tells of a discussion, and goes to a browser in place of an address; once that is
        gone it goes nowhere.
      - `free_at` is set while a worker is busy with it: if that dies, another takes it after then.
      - The message's id follows from the key, so that one that is sent again has the same.
    """

    recipient = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="mails")
    email = models.EmailField("address of no member", blank=True)
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, null=True, related_name="mails"
    )
    issued_on = models.DateField("of the edition of", null=True)
    words = models.TextField(blank=True, help_text="What it says, where it says nothing else.")
    letter = models.OneToOneField(
        OfficialLetter, on_delete=models.CASCADE, null=True, related_name="mail"
    )
    browser = models.ForeignKey(
        Browser, on_delete=models.SET_NULL, null=True, related_name="pushes"
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    free_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    reason = models.CharField("what was said of it", max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "discussion"],
                condition=Q(kind="news", due_at__isnull=False),
                name="news_of_a_discussion_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(kind="official"),
                name="only_an_official_letter_goes_to_no_member",
            ),
            models.UniqueConstraint(
                fields=["recipient", "kind", "issued_on"],
                condition=Q(issued_on__isnull=False),
                name="an_edition_is_sent_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="mails_waiting"
            ),
            models.Index(fields=["recipient", "-created_at"], name="mails_of_recipient"),
        ]

    @property
    def member(self) -> Member:
        """Its recipient, where it is no official letter."""
        assert self.recipient  # noqa: S101  the constraint says so
        return self.recipient

    @property
    def member_id(self) -> int:
        """The key of the same."""
        return self.recipient_id or 0

    @property
    def address(self) -> str:
        """Where it goes: to the address that a member has now."""
        return (self.recipient.email or "") if self.recipient else self.email

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {moments.short(self.created_at)}"
