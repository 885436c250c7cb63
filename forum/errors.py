"""Refusals, in words a member can read."""


class ForumError(Exception):
    """Something that cannot be done here; str() of it is shown to the person who tried."""


class DiscussionClosed(ForumError):
    def __str__(self) -> str:
        return "Replies are closed for this discussion."


class NotAllowed(ForumError):
    """The member may not do this, here or at all."""


class EditWindowOver(ForumError):
    def __str__(self) -> str:
        return "The time for changing this has passed. You can still reply to it."


class NoPlaceForDemo(ForumError):
    """Demo content, with its well-known password, would harm the site it was meant for."""


class SearchTookTooLong(ForumError):
    def __str__(self) -> str:
        return "That search took too long. Please try again with fewer or rarer words."
