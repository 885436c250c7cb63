"""Pages: the footer's texts, which the owner edits in the admin."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from harringay import html
from members.models import Viewer
from members.permissions import can_moderate


class PageQuerySet(models.QuerySet["Page"]):
    """The questions the site asks about pages."""

    def visible_to(self, viewer: Viewer) -> Self:
        if can_moderate(viewer):
            return self
        return self.filter(hidden_at=None)


class Page(models.Model):
    """A text with an address of its own, such as /terms."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField(help_text="HTML: paragraphs, headings, lists and links.")
    body_html = models.TextField(editable=False)
    html_version = models.PositiveSmallIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    legacy_id = models.CharField(max_length=60, null=True, unique=True, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def set_body(self, body: str) -> None:
        """Keep the source and its clean HTML together; raises html.Unclean."""
        self.body = body
        self.body_html = html.clean(body)
        self.html_version = html.VERSION
        self.changed_at = timezone.now()
