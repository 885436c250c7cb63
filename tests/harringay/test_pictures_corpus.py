"""Hostile pictures by third parties, each as its manifest says."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from harringay import pictures
from harringay.pictures import PictureRefused
from tests.harringay.drawing import PIXEL_CHUNKS, as_image, chunks, looks_like

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "images"
MANIFEST = CORPUS / "manifest.json"
ENTRIES = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else []


@pytest.mark.corpus
@pytest.mark.skipif(not ENTRIES, reason="../shared/corpora/images is not on this machine")
class TestCorpus:
    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
    def test_ends_as_its_manifest_says(self, entry):
        data = (CORPUS / entry["file"]).read_bytes()
        try:
            drawn = pictures.reencode(data, sizes=[1600, 96])
        except PictureRefused:
            assert entry["expect"].startswith("reject")
            return

        assert entry["expect"] != "reject"
        for picture in drawn.values():
            assert chunks(picture.data) <= PIXEL_CHUNKS
            assert b"<script" not in picture.data

    @pytest.mark.parametrize(
        "name", [entry["file"] for entry in ENTRIES if entry["expect"] == "accept-upright"]
    )
    def test_stands_upright(self, name):
        data = (CORPUS / name).read_bytes()
        expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))

        assert looks_like(as_image(pictures.reencode(data, sizes=[1600])[1600]), expected)
