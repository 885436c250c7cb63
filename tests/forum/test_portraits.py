"""The pictures of the fictional neighbours."""

from io import BytesIO

from PIL import Image

from forum.demo import portraits, reader


class TestPortrait:
    def test_is_the_same_every_time(self):
        assert portraits.portrait("asha", [96]) == portraits.portrait("asha", [96])

    def test_comes_in_every_size_asked_for(self):
        drawn = portraits.portrait("asha", (512, 96))
        assert {size: Image.open(BytesIO(webp)).size for size, webp in drawn.items()} == {
            512: (512, 512),
            96: (96, 96),
        }

    def test_hardly_any_two_are_alike(self):
        drawn = {portraits.portrait(it.address, [96])[96] for it in reader.neighbours()}
        assert len(drawn) > 25
