"""What may be switched on: a significant change only once it was assessed (safety L-62)."""

from datetime import date
from typing import Final

from django.conf import settings

from forum.moderation.models import Feature, SignificantChange

# By these settings; the rest is switched on in the admin.
_SETTINGS: Final = {
    Feature.ANSWERS: "REPLY_DOMAIN",
    Feature.HUB: "WEBSUB_HUB_URL",
    Feature.PUSH: "VAPID_PRIVATE_KEY",
}

HOW: Final = (
    "It is a significant change: please record it in the admin first, under Significant changes, "
    "with the assessment that was approved for it and the day from which it is in effect."
)


def can_be_on(feature: Feature, today: date) -> bool:
    """Whether it was assessed; and anything on a machine of one's own."""
    if settings.DEBUG or settings.IS_LOOPBACK:
        return True
    changes = SignificantChange.objects.filter(feature=feature, in_effect_on__lte=today)
    return changes.filter(assessment__approved_on__lte=today).exists()


def refused(today: date) -> list[str]:
    """The settings that switch on what was not assessed."""
    switched_on = {feature: name for feature, name in _SETTINGS.items() if getattr(settings, name)}
    return [name for feature, name in switched_on.items() if not can_be_on(feature, today)]
