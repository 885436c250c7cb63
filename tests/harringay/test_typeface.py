"""The files of the typeface, which `make typeface` cuts down to what the stylesheets ask for."""

import re
from pathlib import Path

import pytest
from PIL import ImageFont

STATIC = Path(__file__).parents[2] / "static"
FACE_RULE = re.compile(r"font-weight: (\d+) (\d+);[^}]*?url\(\"\.\./(fonts/[\w.-]+)\"\)", re.DOTALL)
FACES = FACE_RULE.findall((STATIC / "css" / "face.css").read_text())
WEIGHTS = re.compile(r"(?:font-weight|--weight-\w+): (\d+);")
LETTERS = {
    "latin.woff2": "AVTo fi 0123456789 £€½ – — ‘’ “” • … àçéîñöüß ÆŒ",
    "latin-ext.woff2": "ĀąćęěğİłńňőřşŠţűžŻ ẁỳ",
}


@pytest.mark.parametrize(("lightest", "boldest", "file"), FACES, ids=[face[2] for face in FACES])
class TestFaces:
    def test_go_from_the_lightest_to_the_boldest_that_is_declared(self, lightest, boldest, file):
        (axis,) = ImageFont.truetype(STATIC / file).get_variation_axes()
        assert (axis["minimum"], axis["maximum"]) == (int(lightest), int(boldest))

    def test_hold_every_weight_that_a_stylesheet_asks_for(self, lightest, boldest, file):
        sheets = (path.read_text() for path in (STATIC / "css").glob("*.css"))
        asked = {int(weight) for sheet in sheets for weight in WEIGHTS.findall(sheet)}
        assert int(lightest) <= min(asked)
        assert max(asked) <= int(boldest)

    def test_hold_the_letters_that_neighbours_write(self, lightest, boldest, file):
        face = ImageFont.truetype(STATIC / file, size=40)
        nothing = bytes(face.getmask("\u4e00"))
        letters = LETTERS[file.removeprefix("fonts/atkinson-hyperlegible-next-")].replace(" ", "")
        assert [each for each in letters if bytes(face.getmask(each)) == nothing] == []
