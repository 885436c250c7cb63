"""What the forum does in the background."""

from celery import shared_task

from forum import viewing


@shared_task
def flush_views() -> None:
    viewing.flush()
