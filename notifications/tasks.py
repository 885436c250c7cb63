"""What is done about notifications in the background; each may run twice, and at once."""

from celery import shared_task
from django.utils import timezone

from notifications import (
    announcing,
    assembling,
    delivery,
    editions,
    feeds,
    official_letters,
    pushing,
    sending,
)


@shared_task
def deliver_new_events() -> None:
    delivery.deliver_new_events()


@shared_task
def send_mail() -> None:
    official_letters.take_up()
    assembling.assemble_news()
    sending.send_due()


@shared_task
def send_pushes() -> None:
    pushing.send_due()


@shared_task
def tell_hub() -> None:
    announcing.tell_hub()


@shared_task
def issue_edition() -> None:
    # What members have left to it goes with it, also where they have yet to be told.
    delivery.deliver_new_events()
    if editions.do_round(timezone.now()):
        announcing.note_feeds([feeds.channel()])
