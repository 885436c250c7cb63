"""What is done for members in the background."""

from celery import shared_task

from members import erasing, exporting, leaving, retaining


@shared_task(expires=3600)
def keep_to_the_rules() -> None:
    retaining.keep_to_the_rules()


@shared_task
def make_exports() -> None:
    exporting.make_waiting()


@shared_task
def mail_those_who_leave() -> None:
    leaving.mail_those_who_asked()


@shared_task(expires=3600)
def erase_due() -> None:
    erasing.erase_due()
