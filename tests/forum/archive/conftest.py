"""What tests of moving in share."""

from functools import cache

import pytest

from harringay import pictures

_reencode = cache(pictures.reencode)


@pytest.fixture(autouse=True)
def media(tmp_path, settings, monkeypatch):
    """A media folder of the test's own; the same picture is drawn once in all tests."""
    monkeypatch.setattr(pictures, "reencode", _reencode)
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
