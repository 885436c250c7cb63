"""Who fetched our feeds on each day, and how."""

from django.db import models


class FeedPolls(models.Model):
    """How often one feed reader asked for one kind of feed on one day.

    Invariants
      - There is nothing personal in it: of whoever asked only the name of the program is kept.
      - `subscriber_count` is the most that the program said it reads one such feed for, that day.
    """

    polled_on = models.DateField("day")
    reader = models.CharField("feed reader", max_length=40)
    feed = models.CharField(max_length=20)
    count = models.PositiveIntegerField("times")
    conditional_count = models.PositiveIntegerField(
        "saying what it had", help_text="With an ETag or a date, as readers should."
    )
    unchanged_count = models.PositiveIntegerField("nothing was new")
    refused_count = models.PositiveIntegerField("refused", help_text="Too often in an hour.")
    subscriber_count = models.PositiveIntegerField("subscribers", help_text="As it says itself.")

    class Meta:
        verbose_name_plural = "feed readers"
        constraints = [
            models.UniqueConstraint(
                fields=["polled_on", "reader", "feed"],
                name="a_feed_reader_has_one_count_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader}, {self.feed}, {self.polled_on:%d %b %Y}"
