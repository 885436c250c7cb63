import json
import re
from pathlib import Path

import pytest

from forum.errors import ForumError
from harringay.html import Unclean
from harringay.site_export import exporting
from tests.factories import make_category, make_discussion, make_reply
from tests.harringay.site_export.reading import addresses_in, attach, page

HOSTILE = json.loads((Path(__file__).parents[2] / "data" / "hostile_html.json").read_text())

pytestmark = pytest.mark.django_db


class TestNothingHostile:
    @pytest.fixture
    def written(self, place, asha):
        """Whatever of the hostile corpus can be posted at all, and hostile names."""
        evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
        asha.name = evil[:60]
        asha.area = evil[:80]
        asha.save()
        room = make_category(name=evil, description=evil)
        foxes = make_discussion(title=evil, author=asha, category=room, tags=[evil[:30]])
        for each in HOSTILE:
            try:
                make_reply(discussion=foxes, body=each["source"], body_format="html")
            except (ForumError, Unclean, UnicodeEncodeError):
                continue
        exporting.export_site(place)
        return place

    def test_runs_anywhere(self, written):
        pages = list(written.rglob("*.html"))

        assert len(pages) > 8
        for path in pages:
            for element in page(path).iter():
                assert element.tag not in {"script", "iframe", "object", "embed", "form", "style"}
                for name, value in element.items():
                    assert not name.startswith("on"), (path, element.tag, name)
                    assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)

    def test_is_fetched_from_elsewhere(self, written):
        for path in written.rglob("*.html"):
            for address in addresses_in(path, "img", "link", "video", "source"):
                assert not address.netloc

    def test_is_told_for_what_it_is_not(self, export, asha, media_root):
        foxes = make_discussion(author=asha)
        attach(foxes, media_root, key="k" * 22, name="minutes.html")
        attach(foxes, media_root, key="p" * 22, name="minutes.PDF")

        names = {path.name for path in (export() / "media" / "files").iterdir()}

        assert names == {f"{'k' * 22}.bin", f"{'p' * 22}.pdf"}

    @pytest.mark.parametrize("slug", ["..", "CON", "a" * 80, "2169843:Topic:1"])
    def test_becomes_a_file_s_name(self, export, slug):
        foxes = make_discussion()
        foxes.slug = slug
        foxes.save()

        place = export()

        assert len(list((place / "discussions").iterdir())) == 2
        assert set(place.parent.iterdir()) <= {place, place.parent / "media"}
