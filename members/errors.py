"""Refusals about accounts, in words a member can read."""


class MembersError(Exception):
    """Something about an account that cannot be done; str() of it is shown to whoever tried."""


class NotForYou(MembersError):
    """Something that only others may do, or that nobody may do to this member."""


class AlreadyOver(MembersError):
    def __str__(self) -> str:
        return "That moment has passed. Please choose a later one."


class TooManyMuted(MembersError):
    def __str__(self) -> str:
        return "You have muted 500 members, which is the most. End one of the mutes first."


class NameNotAllowed(MembersError):
    """A name, or an address, that would be mistaken for somebody else's."""


class LinkNoLongerWorks(MembersError):
    def __str__(self) -> str:
        return "This link no longer works. It may be too old, or it has been used already."


class PicturesAreOff(MembersError):
    def __str__(self) -> str:
        return "Pictures cannot be uploaded just now. Please try again another day."


class RateLimited(MembersError):
    """Too much in too short a time; it can be done again in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"That was a lot in a short time. Please try again in {in_words(self.retry_after)}."


def in_words(seconds: int) -> str:
    """A length of time for people, rounded up."""
    for length, name in ((3600, "hour"), (60, "minute")):
        if seconds > length:
            return f"{-(-seconds // length)} {name}s"
    return "a minute" if seconds > 1 else "a second"
