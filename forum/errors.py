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
