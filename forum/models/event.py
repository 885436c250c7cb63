"""What happened: Latest Activity, and the outbox that everything else reads."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.discussion import Discussion
from forum.models.reply import Reply
from harringay.loading import Loaded
from members.models import Viewer
from members.permissions import can_moderate


class EventKind(models.TextChoices):
    DISCUSSION_STARTED = "discussion_started", "started a discussion"
    REPLY_POSTED = "reply_posted", "replied"
    DISCUSSION_FEATURED = "discussion_featured", "featured a discussion"


class EventQuerySet(models.QuerySet["Event"]):
    """The questions the site asks about events."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them to moderators; to others none of those whose members hide what they do."""
        if can_moderate(viewer):
            return self
        return self.filter(
            Q(reply=None) | Q(reply__hidden_at=None, reply__withdrawn_at=None),
            discussion__hidden_at=None,
            discussion__category__hidden_at=None,
            discussion__withdrawn_at=None,
            actor__wants_activity_hidden=False,
        )

    def untold(self) -> Self:
        """Those of which nobody has been told yet, in the order in which they were written."""
        return self.filter(told_at=None).order_by("pk")

    def latest_first(self) -> Self:
        return self.order_by("-happened_at", "-pk")

    def for_listing(self) -> Self:
        return self.select_related("actor", "discussion__category", "reply").defer(
            "discussion__body", "discussion__body_html", "reply__body"
        )


class Event(Loaded):
    """One thing that happened, written in the same transaction as the thing itself.

    Invariants
      - `told_at` is empty until all who should hear of it have been noted (notifications.delivery).
    """

    kind = models.CharField(max_length=30, choices=EventKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="events"
    )
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="events")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="events")
    happened_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="events_latest_first"),
            models.Index(fields=["id"], condition=Q(told_at=None), name="events_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_kind_display()}"

    @property
    def is_visible(self) -> bool:
        """Whether everyone may read what it tells of."""
        discussion, reply = self.discussion, self.reply
        if discussion.is_hidden or discussion.category.is_hidden:
            return False
        return reply.is_shown if reply else not discussion.is_withdrawn
