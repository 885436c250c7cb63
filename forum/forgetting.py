"""Forgetting of what is written here what has been kept for long enough (members.retaining)."""

from datetime import datetime, timedelta
from typing import Final

from forum import drafting, uploading
from forum.models import FeedPolls
from members.retaining import Rule


def forget_polls(before: datetime) -> None:
    FeedPolls.objects.filter(polled_on__lt=before.date()).delete()


RULES: Final = (
    # As long as Discourse keeps them.
    Rule("what you have begun to write and not posted", timedelta(days=180), drafting.forget_old),
    Rule("how often feed readers asked", 2 * timedelta(days=365), forget_polls),
    Rule("pictures that stand in no post", timedelta(days=1), uploading.forget_left_over),
)
