"""Discussions: a title, an opening post, and the replies beneath it."""

from datetime import datetime
from functools import lru_cache
from typing import Self

from django.db import models
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from forum.models.category import Category
from forum.models.listed import Listed
from forum.models.read_mark import news_begins
from forum.models.tag import DiscussionTag, Tag
from forum.models.written import HELD, WITHDRAWN, Written
from members.models import Member, Mute, Viewer
from members.permissions import can_moderate

SLUG_LENGTH = 80  # the old site's 65, and room for a clash's number
ADDRESSES_KEPT = 1000  # in each process, of up to 100 characters


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    """The questions the site asks about discussions."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them to moderators; else neither hidden ones nor those taken back unanswered.

        Members see what waits for a moderator if it is theirs.
        """
        if can_moderate(viewer):
            return self
        shown = Q(Q(withdrawn_at=None) | Q(reply_count__gt=0), hidden_at=None)
        own = Q(HELD, author=viewer.pk) if viewer.is_authenticated else Q()
        return self.filter(shown | own if own else shown, category__hidden_at=None)

    def held(self) -> Self:
        """Those that wait for a moderator, the oldest first."""
        return self.filter(HELD).order_by("held_at", "pk")

    def taken_back(self) -> Self:
        """Those that their authors took back while nobody had answered, and that were public."""
        return self.filter(
            withdrawn_at__isnull=False,
            reply_count=0,
            hidden_at=None,
            category__hidden_at=None,
        )

    def not_taken_down(self) -> Self:
        """Those that no moderator has hidden; what waits for one is among them."""
        return self.filter(Q(hidden_at=None) | Q(held_at__isnull=False))

    def in_category(self, category: object) -> Self:
        """Of one category, given it or its key."""
        return self.filter(category=category)

    def tagged(self, tag: object) -> Self:
        return self.filter(discussion_tags__tag=tag)

    def started_by(self, member: Member) -> Self:
        return self.filter(author=member)

    def featured(self) -> Self:
        return self.exclude(featured_at=None)

    def latest_first(self) -> Self:
        """Pinned ones first, then by their newest reply."""
        return self.order_by("-is_pinned", "-last_activity_at", "-pk")

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")

    def most_replies_first(self) -> Self:
        return self.order_by("-reply_count", "-last_activity_at", "-pk")

    def busiest_since(self, moment: datetime) -> Self:
        """Those answered after a moment, each with `answers`, how often; the busiest first."""
        after = Q(
            replies__posted_at__gt=moment, replies__hidden_at=None, replies__withdrawn_at=None
        )
        answered = self.filter(after).annotate(answers=Count("replies"))
        return answered.order_by("-answers", "-last_activity_at", "-pk")

    def recently_featured_first(self) -> Self:
        return self.order_by("-featured_at", "-pk")

    def for_listing(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("author", "category").defer("body", "body_html")

    def with_named_tags(self) -> Self:
        """Each with `named_tags`, the name and the slug of each of its tags, in no order."""
        tags = Tag.objects.filter(discussion_tags__content_object=OuterRef("pk")).order_by()
        return self.annotate(named_tags=Subquery(tags.values(named=Listed("name", "slug"))))

    def with_unread_for(self, viewer: Viewer) -> Self:
        """Each with `unread_since`: the latest of the member's two marks and of when news begins.

        Two joins, and no query for each row; a visitor has read everything and nothing.
        """
        if not viewer.is_authenticated:
            return self
        return self.with_unread_since(Value(viewer.pk), Value(news_begins(viewer)))

    def with_unread_since(self, member: Value, begins: Value) -> Self:
        """The same for a member by their key, given when news begins for them."""
        marks = self.alias(
            own_mark=FilteredRelation("read_marks", condition=Q(read_marks__member=member)),
            own_category_mark=FilteredRelation(
                "category__read_marks", condition=Q(category__read_marks__member=member)
            ),
        )
        # To SQLite, the greatest of anything and NULL is NULL.
        moment = models.DateTimeField()
        in_discussion = Coalesce("own_mark__read_at", begins, output_field=moment)
        in_category = Coalesce("own_category_mark__read_at", begins, output_field=moment)
        latest = Greatest(in_discussion, in_category, begins, output_field=moment)
        return marks.annotate(unread_since=latest)

    def with_follow_of(self, member: Value) -> Self:
        """Each with `is_followed` and `is_muted`, of a member by their key. One join."""
        own = self.alias(
            own_follow=FilteredRelation("follows", condition=Q(follows__member=member))
        )
        is_active = Q(own_follow__stopped_at=None, own_follow__muted_at=None)
        return own.annotate(
            is_followed=Q(own_follow__followed_at__isnull=False) & is_active,
            is_muted=Q(own_follow__muted_at__isnull=False),
        )

    def with_draft_of(self, member: Value) -> Self:
        """Each with `draft_typed`, what a member, by their key, has begun there. One join."""
        begun = Q(drafts__member=member, drafts__reply=None)
        own = self.alias(own_draft=FilteredRelation("drafts", condition=begun))
        return own.annotate(draft_typed=F("own_draft__typed"))

    def with_authors_muted_by(self, member: Value) -> Self:
        """Each with `muted_authors`, the keys of all whom a member, by their key, has muted."""
        return self.annotate(muted_authors=Subquery(Mute.objects.of_member(member).keys()))

    def unread_by(self, member: Member) -> Self:
        """Those in which something is new to a member."""
        recent = self.filter(last_activity_at__gt=news_begins(member))
        return recent.with_unread_for(member).filter(last_activity_at__gt=F("unread_since"))


class Discussion(Written):
    """A conversation that one member started and anyone may join.

    Invariants
      - `reply_count`, `last_activity_at` and `last_reply_by` tell of shown replies only; they
        change in forum.counting, and `recount` can make them anew.
      - `last_number` hands out the replies' numbers; it only grows.
      - Until `slow_until_at` there are `slow_minutes` between one member's replies, for a reason.
      - `slug` changes on the first day at most, and the old one goes on answering.
    """

    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="discussions")
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=SLUG_LENGTH, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="discussions")
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A moment would say more, but no index of SQLite's can sort its NULLs last.
    is_pinned = models.BooleanField(default=False, editable=False)
    featured_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_activity_at = models.DateTimeField(default=timezone.now, editable=False)
    last_reply_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    page_count = models.PositiveIntegerField(default=1, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    view_count = models.PositiveIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    slow_minutes = models.PositiveSmallIntegerField(default=0, editable=False)
    slow_until_at = models.DateTimeField(null=True, editable=False)
    slow_reason = models.CharField(max_length=200, blank=True, editable=False)

    tags = TaggableManager(through=DiscussionTag, blank=True)

    objects = DiscussionQuerySet.as_manager()

    # Known after with_unread_for(member), with_follow_of(member), with_draft_of(member),
    # with_authors_muted_by(member) and with_named_tags() only; the last by forum.finding.
    unread_since: datetime | None = None
    is_followed = False
    is_muted = False
    draft_typed: dict[str, str] | None = None
    muted_authors: list[int] | None = None
    named_tags: list[tuple[str, str]] | None = None
    version: int | None = None

    class Meta:
        indexes = [
            models.Index(
                fields=["-is_pinned", "-last_activity_at", "-id"], name="discussions_latest_first"
            ),
            models.Index(fields=["-started_at", "-id"], name="discussions_newest_first"),
            models.Index(
                fields=["-reply_count", "-last_activity_at", "-id"], name="discussions_most_replies"
            ),
            models.Index(
                fields=["-featured_at", "-id"],
                condition=Q(featured_at__isnull=False),
                name="discussions_featured",
            ),
            models.Index(fields=["category", "-last_activity_at"], name="discussions_of_category"),
            models.Index(fields=["author", "-started_at"], name="discussions_of_author"),
            models.Index(fields=["held_at"], condition=HELD, name="discussions_held"),
            models.Index(
                fields=["hidden_at"],
                condition=Q(hidden_at__isnull=False),
                name="discussions_hidden",
            ),
            models.Index(
                fields=["withdrawn_at"],
                condition=WITHDRAWN,
                name="discussions_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return _address(self.slug)

    @property
    def written_at(self) -> datetime:
        return self.started_at

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def is_slow(self, now: datetime) -> bool:
        return self.slow_until_at is not None and now < self.slow_until_at

    @property
    def is_featured(self) -> bool:
        return self.featured_at is not None

    @property
    def is_answered(self) -> bool:
        return self.reply_count > 0

    @property
    def is_unread(self) -> bool:
        return self.unread_since is not None and self.last_activity_at > self.unread_since


@lru_cache(maxsize=ADDRESSES_KEPT)
def _address(slug: str) -> str:
    """Made once while it is asked for again and again: to make it takes Django 20 µs."""
    return reverse("forum:discussion", args=[slug])
