"""What the worker does, and what time does, for tests of what browsers are told."""

from datetime import timedelta

from notifications import assembling, delivery, pushing
from notifications.models import Mail, MailKind, Notification


def run():
    """All that the worker does of what browsers are told."""
    delivery.deliver_new_events()
    assembling.assemble_news()
    pushing.send_due()


def left():
    """Everything up to the moment at which pushes go out."""
    delivery.deliver_new_events()
    assembling.assemble_news()


def later(**time):
    """Let some time pass for the pushes that there are, and for what they told of."""
    ago = timedelta(**time)
    for push in Mail.objects.filter(kind=MailKind.PUSH):
        due_at = push.due_at and push.due_at - ago
        made = push.created_at - ago
        Mail.objects.filter(pk=push.pk).update(created_at=made, due_at=due_at, free_at=None)
    for each in Notification.objects.exclude(pushed_at=None):
        pushed = each.pushed_at and each.pushed_at - ago
        Notification.objects.filter(pk=each.pk).update(pushed_at=pushed)


def assert_nothing_is_sent(service):
    pushing.send_due()
    assert not service.asked
    assert not pushes().waiting().exists()
    assert pushes().get().dropped_at


def pushes():
    return Mail.objects.filter(kind=MailKind.PUSH)
