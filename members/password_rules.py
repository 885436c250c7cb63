"""What a password may be (safety S-17): long enough, and not one that others would try first."""

import re

from django.core.exceptions import ValidationError

from members.models import Member

LEAST = 8
LEAST_FOR_STAFF = 15
MOST = 128
# What someone who knows this site would try; digits and signs around it change nothing.
SITE_WORDS = (
    "harringayonline",
    "harringay",
    "haringey",
    "greenlanes",
    "turnpikelane",
    "finsburypark",
    "theladder",
    "ladder",
    "london",
    "forum",
    "online",
    "password",
    "letmein",
    "welcome",
)
LEFT_OVER = 4
HINT = f"{LEAST} characters or more. A few words are good."


class LengthValidator:
    """From 8 characters, or 15 for staff, to 128. Any characters; none is demanded."""

    def validate(self, password: str, user: Member | None = None) -> None:
        least = LEAST_FOR_STAFF if user and user.is_moderator else LEAST
        if len(password) < least:
            raise ValidationError(
                f"Please use {least} characters or more. A few words are good.",
                code="password_too_short",
            )
        if len(password) > MOST:
            raise ValidationError(
                f"Please use {MOST} characters at most.", code="password_too_long"
            )

    def get_help_text(self) -> str:
        return HINT


class SiteWordsValidator:
    """Not the name of this place, or of this site, with a few digits."""

    def validate(self, password: str, user: Member | None = None) -> None:  # noqa: ARG002  Django's
        letters = re.sub(r"[\W\d_]", "", password.lower())
        rest = re.sub("|".join(SITE_WORDS), "", letters)
        if rest != letters and len(rest) < LEFT_OVER:
            raise ValidationError(
                "Anyone who knows this site would guess that. Please use something else.",
                code="password_of_site_words",
            )

    def get_help_text(self) -> str:
        return "Not the name of this place or of this site."
