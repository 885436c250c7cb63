"""Whom a member leaves to the moderators: who has reported somebody does not answer them meanwhile.

For some days, in the discussion where it was, and until it is decided (features.md, section 4,
no. 10). The forum knows nothing of reports: whoever does, says of whom there are any.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from forum.errors import LeftToModerators
from forum.models import Reply
from forum.permissions import can_moderate
from members.models import Member, Viewer

# Given the keys of a member and of a discussion: whose words there the member has reported, by
# their keys, each with until when they leave them.
Asked = Callable[[int, int], Mapping[int, datetime]]
ASKED: Final[list[Asked]] = []


def why_not(viewer: Viewer, answered: Reply | None) -> LeftToModerators | None:
    """Why somebody cannot answer a reply just now; None where they can.

    One query, and none for what answers nobody, or for who moderates. An answer to a discussion as
    a whole is to everybody in it.
    """
    if answered is None or not isinstance(viewer, Member) or can_moderate(viewer):
        return None
    for asked in ASKED:
        until = asked(viewer.pk, answered.discussion_id).get(answered.author_id)
        if until:
            return LeftToModerators(answered.author.shown_name, until)
    return None


def check(author: Member, answered: Reply | None) -> None:
    """Raises LeftToModerators."""
    if refusal := why_not(author, answered):
        raise refusal
