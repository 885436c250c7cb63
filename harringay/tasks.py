"""What is done for the whole site in the background."""

from celery import shared_task
from django.utils import timezone

from harringay.backups import nightly


@shared_task(expires=1800)
def make_backup() -> None:
    nightly.make_due(timezone.now())
