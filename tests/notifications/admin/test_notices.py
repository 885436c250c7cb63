"""Notices and advertisements in the admin."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import timezone

from notifications import illustrating
from notifications.models import Notice
from tests.factories import make_notice
from tests.harringay.drawing import encoded, plain, red_corner

pytestmark = pytest.mark.django_db

NOTICES = "/admin/notifications/notice/"


def fields(**changed):
    today = timezone.localdate()
    known = {"text": "Street party", "link": "https://party.example/", "first_on": today}
    return {**known, "last_on": today + timedelta(days=2), **changed}


def picture(data=None, name="shop.jpg"):
    data = plain(size=(1200, 300), kind="JPEG") if data is None else data
    return SimpleUploadedFile(name, data, "image/jpeg")


def illustrated(**changed):
    words = {"picture_words": "A baker’s window", "is_advertisement": "on"}
    return fields(**{"picture": picture(), **words, **changed})


class TestPicture:
    @pytest.fixture(autouse=True)
    def _media(self, media_root):
        self.media = media_root

    @property
    def files(self):
        return [path for path in self.media.rglob("*") if path.is_file()]

    def test_is_drawn_afresh_and_stands_in_the_advertisement(self, owner_client, client):
        sent = encoded(red_corner(), "JPEG", comment=b"taken at home")
        owner_client.post(f"{NOTICES}add/", illustrated(picture=picture(sent)))
        page = client.get("/").text
        address = f"/media/notices/{Notice.objects.get().picture_key}.webp"
        assert f'src="{address}" alt="A baker’s window" width="64" height="32"' in page
        assert page.index("Advertisement</span>") < page.index(address)
        answer = client.get(address)
        assert answer["Content-Type"] == "image/webp"
        kept = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert kept.startswith(b"RIFF")
        assert b"taken at home" not in kept

    def test_is_at_most_twice_as_wide_as_its_box(self, owner_client):
        owner_client.post(f"{NOTICES}add/", illustrated())
        notice = Notice.objects.get()
        assert (notice.picture_width, notice.picture_height) == (640, 160)

    def test_needs_words_for_whoever_does_not_see_it(self, owner_client):
        answer = owner_client.post(f"{NOTICES}add/", illustrated(picture_words=" "))
        assert "Please say what is in the picture" in answer.text
        assert "Street party" in answer.text
        assert not Notice.objects.exists()
        assert not self.files

    def test_keeps_its_words_as_long_as_it_is_shown(self, owner_client):
        owner_client.post(f"{NOTICES}add/", illustrated())
        change = f"{NOTICES}{Notice.objects.get().pk}/change/"
        assert "Please say" in owner_client.post(change, fields(picture_words="")).text
        assert "Please say" not in owner_client.post(change, fields(without_picture="on")).text

    @pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"GIF89a", b""])
    def test_is_refused_where_it_is_none(self, owner_client, data):
        answer = owner_client.post(f"{NOTICES}add/", illustrated(picture=picture(data)))
        assert answer.status_code == 200
        assert "errorlist" in answer.text
        assert not Notice.objects.exists()

    def test_is_said_where_the_disk_is_full_and_the_words_stay(self, owner_client, client):
        self.media.mkdir()
        (self.media / illustrating.FOLDER).write_text("in the way")
        answer = owner_client.post(f"{NOTICES}add/", illustrated(), follow=True)
        assert "We cannot keep a picture just now." in answer.text
        assert "Street party" in client.get("/").text

    def test_is_gone_at_once_when_another_takes_its_place(self, owner_client, client):
        owner_client.post(f"{NOTICES}add/", illustrated())
        notice = Notice.objects.get()
        change = f"{NOTICES}{notice.pk}/change/"
        with TestCase.captureOnCommitCallbacks(execute=True):
            owner_client.post(change, illustrated())
        assert client.get(f"/media/notices/{notice.picture_key}.webp").status_code == 404
        assert len(self.files) == 1
        with TestCase.captureOnCommitCallbacks(execute=True):
            owner_client.post(change, fields(without_picture="on"))
        assert not self.files
        assert "<img" not in client.get("/").text.partition('class="board')[2].partition("</p>")[0]

    @pytest.mark.parametrize("way", ["its page", "the list"])
    def test_goes_with_its_notice(self, owner_client, way):
        owner_client.post(f"{NOTICES}add/", illustrated())
        pk = Notice.objects.get().pk
        with TestCase.captureOnCommitCallbacks(execute=True):
            if way == "its page":
                owner_client.post(f"{NOTICES}{pk}/delete/", {"post": "yes"})
            else:
                chosen = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
                owner_client.post(NOTICES, chosen)
        assert not Notice.objects.exists()
        assert not self.files

    def test_left_over_files_go_after_a_day_and_no_others(self, owner_client):
        owner_client.post(f"{NOTICES}add/", illustrated())
        left_over = self.media / illustrating.stored_at("nobody-names-it")
        left_over.parent.mkdir()
        left_over.write_bytes(b"RIFF")
        illustrating.forget_left_over(timezone.now() - timedelta(days=1))
        assert left_over.exists()
        illustrating.forget_left_over(timezone.now() + timedelta(minutes=1))
        assert not left_over.exists()
        assert len(self.files) == 1


class TestNotices:
    def test_are_written_and_shown_on_the_front_page(self, owner_client, client):
        owner_client.post(f"{NOTICES}add/", fields(text="  Street \n party "))
        assert Notice.objects.get().text == "Street party"
        assert "Street party" in client.get("/").text

    @pytest.mark.parametrize(
        "link",
        [
            *("javascript:alert(1)", "data:text/html,x", "ftp://party.example/", "//party.example"),
            *("/forum", "mailto:a@example.org", "https://", "https://party example/", "HTTP:party"),
            "https://party.example/\x00",
        ],
    )
    def test_lead_into_the_web_and_nowhere_else(self, owner_client, link):
        answer = owner_client.post(f"{NOTICES}add/", fields(link=link))
        assert answer.status_code == 200
        assert "errorlist" in answer.text
        assert not Notice.objects.exists()

    @pytest.mark.parametrize("link", ["", "http://party.example", "https://party.example/?a=1#b"])
    def test_may_lead_to_a_whole_address_or_nowhere(self, owner_client, link):
        owner_client.post(f"{NOTICES}add/", fields(link=link))
        assert Notice.objects.get().link == link

    def test_do_not_end_before_they_begin(self, owner_client):
        yesterday = timezone.localdate() - timedelta(days=1)
        answer = owner_client.post(f"{NOTICES}add/", fields(last_on=yesterday))
        assert "It would end before it begins." in answer.text
        assert not Notice.objects.exists()

    def test_may_be_advertisements_and_may_be_taken_away(self, owner_client):
        owner_client.post(f"{NOTICES}add/", fields(is_advertisement="on"))
        notice = Notice.objects.get()
        assert notice.is_advertisement
        assert "Street party" in owner_client.get(NOTICES).text
        owner_client.post(f"{NOTICES}{notice.pk}/delete/", {"post": "yes"})
        assert not Notice.objects.exists()

    def test_are_not_for_moderators(self, mo_client):
        notice = make_notice()
        for address in (NOTICES, f"{NOTICES}add/", f"{NOTICES}{notice.pk}/change/"):
            assert mo_client.get(address).status_code == 403
