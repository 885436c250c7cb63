"""Something for a worker to do of which a visitor sees the outcome; none of its own tasks is so."""

from celery import shared_task

from forum import hiding
from forum.models import Reply
from members.models import Member


@shared_task
def hide_reply(pk: int) -> None:
    hiding.hide_reply(Reply.objects.get(pk=pk), by=Member.objects.staff().get())
