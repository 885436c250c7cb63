"""What must be kept of a member although they asked to be forgotten (safety L-43).

Members know nothing of cases and court orders: an app that may hold something adds a holder when
it is ready. What is held is kept, and hidden like the rest; all else goes.
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from members.models import Member

ACCOUNT: Final = "members.member"


class Held(NamedTuple):
    """One thing that is kept: its model's label and its key, and what its author is told of why.

    To hold the member's own row (ACCOUNT) is to hold all that there is of them.
    """

    label: str
    key: int
    why: str


HOLDERS: list[Callable[[Member], Iterable[Held]]] = []


class Holds(NamedTuple):
    """All that is held of one member."""

    things: tuple[Held, ...]

    @property
    def are_of_account(self) -> bool:
        return any(held.label == ACCOUNT for held in self.things)

    @property
    def reasons(self) -> list[str]:
        """Why, in words that their author reads; each once."""
        return list(dict.fromkeys(held.why for held in self.things))

    def keys_of(self, label: str) -> set[int]:
        """The keys of the held rows of a model, such as `forum.reply`."""
        return {held.key for held in self.things if held.label == label}


def holds_on(member: Member) -> Holds:
    """Ask every holder."""
    return Holds(tuple(held for holder in HOLDERS for held in holder(member)))
