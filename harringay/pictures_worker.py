"""The process that decodes one stranger's picture, kept apart so that its death costs nothing.

`harringay.pictures` runs this file as a script: the picture arrives on standard input, the order as
one JSON argument, and the answer leaves as JSON on standard output. It imports nothing of ours and
is told no secrets. Anything unforeseen ends it with a traceback, which is a refusal like another.
"""

import base64
import importlib
import io
import json
import resource
import sys
import warnings
from typing import Any, NotRequired, TypedDict

from PIL import ExifTags, Image, ImageOps, PngImagePlugin, UnidentifiedImageError

# The numbers are S-42 and S-44 of the safety specification.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 25_000_000
MAX_SIDE = 10_000
MAX_FRAMES = 200
MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 10

# All the text one PNG may carry: 64 MB of it fit in 62 KB of file.
PngImagePlugin.MAX_TEXT_MEMORY = 4 * PngImagePlugin.MAX_TEXT_CHUNK

# What Pillow imports only once a file calls for it, when nothing more can be opened.
LATE_IMPORTS = (
    "copy",
    "PIL.ImagePalette",
    "PIL.MpoImagePlugin",
    "PIL.TiffImagePlugin",
    "PIL.WebPImagePlugin",
)

# What draws nothing, and takes half a second to load: only where it is asked what a picture shows.
FOR_LIKENESSES = ("imagehash", "scipy.fftpack")
# Bits on a side: 256, as many as Meta's PDQ has, of the same kind.
LIKENESS_SIDE = 16
# Half of the bits are set, unless most of what is compared is the same: nothing.
FEWEST_BITS = 100

# What undoes each EXIF orientation; 1 is upright already.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Order(TypedDict):
    """What is wanted: WebP pictures of these sizes, of the whole or of a box in upright pixels.

    Or, in place of all that, what it looks like.
    """

    sizes: list[int]
    square: bool
    crop: tuple[int, int, int, int] | None
    likenesses: NotRequired[bool]


class Drawn(TypedDict):
    """One finished picture; `webp` is base64."""

    size: int
    width: int
    height: int
    webp: str


class RefusedError(Exception):
    """The picture is not one we take; the text says why to whoever sent it."""


def main() -> None:
    """Answer the order in `argv[1]` with pictures, or with the reason there are none."""
    order: Order = json.loads(sys.argv[1])
    is_to_compare = order.get("likenesses", False)
    shut_in(*FOR_LIKENESSES if is_to_compare else ())
    data = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = (
            {"likenesses": likenesses(data)} if is_to_compare else {"pictures": draw(data, order)}
        )
    except RefusedError as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


def shut_in(*more: str) -> None:
    """Bound memory and time, and forbid every further descriptor: no file, no socket."""
    Image.preinit()
    for module in (*LATE_IMPORTS, *more):
        importlib.import_module(module)
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def draw(data: bytes, order: Order) -> list[Drawn]:
    """Decode once, then draw each size asked for."""
    source = cropped(in_eight_bits(upright(accepted(data))), order["crop"])
    return [drawn(source, size, square=order["square"]) for size in order["sizes"]]


def likenesses(data: bytes) -> list[str]:
    """What the whole of it looks like, and its middle square, of which avatars are made."""
    whole = in_eight_bits(upright(accepted(data))).convert("RGB")
    square = ImageOps.fit(whole, (min(whole.size),) * 2)
    imagehash: Any = sys.modules["imagehash"]
    found = {str(imagehash.phash(each, hash_size=LIKENESS_SIDE)) for each in (whole, square)}
    return sorted(each for each in found if int(each, 16).bit_count() >= FEWEST_BITS)


def accepted(data: bytes) -> Image.Image:
    """The picture, its header checked and no pixel decoded yet."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as unknown:
        raise RefusedError("Please choose a JPEG, PNG, WebP or GIF picture.") from unknown
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_large() from bomb

    if max(image.size) > MAX_SIDE:
        raise _too_large()
    if getattr(image, "n_frames", 1) > MAX_FRAMES:
        raise RefusedError(f"That animation is too long: we take up to {MAX_FRAMES} frames.")
    return image


def _too_large() -> RefusedError:
    return RefusedError(
        f"That picture is too large: we take up to {MAX_PIXELS // 1_000_000} million pixels, "
        f"and {MAX_SIDE:,} on a side. Please choose a smaller copy."
    )


def upright(image: Image.Image) -> Image.Image:
    """The picture as its camera was held."""
    # Not ImageOps.exif_transpose: it writes the other notes out again, and fails on odd ones.
    turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    return image if turn is None else image.transpose(turn)


def in_eight_bits(image: Image.Image) -> Image.Image:
    """The same picture in RGB, or RGBA where parts of it are see-through."""
    if image.mode.startswith("I"):
        # Pillow would cut sixteen bits off at 255, and leave a white page.
        image = image.point(lambda value: value / 256)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def cropped(image: Image.Image, box: tuple[int, int, int, int] | None) -> Image.Image:
    """The part of the picture inside `box` (left, top, right, bottom), or all of it."""
    if box is None:
        return image
    left, top = max(box[0], 0), max(box[1], 0)
    right, bottom = min(box[2], image.width), min(box[3], image.height)
    if left >= right or top >= bottom:
        raise RefusedError(
            "The part you chose lies outside the picture, which is "
            f"{image.width:,} pixels wide and {image.height:,} high. Please choose again."
        )
    return image.crop((left, top, right, bottom))


def drawn(source: Image.Image, size: int, *, square: bool) -> Drawn:
    """One WebP of nothing but pixels: `size` both ways if square, else on the long side at most."""
    if square:
        scaled = ImageOps.fit(source, (size, size))
    else:
        scaled = source.copy()
        scaled.thumbnail((size, size))

    # A fresh canvas, because a resized picture still carries the notes of the one it came from.
    canvas = Image.new(scaled.mode, scaled.size)
    canvas.paste(scaled)
    out = io.BytesIO()
    canvas.save(out, "WEBP")
    webp = base64.b64encode(out.getvalue()).decode()
    return {"size": size, "width": canvas.width, "height": canvas.height, "webp": webp}


if __name__ == "__main__":
    main()
