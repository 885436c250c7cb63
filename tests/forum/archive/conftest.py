"""What tests of moving in share."""

import json
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


@pytest.fixture
def write(tmp_path):
    """Writes an archive of our own, as in `discussions=[…]`; gives its folder."""

    def write(**kinds):
        folder = tmp_path / "archive"
        folder.mkdir(exist_ok=True)
        for kind, listed in ({"members": []} | kinds).items():
            (folder / f"ning-{kind}.json").write_text(json.dumps(listed))
        return folder

    return write
