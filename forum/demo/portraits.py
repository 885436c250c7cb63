"""Pictures for the fictional neighbours: foxes, house fronts, leaves and mugs, drawn by rule."""

import io
import random
from collections.abc import Iterable
from typing import Final

from PIL import Image, ImageDraw

Draw = ImageDraw.ImageDraw
Colour = str

# Drawn large and made smaller, which rounds the corners of the pixels.
CANVAS: Final = 1024
INK: Final = "#3b2f2a"
PAPER: Final = "#faf6ef"
GROUNDS: Final = ("#e9c9b4", "#d5dcc4", "#c9d6da", "#ecd9a8", "#dccbd6", "#cfd9cf")
COATS: Final = ("#9c4a34", "#4f6b4c", "#40647a", "#8a6a2f", "#6f4c6b", "#3f5f5c")
FURS: Final = ("#b5632f", "#94502b", "#4a4541", "#a39a90", "#d0b48a")


def portrait(address: str, sizes: Iterable[int]) -> dict[int, bytes]:
    """Somebody's picture as WebP of each size in pixels; the same for an address every time."""
    # Seeded by a string, so that it does not change from one process to the next.
    choice = random.Random(address)  # noqa: S311  nothing depends on its being secret
    image = Image.new("RGB", (CANVAS, CANVAS), choice.choice(GROUNDS))
    motif = choice.choice((_fox, _cat, _mug, _house, _leaf, _roofs))
    motif(ImageDraw.Draw(image), choice)
    return {size: _webp(image.resize((size, size), Image.Resampling.BOX)) for size in sizes}


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # Three times as fast as by default, and a few hundred bytes larger.
    image.save(out, "WEBP", quality=85, method=1)
    return out.getvalue()


def _fox(draw: Draw, choice: random.Random) -> None:
    coat = choice.choice(FURS[:2])
    for left in (212, 612):
        draw.polygon(((left, 470), (left + 100, 130), (left + 200, 470)), fill=coat)
        draw.polygon(((left + 50, 450), (left + 100, 260), (left + 150, 450)), fill=INK)
    draw.polygon(((182, 420), (842, 420), (512, 900)), fill=coat)
    draw.polygon(((182, 420), (512, 560), (512, 900)), fill=PAPER)
    draw.polygon(((842, 420), (512, 560), (512, 900)), fill=PAPER)
    draw.polygon(((392, 420), (632, 420), (512, 740)), fill=coat)
    _eyes(draw, 520)
    draw.ellipse((464, 820, 560, 910), fill=INK)


def _cat(draw: Draw, choice: random.Random) -> None:
    fur = choice.choice(FURS)
    draw.polygon(((232, 480), (292, 180), (472, 380)), fill=fur)
    draw.polygon(((792, 480), (732, 180), (552, 380)), fill=fur)
    draw.ellipse((212, 300, 812, 850), fill=fur)
    draw.ellipse((382, 590, 642, 800), fill=PAPER)
    _eyes(draw, 540)
    draw.polygon(((472, 620), (552, 620), (512, 670)), fill=INK)
    for top in (650, 710):
        draw.line((120, top, 402, 680), fill=INK, width=10)
        draw.line((622, 680, 904, top), fill=INK, width=10)


def _eyes(draw: Draw, level: int) -> None:
    for x in (402, 622):
        draw.ellipse((x - 32, level - 40, x + 32, level + 40), fill=INK)
        draw.ellipse((x - 4, level - 28, x + 16, level - 8), fill=PAPER)


def _mug(draw: Draw, choice: random.Random) -> None:
    """Tea, with its steam and a stripe."""
    clay, stripe = choice.sample(COATS, 2)
    draw.ellipse((612, 470, 872, 760), outline=clay, width=60)
    draw.rounded_rectangle((232, 410, 722, 880), 90, fill=clay)
    draw.rectangle((232, 600, 722, 680), fill=stripe)
    draw.ellipse((262, 380, 692, 480), fill=INK)
    for left in (352, 472, 592):
        draw.arc((left - 40, 130, left + 40, 250), 90, 270, fill=PAPER, width=22)
        draw.arc((left - 40, 228, left + 40, 348), 270, 90, fill=PAPER, width=22)


def _house(draw: Draw, choice: random.Random) -> None:
    """One front of a terrace: its gable, its bay and its door."""
    brick, door = choice.sample(COATS, 2)
    draw.rectangle((182, 430, 842, 1024), fill=brick)
    draw.polygon(((132, 450), (512, 130), (892, 450)), fill=INK)
    draw.polygon(((252, 450), (512, 230), (772, 450)), fill=PAPER)
    for left in (250, 590):
        _window(draw, left, 510)
    _window(draw, 250, 770)
    draw.rounded_rectangle((600, 740, 770, 1060), 85, fill=PAPER)
    draw.rounded_rectangle((626, 770, 744, 1060), 59, fill=door)
    draw.ellipse((706, 890, 730, 914), fill=PAPER)


def _window(draw: Draw, left: int, top: int) -> None:
    draw.rectangle((left, top, left + 180, top + 190), fill=PAPER)
    draw.line((left + 90, top, left + 90, top + 190), fill=INK, width=12)
    draw.line((left, top + 95, left + 180, top + 95), fill=INK, width=12)


def _leaf(draw: Draw, choice: random.Random) -> None:
    """A stem and pairs of leaves, as on a plane or an ash."""
    green = choice.choice((COATS[1], COATS[5]))
    draw.line((512, 960, 512, 180), fill=INK, width=22)
    for top in range(260, 800, 170):
        spread = 150 + (top - 100) // 3
        draw.ellipse((512 - spread, top, 500, top + 150), fill=green)
        draw.ellipse((524, top, 512 + spread, top + 150), fill=green)
        draw.line((512 - spread + 40, top + 75, 512 + spread - 40, top + 75), fill=PAPER, width=8)
    draw.ellipse((442, 70, 582, 270), fill=green)


def _roofs(draw: Draw, choice: random.Random) -> None:
    """The Ladder from the railway: a sun, roofs, chimneys."""
    sun = choice.randrange(180, 660)
    draw.ellipse((sun, 130, sun + 240, 370), fill=PAPER)
    for nth, left in enumerate(range(-120, 1024, 260)):
        top = 470 + 60 * (nth % 2)
        draw.rectangle((left + 190, top - 90, left + 250, top + 200), fill=INK)
        draw.polygon(((left, 720), (left + 170, top), (left + 340, 720)), fill=COATS[nth % 2])
    draw.rectangle((0, 700, 1024, 1024), fill=choice.choice(COATS[2:]))
    for left in range(60, 1024, 200):
        draw.rectangle((left, 780, left + 90, 900), fill=PAPER)
