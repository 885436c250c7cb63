"""How often a discussion was seen on each day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from forum.models.discussion import Discussion


class DailyViewsQuerySet(models.QuerySet["DailyViews"]):
    """The questions that the owner's graphs ask."""

    def since(self, day: date) -> Self:
        return self.filter(seen_on__gte=day)

    def by_day(self) -> dict[date, int]:
        """Each day with any, and how many."""
        return dict(self._summed_by(models.F("seen_on")))

    def by_month(self) -> dict[date, int]:
        """The first of each month with any, and how many."""
        return dict(self._summed_by(TruncMonth("seen_on")))

    def _summed_by(
        self, period: models.F | TruncMonth
    ) -> "models.QuerySet[DailyViews, tuple[date, int]]":
        summed = self.order_by().values(period=period).annotate(views=Sum("count"))
        return summed.values_list("period", "views")


class DailyViews(models.Model):
    """The views of one discussion on one day.

    Invariants
      - The day is a local one, of Europe/London: that on which the web process's flusher took the
        view, within a second of its being seen.
      - `count` is written in the transaction that adds to the discussion's `view_count`, which
        also holds the views from before days were kept.
      - There is nothing personal in it, so that it need never be deleted.
    """

    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="daily_views", db_index=False
    )
    seen_on = models.DateField(db_index=True)
    count = models.PositiveIntegerField()

    objects = DailyViewsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "daily views"
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "seen_on"], name="a_discussion_has_one_count_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} views on {self.seen_on:%d %b %Y}"
