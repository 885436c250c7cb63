"""Pictures to upload, drawn here, and what to look for in what comes back."""

import io
import struct

from PIL import ExifTags, Image, ImageChops, ImageStat

from harringay.pictures import Picture

# What a WebP of pixels is made of; VP8X only announces the see-through part.
PIXEL_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
RED, BLUE = (255, 0, 0), (0, 0, 255)


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(*, size=(40, 20), colour=RED, kind="PNG") -> bytes:
    return encoded(Image.new("RGB", size, colour), kind)


def red_corner() -> Image.Image:
    """Blue, and red at the top left, so that every turn of it looks different."""
    image = Image.new("RGB", (64, 32), BLUE)
    image.paste(RED, (0, 0, 32, 16))
    return image


def orientation(number: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = number
    return exif


def as_image(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data), formats=["WEBP"])


def chunks(webp: bytes) -> set[bytes]:
    names, at = set(), 12
    while at < len(webp):
        name, length = struct.unpack_from("<4sI", webp, at)
        names.add(name)
        at += 8 + length + length % 2
    return names


def looks_like(first: Image.Image, second: Image.Image) -> bool:
    difference = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
    return first.size == second.size and all(mean < 8 for mean in ImageStat.Stat(difference).mean)


def is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    return looks_like(image.crop((*at, at[0] + 4, at[1] + 4)), Image.new("RGB", (4, 4), RED))
