"""What docs/DESIGN.md says of contrast, measured anew from the colours (WCAG 2.2, 1.4.3)."""

import math
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOKENS = (ROOT / "static/css/tokens.css").read_text()
DESIGN = (ROOT / "docs/DESIGN.md").read_text()
COLOUR = re.compile(r"--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\);")
ROW = re.compile(
    r"^\| (.+?) \| `([\w-]+)` on `([\w-]+)` \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE
)

Colours = dict[str, tuple[float, float, float]]


def palette(source: str) -> Colours:
    return {
        name: (float(light) / 100, float(c), float(h))
        for name, light, c, h in COLOUR.findall(source)
    }


LIGHT = palette(TOKENS.partition("@media")[0] + TOKENS.partition("--color-on-tint")[2])
DARK = LIGHT | palette(TOKENS.partition("@media")[2].partition("}")[0])


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative, of a colour in OKLCH: https://www.w3.org/TR/css-color-4/#ok-lab says how."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    inside = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), inside, strict=True))


def contrast(one: str, other: str, colours: Colours) -> float:
    """As a browser would compute it, cut down to a tenth: 4.49 is not 4.5."""
    dark, light = sorted((luminance(colours[one]), luminance(colours[other])))
    return math.floor((light + 0.05) / (dark + 0.05) * 10) / 10


ROWS = ROW.findall(DESIGN)


class TestTheAdmin:
    def test_has_the_site_s_colours_in_both_schemes(self):
        admin = (ROOT / "static/admin/house.css").read_text()
        shared = admin.partition("What only the admin has")[0]
        pairs = re.findall(r"--([\w-]+): light-dark\((oklch\(.+?\)), (oklch\(.+?\))\);", shared)
        assert len(pairs) > 10
        for scheme, colours in ((1, LIGHT), (2, DARK)):
            named = "".join(f"--{pair[0]}: {pair[scheme]};" for pair in pairs)
            assert palette(named) == {pair[0]: colours[pair[0]] for pair in pairs}


class TestTheTable:
    def test_has_every_pair_that_carries_words(self):
        assert {what for what, *_ in ROWS} >= {"text", "quiet text", "links", "filled buttons"}

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[1]} on {row[2]}")
    def test_says_what_is_measured(self, row):
        _, one, other, _, light, dark = row
        assert contrast(one, other, LIGHT) == float(light)
        assert contrast(one, other, DARK) == float(dark)

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[1]} on {row[2]}")
    def test_is_as_strong_as_it_has_to_be(self, row):
        _, one, other, wanted, *_ = row
        assert min(contrast(one, other, LIGHT), contrast(one, other, DARK)) >= float(wanted)


class TestInitials:
    @pytest.mark.parametrize("number", range(12))
    def test_stand_on_every_tint(self, number):
        white = {"white": (1.0, 0.0, 0.0)} | LIGHT
        assert contrast("white", f"tint-{number}", white) >= 4.5
