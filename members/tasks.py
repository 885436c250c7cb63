"""What is done for members in the background."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from members import erasing, exporting, leaving


@shared_task(expires=3600)
def clear_sessions() -> None:
    """Forget sessions that have ended by themselves."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task
def make_exports() -> None:
    exporting.make_waiting()


@shared_task
def mail_those_who_leave() -> None:
    leaving.mail_those_who_asked()


@shared_task(expires=3600)
def erase_due() -> None:
    erasing.erase_due()
