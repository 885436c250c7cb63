"""What somebody was told, was mailed and sent us is forgotten when they are (members.parting)."""

from django.db.models import Q

from members.parting import Parting
from notifications.models import (
    Bounce,
    Browser,
    InboundMail,
    Mail,
    Notification,
    Preference,
    PrivateFeed,
)


def erase(parting: Parting) -> None:
    """Forget all of it: none of it is what anybody said to others."""
    member = parting.member
    Notification.objects.filter(recipient=member).delete()
    Mail.objects.filter(recipient=member).delete()
    Preference.objects.filter(member=member).delete()
    PrivateFeed.objects.of_member(member).delete()
    Browser.objects.of_member(member).delete()
    theirs = Q(member=member)
    Bounce.objects.filter(theirs).delete()
    if member.email:
        theirs |= Q(sender__icontains=member.email)
    InboundMail.objects.filter(theirs).delete()
