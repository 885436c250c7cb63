"""A reply with a picture on it, and where it lies."""

from pathlib import Path

import pytest

from forum import editing
from tests.factories import make_reply
from tests.forum.moderation.secluded import WORDS, picture_on, store


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What follows a commit follows the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def quarantine_root(settings, tmp_path) -> Path:
    root: Path = tmp_path / "quarantine"
    settings.QUARANTINE_ROOT = root
    settings.DATA_KEY = "a key of the owner's own, kept on paper"
    return root


@pytest.fixture
def media(media_root, quarantine_root):
    return media_root


@pytest.fixture
def illustrated(ben, media):
    """A reply that was changed once, with a picture on it."""
    reply = make_reply(author=ben, body="Before.")
    editing.edit_reply(reply, by=ben, body=WORDS, body_format="text")
    store(picture_on(reply))
    reply.refresh_from_db()
    return reply
