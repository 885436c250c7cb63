"""Notifications: that one member is told of one event."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone

from forum.models import NEWS_LASTS, CategoryReadMark, Discussion, Event, Level, ReadMark
from members.models import Member, Mute
from notifications.models.mail import Mail
from notifications.models.preference import Kind


class PassedOver(models.TextChoices):
    """Why a notification was not mailed. It stays on the site all the same."""

    READ = "read", "read on the site first"
    EARLIER_UNREAD = "earlier unread", "an earlier mail about the discussion is unread"
    HIDDEN = "hidden", "taken down"
    UNWANTED = "unwanted", "muted, stopped, or chosen otherwise"
    TOO_MANY = "too many", "more mails in a day than anybody wants"
    UNREACHABLE = "unreachable", "no address that mail reaches"


_IS_VISIBLE = Q(
    Q(event__reply=None) | Q(event__reply__hidden_at=None, event__reply__withdrawn_at=None),
    Q(event__reply__isnull=False) | Q(discussion__withdrawn_at=None),
    discussion__hidden_at=None,
    discussion__category__hidden_at=None,
)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """The questions that the inbox and the mails ask."""

    def of_member(self, member: Member) -> Self:
        return self.filter(recipient=member)

    def unread(self) -> Self:
        """Those that no mark of their recipient's has passed: reading a discussion reads them."""
        return self.unread_since(Value(news_began()))

    def unread_since(self, begins: Value) -> Self:
        """The same, given when news begins."""
        return self.filter(~_passed_by_a_mark(), read_at=None, happened_at__gt=begins)

    def read_unsettled(self) -> Self:
        """Those that a mark has passed, or time, though that is not yet noted in the row."""
        is_old = Q(happened_at__lte=news_began())
        # They are updated: a join with their discussion would have Django name each by its key, in
        # a second look at the table, which PostgreSQL may take for one row and ask for every row.
        passed = _passed_by_a_mark(category__discussions=OuterRef("discussion"))
        return self.filter(passed | is_old, read_at=None)

    def with_is_read(self, begins: Value) -> Self:
        """Each with `is_read`, given when news begins."""
        is_old = Q(happened_at__lte=begins)
        return self.annotate(is_read=Q(read_at__isnull=False) | _passed_by_a_mark() | is_old)

    def with_is_unread(self) -> Self:
        unread = Exists(Notification.objects.unread().filter(pk=OuterRef("pk")))
        return self.annotate(is_unread=unread)

    def visible(self) -> Self:
        """Those of what their recipient may still see; a moderator is told no more than others."""
        return self.filter(_IS_VISIBLE)

    def from_nobody_muted(self) -> Self:
        """Those whose authors their recipients have not muted."""
        mutes = Mute.objects.of_member(OuterRef("recipient"))
        return self.filter(~Exists(mutes.filter(muted=OuterRef("event__actor"))))

    def with_is_visible(self) -> Self:
        return self.annotate(is_visible=_IS_VISIBLE)

    def waiting(self, level: str) -> Self:
        return self.filter(due_at__isnull=False, level=level)

    def due(self, level: str, now: datetime) -> Self:
        return self.filter(due_at__lte=now, level=level)

    def for_inbox(self) -> Self:
        """Everything that a row of the inbox shows, in one query, newest first."""
        return (
            self.select_related("event__actor", "event__reply", "discussion__category")
            .defer("event__reply__body", "discussion__body", "discussion__body_html")
            .order_by("-happened_at", "-pk")
        )


class Notification(models.Model):
    """That a member is told of an event.

    Invariants
      - A member is told of an event once, for the first reason that holds.
      - `due_at` is when a mail may tell of it; it is empty once one did, once it was passed over,
        and where no mail is wanted.
      - `pushed_at` is when it was left to pushes: those tell of it that were made by then and wait.
      - It is read once the recipient's mark has passed `happened_at`; `read_at` only notes so.
    """

    recipient = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notifications")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    happened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(
        Mail, on_delete=models.SET_NULL, null=True, related_name="notifications"
    )
    passed_over = models.CharField(max_length=20, choices=PassedOver.choices, blank=True)
    pushed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    # Known in the inbox only.
    is_unread = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "event"], name="a_member_is_told_of_an_event_once"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-happened_at"], name="notifications_of_recipient"),
            models.Index(
                fields=["recipient", "discussion"],
                condition=Q(read_at=None),
                name="notifications_unread",
            ),
            models.Index(fields=["discussion", "recipient"], name="notifications_of_discussion"),
            models.Index(
                fields=["level", "due_at"],
                condition=Q(due_at__isnull=False),
                name="notifications_waiting",
            ),
        ]

    @property
    def address(self) -> str:
        """Where what it tells of can be read."""
        return (self.event.reply or self.discussion).get_absolute_url()

    def __str__(self) -> str:
        return f"{self.recipient_id} is told of {self.event_id}: {self.get_kind_display()}"


def news_began() -> datetime:
    """Nothing before this moment is new to anybody: marks are not kept for longer."""
    return timezone.now() - NEWS_LASTS


def _passed_by_a_mark(**category: Any) -> Q:
    """Whether the recipient's mark in the discussion, or in its category, has passed it."""
    category = category or {"category": OuterRef("discussion__category")}
    in_discussion = ReadMark.objects.filter(
        member=OuterRef("recipient"),
        discussion=OuterRef("discussion"),
        read_at__gte=OuterRef("happened_at"),
    )
    in_category = CategoryReadMark.objects.filter(
        member=OuterRef("recipient"),
        read_at__gte=OuterRef("happened_at"),
        **category,
    )
    return Q(Exists(in_discussion)) | Q(Exists(in_category))
