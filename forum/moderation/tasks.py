"""What moderation does in the background."""

from celery import shared_task
from django.utils import timezone

from forum.moderation import reviewing


@shared_task(expires=3600)
def remind_of_reviews() -> None:
    reviewing.remind_owners(timezone.localdate())
