"""Refusals, in words a member can read."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from members.errors import in_words


class ForumError(Exception):
    """Something that cannot be done here; str() of it is shown to the person who tried."""


class DiscussionClosed(ForumError):
    def __str__(self) -> str:
        return "Replies are closed for this discussion."


class NotAllowed(ForumError):
    """The member may not do this, here or at all."""


class ReadOnly(ForumError):
    def __str__(self) -> str:
        return "The site can only be read just now. Please keep what you wrote, and come back."


class Refused(ForumError):
    """What somebody wrote cannot be kept as it is; the text says what to change."""


class SlowedDown(ForumError):
    """The discussion is in slow mode; the member can reply again in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after

    def __str__(self) -> str:
        wait = in_words(self.retry_after)
        return f"This discussion has slowed down. You can reply to it again in {wait}."


class LeftToModerators(ForumError):
    """The member has reported `name`'s words in this discussion, and leaves them alone `until`."""

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__()
        self.name = name
        self.until = until

    def __str__(self) -> str:
        until = date_format(timezone.localtime(self.until), "l j F, H:i")
        return (
            f"You have reported something that {self.name} wrote in this discussion. Please leave "
            f"them to the moderators: you cannot answer them here until {until}, or until a "
            "moderator has decided. You can still reply to the discussion."
        )


class EditWindowOver(ForumError):
    def __str__(self) -> str:
        return "The time for changing this has passed. You can still reply to it."


class NoPlaceForDemo(ForumError):
    """Demo content, with its well-known password, would harm the site it was meant for."""


class SearchTookTooLong(ForumError):
    def __str__(self) -> str:
        return "That search took too long. Please try again with fewer or rarer words."
