"""Refusals, in words for whoever asked."""


class NotificationsError(Exception):
    """Something that cannot be done here; str() of it is shown to the person who tried."""


class IssuedMeanwhile(NotificationsError):
    def __str__(self) -> str:
        return "That edition has come out meanwhile. Here is the next one: please look once more."


class NotForYou(NotificationsError):
    def __str__(self) -> str:
        return "Only the owner can do this."


class CannotPush(NotificationsError):
    """A browser that cannot be told; the text says why, and what to do."""


class NothingToRetry(NotificationsError):
    """A mail that is not to be tried again; the text says why."""
