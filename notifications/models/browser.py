"""Browsers that members have asked us to tell of their news, by web push."""

from typing import Self

from django.db import models
from django.utils import timezone

from members.models import Member


class BrowserQuerySet(models.QuerySet["Browser"]):
    """The questions that pushes and settings ask."""

    def of_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def reached_by(self, site_key: str) -> Self:
        """Those that take what is signed by this key of ours; others were asked with an old one."""
        return self.filter(site_key=site_key)


class Browser(models.Model):
    """One browser in which a member has asked to be told.

    Invariants
      - It is told of one member's news: of whoever asked in it last.
      - Nothing is sent to an `endpoint` but by the worker, and only to a push service that
        settings.PUSH_SERVICES names.
      - It goes when its member removes it or signs out there, when all their sessions are ended,
        and when its push service says that it is there no longer.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="browsers")
    name = models.CharField(max_length=100, help_text="Such as “Firefox on a Mac”.")
    endpoint = models.CharField("where pushes go", max_length=1000, unique=True, editable=False)
    public_key = models.CharField("for whom they are encrypted", max_length=100, editable=False)
    secret = models.CharField("shared with the browser", max_length=30, editable=False)
    site_key = models.CharField("the site’s public key", max_length=100, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)

    objects = BrowserQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
