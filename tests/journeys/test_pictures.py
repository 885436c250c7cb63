"""A neighbour shows a picture: chosen, pasted, dropped, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from forum.models import Attachment, Reply
from tests.factories import make_discussion
from tests.harringay.drawing import plain
from tests.journeys.conftest import PHONE, SIZES

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("media_root"),
]
FOX = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg"}
# A picture of our own making, as a browser gives it to whoever pastes or drops it.
AS_A_FILE = """(area, type) => {
  const canvas = document.createElement("canvas");
  canvas.width = 90;
  canvas.height = 60;
  canvas.toBlob((blob) => {
    const carried = new DataTransfer();
    carried.items.add(new File([blob], "screen.png", { type: "image/png" }));
    const given = type === "paste" ? { clipboardData: carried } : { dataTransfer: carried };
    const event = type === "paste" ? ClipboardEvent : DragEvent;
    area.dispatchEvent(new event(type, { ...given, bubbles: true, cancelable: true }));
  });
}"""


def open_form(live_server, page):
    page.goto(live_server.url + make_discussion().get_absolute_url())
    page.get_by_label("Your reply").click()
    expect(page.locator(".editor__text")).to_be_focused()


@SIZES
class TestReplyWithAPicture:
    def test_is_chosen_described_and_shown(self, live_server, signed_in, asha, size):
        page = signed_in(asha)
        page.set_viewport_size(size)
        open_form(live_server, page)
        page.keyboard.type("Look who came by.")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Picture", exact=True).click()
        chooser.value.set_files({**FOX, "buffer": plain(size=(2000, 1500), kind="JPEG")})
        expect(page.get_by_label("Describe it")).to_be_focused()
        page.keyboard.type("A fox on a wall")
        page.keyboard.press("Enter")
        expect(page.locator(".editor__text img")).to_have_attribute("alt", "A fox on a wall")
        page.get_by_role("button", name="Post reply").click()

        expect(page).to_have_url(re.compile(r"#reply-\d+$"))
        shown = page.get_by_role("img", name="A fox on a wall")
        expect(shown).to_have_js_property("complete", value=True)
        assert shown.evaluate("image => image.naturalWidth") > 0
        assert 'width="1600" height="1200"' in Reply.objects.get().body_html


class TestPicture:
    @pytest.mark.parametrize("way", ["paste", "drop"])
    def test_is_pasted_or_dropped(self, live_server, signed_in, asha, way):
        page = signed_in(asha)
        open_form(live_server, page)
        page.locator(".editor__text").evaluate(AS_A_FILE, way)
        page.get_by_label("It is only decoration").check()
        page.get_by_role("button", name="Add this picture").click()
        expect(page.locator(".editor__text img")).to_have_attribute("alt", "")
        page.get_by_role("button", name="Post reply").click()
        expect(page.locator("article.reply img")).to_have_attribute("width", "90")

    def test_is_asked_what_is_in_it(self, live_server, signed_in, asha):
        page = signed_in(asha)
        open_form(live_server, page)
        page.locator(".editor__text").evaluate(AS_A_FILE, "paste")
        page.get_by_role("button", name="Add this picture").click()
        expect(page.locator(".picture-box [role=status]")).to_contain_text("what is in the picture")
        assert not Attachment.objects.exists()

    def test_is_in_the_editor_again_when_a_page_comes_back(self, live_server, signed_in, asha):
        page = signed_in(asha)
        open_form(live_server, page)
        page.locator(".editor__text").evaluate(AS_A_FILE, "drop")
        page.get_by_label("Describe it").fill("A fox")
        page.get_by_role("button", name="Add this picture").click()
        expect(page.locator(".editor__text img")).to_have_count(1)
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".preview img")).to_have_attribute("alt", "A fox")
        expect(page.locator(".editor__text img")).to_have_attribute("alt", "A fox")


@pytest.mark.browser_context_args(java_script_enabled=False, viewport=PHONE)
class TestWithoutJavaScript:
    def test_goes_with_the_form(self, live_server, signed_in, asha):
        page = signed_in(asha)
        page.goto(live_server.url + make_discussion().get_absolute_url())
        page.get_by_label("Your reply").fill("Look who came by.")
        page.get_by_text("Add a picture", exact=True).click()
        page.get_by_label("Picture", exact=True).set_input_files(
            {**FOX, "buffer": plain(size=(900, 600), kind="JPEG")}
        )
        page.get_by_label("Describe it").fill("A fox")
        page.get_by_role("button", name="Add this picture").click()
        expect(page.locator(".preview img")).to_have_attribute("alt", "A fox")
        expect(page.get_by_label("Your reply")).to_have_value(re.compile(r"\[picture \S+: A fox]"))
        page.get_by_role("button", name="Post reply").click()
        expect(page.locator("article.reply img")).to_have_attribute("alt", "A fox")
