"""Forgetting of what is written here what has been kept for long enough (members.retaining)."""

from datetime import timedelta
from typing import Final

from forum import uploading
from members.retaining import Rule

RULES: Final = (
    Rule("pictures that stand in no post", timedelta(days=1), uploading.forget_left_over),
)
