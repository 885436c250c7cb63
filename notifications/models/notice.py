"""Notices: what the owner wishes everyone to know for some days, and advertising, called so."""

from datetime import date
from typing import Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The questions the front page and the editions ask."""

    def current_on(self, day: date) -> Self:
        return self.filter(first_on__lte=day, last_on__gte=day)

    def in_order(self) -> Self:
        return self.order_by("is_advertisement", "last_on", "pk")


class Notice(models.Model):
    """A short text of the owner's, for some days on the front page and in the editions.

    Invariants
      - It is shown from its first day to its last, both of them included, and by itself no longer.
      - Its link leads into the web and nowhere else.
      - Its picture, where it has one, is drawn by us (notifications.illustrating) and lies among
        the media under `picture_key`, which nobody can guess; the row says how large it is, and in
        words what is in it.
    """

    text = models.CharField(max_length=300)
    link = models.CharField(
        "leads to",
        blank=True,
        max_length=500,
        validators=[URLValidator(schemes=("https", "http"))],
        help_text="A whole address, with https:// before it; or nothing.",
    )
    first_on = models.DateField("first day")
    last_on = models.DateField("last day")
    is_advertisement = models.BooleanField(
        "is an advertisement",
        default=False,
        help_text="It is called one. Mail brings it only to those who chose the edition.",
    )
    picture_key = models.CharField(max_length=22, blank=True, editable=False)
    picture_width = models.PositiveSmallIntegerField(null=True, editable=False)
    picture_height = models.PositiveSmallIntegerField(null=True, editable=False)
    picture_words = models.CharField(
        "what is in the picture",
        blank=True,
        max_length=200,
        help_text="For whoever does not see it.",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="a_notice_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.text
