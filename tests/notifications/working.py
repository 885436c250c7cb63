"""What the worker does, and what time does, for tests of what is mailed."""

from datetime import timedelta

from notifications import assembling, delivery, sending
from notifications.models import Mail, Notification


def later(**time):
    """Let some time pass for all that has happened so far."""
    ago = timedelta(**time)
    for mail in Mail.objects.all():
        Mail.objects.filter(pk=mail.pk).update(created_at=mail.created_at - ago)
    for pk, due_at in Notification.objects.exclude(due_at=None).values_list("pk", "due_at"):
        assert due_at
        Notification.objects.filter(pk=pk).update(due_at=due_at - ago)


def run():
    """All that the worker does, and what has been mailed so far."""
    delivery.deliver_new_events()
    assembling.assemble_news()
    sending.send_due()
    return Mail.objects.sent()


def why_not(member):
    return Notification.objects.filter(recipient=member).latest("pk").passed_over
