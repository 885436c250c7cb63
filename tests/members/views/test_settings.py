import resource
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from members import addressing
from tests.factories import make_discussion
from tests.harringay.drawing import encoded, is_red, red_corner

# A letter that is composed (NFC) of two.
TWO_IN_ONE = "\u0958"
PROFILE = {"name": "Asha R", "area": "Hewitt Road", "about": "Nurse."}


def picture(name: str = "me.png", colour: str = "red") -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (200, 100), colour).save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/png")


@contextmanager
def no_room_for_files() -> Iterator[None]:
    """Whatever is written fails after ten bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class TestProfile:
    def test_is_for_members(self, client, db):
        assert client.get("/settings").headers["Location"] == "/accounts/login/?next=/settings"

    def test_saves_what_neighbours_see(self, asha, asha_client):
        assert asha_client.post("/settings", PROFILE).headers["Location"] == "/settings"
        asha.refresh_from_db()
        assert (asha.name, asha.area, asha.about) == tuple(PROFILE.values())
        assert asha.about_html == "<p>Nurse.</p>"

    def test_changes_nothing_else(self, asha, asha_client, ben):
        more = {"role": "owner", "email": "x@y.org", "address": "ben", "member": ben.pk}
        asha_client.post("/settings", PROFILE | more)
        asha.refresh_from_db()
        ben.refresh_from_db()
        assert (asha.role, asha.email, asha.address) == ("member", "asha@example.org", "asha")
        assert ben.name == "Ben Okafor"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "Mo Tarrant"},
            {"name": TWO_IN_ONE * 60},
            {"area": "x" * 81},
            {"area": TWO_IN_ONE * 80},
            {"about": "x" * 2001},
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_words(self, asha_client, mo, wrong):
        answer = asha_client.post("/settings", PROFILE | {"about": "Two cats."} | wrong)
        assert answer.status_code == 422
        assert "Please look at this again" in answer.text
        assert "about" in wrong or "Two cats." in answer.text

    def test_keeps_names_to_one_line_of_plain_text(self, asha, asha_client):
        asha_client.post(
            "/settings", PROFILE | {"name": "<b>Asha</b>\n\u202eR", "area": "a\x07b\nc"}
        )
        asha.refresh_from_db()
        assert (asha.name, asha.area) == ("<b>Asha</b> R", "ab c")
        assert "&lt;b&gt;Asha&lt;/b&gt; R" in asha_client.get("/profile/asha").text


class TestAddress:
    def test_can_be_changed(self, asha, asha_client):
        asha_client.post("/settings/address", {"address": "Asha-R"})
        asha.refresh_from_db()
        assert asha.address == "asha-r"

    def test_is_nobody_else_s(self, asha_client, ben):
        answer = asha_client.post("/settings/address", {"address": "ben"})
        assert answer.status_code == 422
        assert "Somebody else has that address already." in answer.text

    def test_is_nobody_else_s_who_asks_for_it_at_the_same_moment(
        self, asha, asha_client, ben, monkeypatch
    ):
        move = addressing.move

        def after_ben(member, **given):
            move(ben, "foxes")
            move(member, **given)

        monkeypatch.setattr(addressing, "move", after_ben)
        answer = asha_client.post("/settings/address", {"address": "foxes"})
        assert answer.status_code == 422
        assert "Somebody else has that address already." in answer.text
        assert 'href="/profile/foxes"' not in answer.text
        asha.refresh_from_db()
        assert asha.address == "asha"


class TestAvatar:
    def test_is_drawn_afresh_and_shown(self, asha, asha_client, client, media_root):
        asha_client.post("/settings/avatar", {"picture": picture()})
        asha.refresh_from_db()
        page = client.get("/profile/asha").text
        assert asha.portrait_url in page
        shown = client.get(asha.avatar_url)
        drawn = Image.open(BytesIO(b"".join(shown.streaming_content)))
        assert (drawn.format, drawn.size) == ("WEBP", (96, 96))
        assert shown.headers["Content-Type"] == "image/webp"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert shown.headers["Content-Disposition"] == 'inline; filename="avatar.webp"'

    def test_is_the_square_that_was_chosen(self, asha, asha_client, media_root):
        sent = {"picture": SimpleUploadedFile("me.png", encoded(red_corner(), "PNG"))}
        for left, is_shown_red in (("0", True), ("48", False)):
            sent["picture"].seek(0)
            asha_client.post("/settings/avatar", sent | {"left": left, "top": "0", "side": "16"})
            asha.refresh_from_db()
            shown = Image.open(media_root / "avatars" / asha.avatar_key / "96.webp")
            assert [is_red(shown, at) for at in ((2, 2), (90, 90))] == [is_shown_red] * 2

    @pytest.mark.parametrize(
        ("numbers", "said"),
        [
            ({"left": "9", "top": "9", "side": ""}, "Please fill in all three numbers"),
            ({"left": "-1", "top": "0", "side": "20"}, "not below 0"),
            ({"left": "0", "top": "0", "side": "3"}, "not below 16"),
            ({"left": "x", "top": "0", "side": "20"}, "type a whole number"),
            ({"left": "10001", "top": "0", "side": "20"}, "not above 10000"),
            ({"left": "10000", "top": "0", "side": "20"}, "200 pixels wide and 100 high"),
        ],
    )
    def test_says_what_is_wrong_with_the_numbers(
        self, asha, asha_client, media_root, numbers, said
    ):
        answer = asha_client.post("/settings/avatar", {"picture": picture()} | numbers)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{numbers["top"]}"' in answer.text
        assert '<details class="crop" open>' in answer.text
        asha.refresh_from_db()
        assert not asha.avatar_key

    def test_can_be_replaced_and_the_old_one_is_gone_at_once(
        self, asha, asha_client, media_root, django_capture_on_commit_callbacks
    ):
        asha_client.post("/settings/avatar", {"picture": picture()})
        asha.refresh_from_db()
        old_url = asha.avatar_url
        with django_capture_on_commit_callbacks(execute=True):
            asha_client.post("/settings/avatar", {"picture": picture(colour="blue")})
        assert asha_client.get(old_url).status_code == 404
        assert len(list((media_root / "avatars").iterdir())) == 1

    def test_can_be_removed(
        self, asha, asha_client, media_root, django_capture_on_commit_callbacks
    ):
        asha_client.post("/settings/avatar", {"picture": picture()})
        with django_capture_on_commit_callbacks(execute=True):
            asha_client.post("/settings/avatar/remove")
        asha.refresh_from_db()
        assert asha.avatar_url == ""
        assert not list((media_root / "avatars").iterdir())

    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("me.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
            SimpleUploadedFile("me.jpg", b"", "image/jpeg"),
            SimpleUploadedFile("me.jpg", b"x" * (5 * 1024 * 1024 + 1), "image/jpeg"),
            "no file at all",
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, asha, asha_client, media_root, file):
        answer = asha_client.post("/settings/avatar", {"picture": file})
        assert answer.status_code == 422
        assert 'id="id_picture_error"' in answer.text
        asha.refresh_from_db()
        assert not asha.avatar_key

    def test_stays_where_the_disk_is_full_and_posting_goes_on(self, asha, asha_client, media_root):
        """Safety R-07."""
        asha_client.post("/settings/avatar", {"picture": picture()})
        discussion = make_discussion()
        with no_room_for_files():
            answer = asha_client.post("/settings/avatar", {"picture": picture(colour="blue")})
            posted = asha_client.post(f"{discussion.get_absolute_url()}/replies", {"body": "Yes"})
        assert answer.status_code == 422
        assert "We cannot keep new pictures at the moment." in answer.text
        [kept] = (media_root / "avatars").iterdir()
        asha.refresh_from_db()
        assert kept.name == asha.avatar_key
        assert posted.status_code == 302

    @pytest.mark.parametrize("path", ["x/96", "x/97", "..%2f..%2fx/96", "x/512", "a%00b/96"])
    def test_is_nobody_s_at_other_addresses(self, client, db, path):
        assert client.get(f"/media/avatars/{path}.webp").status_code == 404

    def test_is_changed_by_post_only(self, asha_client):
        assert asha_client.get("/settings/avatar").status_code == 405
        assert asha_client.get("/settings/avatar/remove").status_code == 405


class TestReading:
    def test_is_chosen_and_kept(self, asha, asha_client):
        wanted = {"text_size": "larger", "wants_shortcuts": "on"}
        answer = asha_client.post("/settings/reading", wanted)
        assert answer["Location"] == "/settings/reading"
        asha.refresh_from_db()
        assert (asha.text_size, asha.wants_shortcuts) == ("larger", True)
        page = asha_client.get("/").text
        assert '<html lang="en-GB" data-text="larger" data-shortcuts="on">' in page

    def test_is_told_when_there_is_no_such_size(self, asha, asha_client):
        answer = asha_client.post("/settings/reading", {"text_size": "huge"})
        assert answer.status_code == 422
        assert "huge is not one of the available choices" in answer.text
        asha.refresh_from_db()
        assert asha.text_size == "normal"

    def test_is_for_members(self, client):
        assert client.get("/settings/reading")["Location"].startswith("/accounts/login/")

    def test_leaves_visitors_pages_as_they_are(self, db, client):
        assert '<html lang="en-GB">' in client.get("/").text
