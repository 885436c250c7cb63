"""Moving a discussion to another category. Its address stays."""

from django.db import transaction

from forum import counting
from forum.errors import NotAllowed
from forum.models import Category, Discussion
from forum.permissions import can_moderate
from members.models import Member


@transaction.atomic
def move(discussion: Discussion, *, to: Category, by: Member) -> None:
    """Put a discussion into another category. Raises NotAllowed."""
    if not can_moderate(by):
        raise NotAllowed("Only moderators can move a discussion.")
    former = discussion.category
    discussion.category = to
    discussion.save(update_fields=["category"])
    counting.settle_categories([former, to])
    if former.is_hidden != to.is_hidden:
        counting.settle_tags(discussion.tags.all())
        counting.settle_writers(discussion)
