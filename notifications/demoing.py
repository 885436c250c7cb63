"""The editions of a fictional neighbourhood: the last few days' are there, and nobody is mailed."""

from django.utils import timezone

from notifications import editions, schedule
from notifications.models import Edition, Round

DAYS = 7


def seed_demo() -> None:
    """Issue the editions of the last days, as if their rounds had been done at their hours."""
    last = schedule.latest_edition_day(timezone.now())
    for ago in reversed(range(DAYS)):
        day = last - ago * schedule.DAY
        hour = schedule.edition_at(day)
        Round.objects.create(day_on=day, done_at=hour)
        editions.issue(day, now=hour)


def remove_demo() -> None:
    """Every edition: a real site's are never beside a demo's."""
    Edition.objects.all().delete()
    Round.objects.all().delete()
