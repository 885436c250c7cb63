"""Replies: what is said beneath a discussion, kept as a tree in one sortable key."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils import timezone

from forum.models.discussion import Discussion
from forum.models.written import HELD, SHOWN, WITHDRAWN, Written
from members.models import Member, Viewer
from members.permissions import can_moderate

MAX_DEPTH = 9  # as on the old site; a deeper answer attaches at the ninth level
STEP_LENGTH = 4  # 36^4 = 1.6 million replies in one discussion
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def path_step(number: int) -> str:
    """One level of a path: the reply's number in base 36, of fixed width.

    Upper-case base 36 sorts alike in every collation (dependencies, section 4).
    """
    step = ""
    for _ in range(STEP_LENGTH):
        number, digit = divmod(number, 36)
        step = DIGITS[digit] + step
    return step


def path_of(number: int, parent_path: str = "") -> str:
    """The path of the discussion's nth reply, beneath a parent or at the top."""
    above = parent_path[: STEP_LENGTH * (MAX_DEPTH - 1)]
    return above + path_step(number)


class ReplyQuerySet(models.QuerySet["Reply"]):
    """The questions the site asks about replies."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Replies whose words this viewer may read, in discussions they may see.

        Members see what waits for a moderator if it is theirs.
        """
        if can_moderate(viewer):
            return self
        own = Q(HELD, author=viewer.pk) if viewer.is_authenticated else Q()
        return self.filter(
            SHOWN | own if own else SHOWN,
            discussion__hidden_at=None,
            discussion__category__hidden_at=None,
        )

    def held(self) -> Self:
        """Those that wait for a moderator, the oldest first."""
        return self.filter(HELD).order_by("held_at", "pk")

    def taken_down(self) -> Self:
        """Those that a moderator has hidden."""
        return self.filter(hidden_at__isnull=False, held_at=None)

    def not_taken_down(self) -> Self:
        """Those that no moderator has hidden; what waits for one is among them."""
        return self.filter(Q(hidden_at=None) | Q(held_at__isnull=False))

    def shown(self) -> Self:
        return self.filter(SHOWN)

    def with_a_place(self) -> Self:
        """What a discussion's page shows: words, or a placeholder that keeps answers in place."""
        return self.filter(Q(withdrawn_at=None) | Q(answer_count__gt=0))

    def in_discussion(self, discussion: Discussion) -> Self:
        return self.filter(discussion=discussion)

    def between(self, start: str | Subquery, end: str | Subquery | None) -> Self:
        """Paths from `start` (included) to `end` (not included; None is the very end)."""
        replies = self.filter(path__gte=start)
        return replies.filter(path__lt=end) if end is not None else replies

    def unread_since(self, moment: datetime, *, by: Member) -> Self:
        """Other people's replies that came after a moment, in the order in which they came."""
        return (
            self.shown()
            .filter(posted_at__gt=moment)
            .exclude(author=by)
            .order_by("posted_at", "number")
        )

    def written_by(self, member: Member) -> Self:
        return self.filter(author=member)

    def tree_order(self) -> Self:
        return self.order_by("path")

    def newest_first(self) -> Self:
        return self.order_by("-posted_at", "-pk")

    def for_listing(self) -> Self:
        """Everything a row in a list of replies needs, in one query."""
        return self.select_related("author", "discussion").defer(
            "body", "discussion__body", "discussion__body_html"
        )


class Reply(Written):
    """One contribution beneath a discussion, to it or to another reply.

    Invariants
      - `path` is the place in the tree: the path of what it stands beneath, and its own step.
        Sorted by path, a discussion's replies are in tree order, without recursion.
      - `parent` is whom it answers, also where the ninth level leaves no room beneath them.
      - `answer_count` counts the answers that have a place on the page; while it waits for a
        moderator, a reply has none but for its author and for moderators.
    """

    # Without an index of their own: those below begin with them.
    author = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="replies", db_index=False
    )
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="replies", db_index=False
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    number = models.PositiveIntegerField(editable=False)
    path = models.CharField(max_length=STEP_LENGTH * MAX_DEPTH, editable=False)
    posted_at = models.DateTimeField(default=timezone.now)
    answer_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ReplyQuerySet.as_manager()

    # The page in tree order that it has come to, known when it has just been posted.
    page_number: int | None = None

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=["discussion", "path"], name="a_place_holds_one_reply"),
            models.UniqueConstraint(fields=["discussion", "number"], name="a_number_is_used_once"),
        ]
        indexes = [
            models.Index(fields=["-posted_at", "-id"], name="replies_newest_first"),
            models.Index(fields=["author", "-posted_at"], name="replies_of_author"),
            models.Index(fields=["discussion", "posted_at"], name="replies_new_in_discussion"),
            models.Index(fields=["held_at"], condition=HELD, name="replies_held"),
            models.Index(
                fields=["hidden_at"],
                condition=Q(hidden_at__isnull=False),
                name="replies_hidden",
            ),
            models.Index(
                fields=["withdrawn_at"],
                condition=WITHDRAWN,
                name="replies_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"Reply {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("forum:reply", args=[self.pk])

    @property
    def anchor(self) -> str:
        return f"reply-{self.pk}"

    @property
    def depth(self) -> int:
        """1 for a reply to the discussion, to MAX_DEPTH."""
        return len(self.path) // STEP_LENGTH

    @property
    def written_at(self) -> datetime:
        return self.posted_at

    @property
    def is_answered(self) -> bool:
        return self.answer_count > 0
