"""The terms of service: every version there was, and who went on under which."""

import re
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from harringay import html, text
from members.models import Member, Viewer

_HEADING: Final = re.compile(r"<h[4-6]>(.*?)</h[4-6]>", re.DOTALL)

# What the terms must say, each under a heading of its own, which makes its anchor (safety L-37).
NEEDED: Final = (
    "Terrorism",
    "Child sexual abuse",
    "Other illegal content",
    "Intimate images",
    "Automatic tools",
    "Complaints",
    "What we deal with first",
    "What is not allowed here",
    "What harms children",
    "The same for everybody",
)


class Section(NamedTuple):
    """A part of the terms that can be pointed at; what stands before all headings has none."""

    anchor: str
    title: str
    body_html: str


class TermsQuerySet(models.QuerySet["TermsVersion"]):
    """The questions the site asks about terms."""

    def announced(self) -> Self:
        return self.filter(announced_at__isnull=False)

    def visible_to(self, viewer: Viewer) -> Self:
        """What has been announced; a draft is the owner's alone."""
        is_owner = isinstance(viewer, Member) and viewer.is_owner
        return self if is_owner else self.announced()

    def in_force(self, day: date) -> "TermsVersion | None":
        begun = self.announced().filter(in_force_on__lte=day)
        return begun.order_by("-in_force_on", "-number").first()

    def latest_first(self) -> Self:
        return self.order_by("-number")


class TermsVersion(models.Model):
    """One version of the terms.

    Invariants
      - Once it has been announced nothing in it changes, and it is kept for ever (L-37, L-52).
      - It holds from the day `in_force_on`, until another one does; a draft has no such day.
      - Changed by agreeing.py only.
    """

    number = models.PositiveIntegerField("version", unique=True, editable=False)
    body = models.TextField(help_text="HTML. Each heading can be pointed at.")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    in_force_on = models.DateField("in force from", null=True, editable=False)
    checked_at = models.DateTimeField("checked by the owner", null=True, editable=False)

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = "version of the terms"
        verbose_name_plural = "terms of service"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(announced_at=None, in_force_on=None)
                | models.Q(announced_at__isnull=False, in_force_on__isnull=False),
                name="announced_terms_have_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:terms_version", args=[self.number])

    @property
    def is_announced(self) -> bool:
        return self.announced_at is not None

    @cached_property
    def sections(self) -> list[Section]:
        """Its parts, in order, cleaned as all HTML is."""
        before, *rest = _HEADING.split(html.clean(self.body))
        found = [Section("", "", before)] if before.strip() else []
        for heading, body_html in zip(rest[::2], rest[1::2], strict=True):
            title = html.to_text(heading)
            found.append(Section(text.slugify(title), title, body_html))
        return found

    def missing(self) -> list[str]:
        """The headings that the law needs and that are not there."""
        anchors = {section.anchor for section in self.sections}
        return [title for title in NEEDED if text.slugify(title) not in anchors]


class Acceptance(models.Model):
    """That a member went on under a version of the terms, since when (safety L-38)."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acceptances"
    )
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "terms"], name="terms_are_accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: version {self.terms.number}"
