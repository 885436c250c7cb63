"""A neighbour shows their face: by three numbers, or by pressing on the picture."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.harringay.drawing import encoded, is_red, red_corner
from tests.journeys.conftest import PHONE, SIZES

FILE = {"name": "me.png", "mimeType": "image/png"}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("media_root"),
]


def choose(page, live_server, image):
    page.goto(f"{live_server.url}/settings")
    page.get_by_label("A picture of you").set_input_files(
        [{**FILE, "buffer": encoded(image, "PNG")}]
    )


def is_all_red(member, media_root):
    member.refresh_from_db()
    shown = Image.open(media_root / "avatars" / member.avatar_key / "96.webp")
    return is_red(shown, (4, 4)) and is_red(shown, (88, 88))


def use_it(page):
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_role("status").first).to_contain_text("Your picture has been changed.")


@SIZES
class TestPressing:
    def test_chooses_the_square(self, live_server, signed_in, asha, media_root, size):
        page = signed_in(asha)
        page.set_viewport_size(size)
        choose(page, live_server, red_corner().resize((3200, 1600)))
        canvas = page.locator("canvas.crop__picture")
        expect(canvas).to_be_visible()
        page.get_by_text("Choose the part of it").click()
        whole = page.get_by_label("How wide and high it is")
        expect(whole).to_have_value("800")
        canvas.click(position={"x": 20, "y": 20})
        expect(page.get_by_label("How far from the left")).to_have_value("0")
        whole.fill("300")
        use_it(page)
        assert is_all_red(asha, media_root)


@pytest.mark.browser_context_args(java_script_enabled=False, viewport=PHONE)
class TestWithoutJavaScript:
    def test_three_numbers_choose_it(self, live_server, signed_in, asha, media_root):
        page = signed_in(asha)
        choose(page, live_server, red_corner())
        page.get_by_text("Choose the part of it").click()
        for label, number in (("left", "2"), ("top", "0"), ("wide", "16")):
            page.get_by_label(re.compile(f"How .*{label}")).fill(number)
        use_it(page)
        assert is_all_red(asha, media_root)
