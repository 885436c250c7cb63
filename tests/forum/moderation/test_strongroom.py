"""The folder in which files lie sealed."""

import pytest

from forum.moderation import strongroom
from harringay.sealing import CannotOpen


@pytest.fixture(autouse=True)
def room(settings, tmp_path):
    settings.QUARANTINE_ROOT = tmp_path / "quarantine"
    settings.DATA_KEY = "a key of the owner's own"
    return settings.QUARANTINE_ROOT


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "avatars" / "key" / "96.webp"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a picture" * 20_000)
    return path


def test_gives_back_what_was_put_away(picture, room):
    data = picture.read_bytes()
    strongroom.put_away(picture, "one")

    assert not picture.exists()
    assert b"a picture" not in (room / "one").read_bytes()
    assert room.stat().st_mode & 0o077 == 0
    strongroom.take_out("one", picture)
    assert picture.read_bytes() == data


def test_opens_nothing_that_was_changed(picture, room):
    strongroom.put_away(picture, "one")
    sealed = bytearray((room / "one").read_bytes())
    sealed[-20] ^= 1
    (room / "one").write_bytes(sealed)

    with pytest.raises(CannotOpen):
        strongroom.take_out("one", picture)
    assert not list(picture.parent.iterdir())


def test_destroys_twice_without_a_word(picture, room):
    strongroom.put_away(picture, "one")
    for _ in range(2):
        strongroom.destroy("one")
    assert strongroom.names() == set()


def test_seals_a_text_with_what_there_is(settings):
    settings.DATA_KEY = ""
    sealed = strongroom.seal("Ben Okafor")
    settings.DATA_KEY = "one at last"

    assert "Ben" not in sealed
    assert strongroom.unseal(sealed) == "Ben Okafor"
