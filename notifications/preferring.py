"""Choosing what one is told, and how soon."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from members.models import Member
from notifications.models import Preference, Rhythm


@transaction.atomic
def choose(
    *,
    member: Member,
    wants_no_mail: bool,
    wants_to_follow_started: bool,
    wants_to_follow_replied: bool,
    **levels: Any,
) -> None:
    """Keep a member's choices. To save them is to choose the edition, or none, oneself."""
    preference, _ = Preference.objects.get_or_create(member=member)
    for field, level in levels.items():
        setattr(preference, field, level)
    now = timezone.now()
    preference.edition_chosen_at = preference.edition_chosen_at or now
    preference.mail_stopped_at = (preference.mail_stopped_at or now) if wants_no_mail else None
    preference.save()
    member.wants_to_follow_started = wants_to_follow_started
    member.wants_to_follow_replied = wants_to_follow_replied
    member.save(update_fields=["wants_to_follow_started", "wants_to_follow_replied"])


def choose_edition(*, member: Member, rhythm: Rhythm) -> None:
    """Keep how often they wish to be sent it. To leave it as it was is to choose nothing."""
    preference = Preference.of(member)
    if preference.edition == rhythm:
        return
    preference.edition = rhythm
    preference.edition_chosen_at = preference.edition_chosen_at or timezone.now()
    preference.save()
