"""What moderation does in the background."""

from celery import shared_task
from django.utils import timezone

from forum.moderation import alarming, noticing, quarantining, reviewing


@shared_task(expires=3600)
def remind_of_reviews() -> None:
    reviewing.remind_owners(timezone.localdate())
    reviewing.remind_of_drafts(timezone.localdate())


@shared_task(expires=300)
def sound_alarms() -> None:
    alarming.sound(timezone.now())


@shared_task(expires=1800)
def list_open_cases() -> None:
    alarming.send_list(timezone.now())


@shared_task(expires=300)
def keep_notice_clocks() -> None:
    noticing.keep_clocks(timezone.now())


@shared_task(expires=300)
def report_absence() -> None:
    alarming.report_absence()


@shared_task(expires=300)
def tidy_quarantine() -> None:
    quarantining.tidy()
