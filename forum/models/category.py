"""Categories: the rooms that discussions are in."""

from typing import Self

from django.db import models
from django.urls import reverse

from harringay.loading import Loaded
from members.models import Viewer
from members.permissions import can_moderate


class Audience(models.TextChoices):
    MEMBERS = "members", "Members"
    MODERATORS = "moderators", "Moderators only"
    NOBODY = "nobody", "Nobody"


class Origin(models.TextChoices):
    """What a category was on the old site."""

    FORUM = "forum", "Forum"
    GROUP = "group", "Group"
    BLOGS = "blogs", "Blogs"
    EVENTS = "events", "Events"
    PHOTOS = "photos", "Photos"
    VIDEOS = "videos", "Videos"
    MUSIC = "music", "Music"
    NOTES = "notes", "Notes"


class CategoryQuerySet(models.QuerySet["Category"]):
    """The questions the site asks about categories."""

    def visible_to(self, viewer: Viewer) -> Self:
        if can_moderate(viewer):
            return self
        return self.filter(hidden_at=None)

    def open_to(self, viewer: Viewer) -> Self:
        """Categories in which this viewer may start a discussion."""
        allowed = [Audience.MEMBERS]
        if can_moderate(viewer):
            allowed.append(Audience.MODERATORS)
        return self.visible_to(viewer).filter(may_start__in=allowed)

    def in_order(self) -> Self:
        return self.order_by("position", "name")


class Category(Loaded):
    """One room of the forum; every discussion is in exactly one.

    Invariants
      - `discussion_count` counts what everyone may read, and is repaired by `recount`.
      - A hidden category (a private group of the old site) is seen by moderators only.
    """

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=100, help_text="Low numbers come first.")
    may_start = models.CharField(
        "who may start discussions",
        max_length=10,
        choices=Audience.choices,
        default=Audience.MEMBERS,
    )
    may_reply = models.CharField(
        "who may reply", max_length=10, choices=Audience.choices, default=Audience.MEMBERS
    )
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    discussion_count = models.PositiveIntegerField(default=0, editable=False)
    origin = models.CharField(
        "what it was", max_length=10, choices=Origin.choices, default=Origin.FORUM
    )
    legacy_id = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    def get_absolute_url(self) -> str:
        return reverse("forum:category", args=[self.slug])
