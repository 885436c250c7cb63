"""Forgetting of what is written here what has been kept for long enough (members.retaining)."""

from datetime import timedelta
from typing import Final

from forum import drafting, uploading
from members.retaining import Rule

RULES: Final = (
    # As long as Discourse keeps them.
    Rule("what was begun and not posted", timedelta(days=180), drafting.forget_old),
    Rule("pictures that stand in no post", timedelta(days=1), uploading.forget_left_over),
)
