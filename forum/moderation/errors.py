"""Refusals, in words a member or a moderator can read."""

from forum.errors import ForumError


class ModerationError(ForumError):
    """Something that cannot be done to a case; str() of it is shown to the person who tried."""


class DecidedAlready(ModerationError):
    """Somebody else has dealt with the case since it was read."""


class ConflictOfInterest(ModerationError):
    """Another moderator must decide this (safety L-17)."""


class NothingToAppeal(ModerationError):
    def __str__(self) -> str:
        return "There is no decision here to appeal against."


class TooLateToAppeal(ModerationError):
    def __str__(self) -> str:
        return "The six months in which you could appeal are over."


class AppealedAlready(ModerationError):
    def __str__(self) -> str:
        return "There has been an appeal against this. Each side has one."


class NoGround(ModerationError):
    """A decision without a ground and a note would say nothing to anybody (safety L-15)."""


class CannotBeDone(ModerationError):
    """What a case is about is not of a kind to which this can be done, or is gone."""


class ProposalOver(ModerationError):
    def __str__(self) -> str:
        return "This has been answered, taken back or decided otherwise meanwhile."


class TooLateToUndo(ModerationError):
    def __str__(self) -> str:
        return "The seven days in which this could be undone are over. An appeal still can do it."


class AnnouncedAlready(ModerationError):
    def __str__(self) -> str:
        return "This version has been announced. What members were told no longer changes."


class TooSoon(ModerationError):
    def __str__(self) -> str:
        return "Members must be told at least 14 days before. Please choose a later day."
