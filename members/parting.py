"""What other apps do when a member asks to be forgotten, comes back, or is erased.

Members know neither the forum nor what else is here: each app that holds something adds its part
when it is ready. A part may be done twice, and again after it was cut off anywhere.
"""

from collections.abc import Callable
from typing import NamedTuple

from members.holding import Holds
from members.models import Choice, Member


class Parting(NamedTuple):
    """Who is erased: the member as they still are, what they chose, and what must be kept."""

    member: Member
    choice: str
    holds: Holds

    @property
    def removes_posts(self) -> bool:
        return self.choice == Choice.REMOVE


def nothing(_member: Member) -> None:
    """What a part does that shows no names."""


class Part(NamedTuple):
    """`erase` forgets what an app holds; `show_name` writes a name anew that it has written out."""

    erase: Callable[[Parting], None]
    show_name: Callable[[Member], None] = nothing


PARTS: list[Part] = []
