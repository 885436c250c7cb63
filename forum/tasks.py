"""What the forum does in the background."""

from celery import shared_task

from forum import marking, viewing


@shared_task
def flush_views() -> None:
    viewing.flush()


@shared_task(expires=3600)
def forget_old_marks() -> None:
    marking.forget_old_marks()
